from __future__ import annotations

import ctypes

from ardoise.engine.stopping import StopByte


def test_c_sees_the_wish_as_soon_as_it_is_set_and_no_longer_when_it_is_taken_back() -> None:
    stop = StopByte()
    asked = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p)(StopByte.callback())
    for wished in (False, True, True, False):
        stop.set(wished)
        assert (asked(stop.argument), stop.wished) == (wished, wished)


def test_one_wish_is_not_another() -> None:
    one, other = StopByte(), StopByte()
    one.set(True)
    assert not other.wished

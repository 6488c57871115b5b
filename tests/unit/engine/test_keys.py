from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from ardoise.core.conditions import Conditions
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.engine import keys
from ardoise.engine.servers import ChatServers
from tests.unit.engine.chat_server import serving, writes

URL = "https://school.example/v1"


class Memory(KeyringBackend):
    """A keyring that forgets with the test."""

    priority = 1

    def __init__(self) -> None:  # the base class only reads settings from the environment
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.delenv(keys.VARIABLE, raising=False)
    made = Memory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", made)
    return made


def test_a_key_is_kept_in_the_keyring_for_its_server_alone(memory: Memory) -> None:
    servers = ChatServers()
    assert not servers.has_key(URL)
    servers.set_key("School.example/v1/", " sk-mine\n")
    assert servers.has_key(URL)
    assert keys.get(URL) == "sk-mine"
    assert not servers.has_key("https://other.example")
    assert list(memory.kept.values()) == ["sk-mine"]


def test_an_empty_key_is_forgotten(memory: Memory) -> None:
    servers = ChatServers()
    servers.set_key(URL, "sk-mine")
    servers.set_key(URL, "")
    servers.set_key(URL, "")
    assert (memory.kept, keys.get(URL)) == ({}, "")


def test_the_environment_goes_before_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.VARIABLE, "sk-of-the-day")
    keys.set_(URL, "sk-kept")
    assert keys.get(URL) == "sk-of-the-day"


@pytest.mark.parametrize("key", ["sk-ü", "a\nb", "x" * 5_000])
def test_what_is_no_key_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(KnownError, match="not a key") as caught:
        keys.set_(URL, key)
    assert key not in str(caught.value)


def test_a_system_without_a_keyring_is_told_with_the_way_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", NoKeyring.__new__(NoKeyring))
    assert keys.get(URL) == ""
    with pytest.raises(KnownError, match="no keyring") as caught:
        keys.set_(URL, "sk-mine")
    assert keys.VARIABLE in caught.value.remedy
    assert "sk-mine" not in str(caught.value)


def test_a_server_is_asked_for_its_models_with_the_key() -> None:
    with serving(writes("x")) as server:
        keys.set_(server.url, "sk-mine")
        assert ChatServers().models(server.url, cancel=Cancel()) == ["math"]
        assert server.seen[0][1]["Authorization"] == "Bearer sk-mine"


def test_offline_no_server_of_another_machine_is_asked() -> None:
    with pytest.raises(KnownError, match="stay offline"):
        ChatServers(Conditions(offline=True)).models(URL, cancel=Cancel())


def test_a_variable_that_holds_no_key_is_told_without_repeating_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.VARIABLE, "sk-secret\nmore")
    with pytest.raises(KnownError) as caught:
        keys.get(URL)
    assert "secret" not in str(caught.value)


def test_the_end_of_a_line_after_the_variables_key_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.VARIABLE, "sk-secret\n")
    assert keys.get(URL) == "sk-secret"

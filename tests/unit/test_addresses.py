from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core import addresses
from ardoise.core.errors import KnownError


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("localhost:1234/v1/", "http://localhost:1234/v1"),
        ("[::1]:8080", "http://[::1]:8080"),
        ("Chat.Example.org", "https://chat.example.org"),
        (" HTTPS://chat.example.org/openai/v1 ", "https://chat.example.org/openai/v1"),
    ],
)
def test_what_a_person_types_gets_one_form(typed: str, normal: str) -> None:
    assert addresses.normal(typed) == normal
    assert addresses.normal(normal) == normal


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ftp://x",
        "https://",
        "https://user:key@x",
        "https://x?key=1",
        "http://x y",
        "https://x#y",
        "javascript:alert(1)",
        "http://x:99999",
        "x" * 600,
        "a\nb",
    ],
)
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(KnownError, match="not the address"):
        addresses.normal(typed)


@given(st.text())
def test_any_text_is_an_address_or_is_told(text: str) -> None:
    try:
        found = addresses.normal(text)
    except KnownError:
        return
    assert addresses.normal(found) == found
    assert addresses.is_server(found)
    assert addresses.split(addresses.joined(found, "m")) == (found, "m")


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost/v1", True),
        ("http://[::1]:1", True),
        ("http://127.0.0.1.example.org", False),
        ("https://school.example", False),
        ("http://10.0.0.4", False),
    ],
)
def test_only_this_machine_is_this_machine(url: str, here: bool) -> None:
    assert addresses.is_this_machine(url) is here
    assert ("leaves this machine" in addresses.where(url)) is not here
    assert addresses.is_open(url) is (not here and url.startswith("http:"))


def test_a_model_of_a_server_is_told_in_words() -> None:
    assert addresses.told("https://school.example/v1#qwen") == "qwen; leaves this machine: school.example"
    assert addresses.told("http://localhost:1") == "its first model; another program on this machine (localhost:1)"
    assert addresses.told("http://") == "an address that is none"
    assert addresses.told("qwen2-math-1.5b") == ""

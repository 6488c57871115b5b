from __future__ import annotations

import pytest

from ardoise import settings
from ardoise.core.errors import KnownError
from tests.cli.running import CommandLine
from tests.fakes.actors import FakeServers, fake_actors

URL = "https://school.example/v1"


@pytest.fixture
def servers() -> FakeServers:
    return FakeServers("qwen2-math-72b", "other")


def test_nothing_is_remote_until_somebody_chooses_it(line: CommandLine, servers: FakeServers) -> None:
    ran = line.run("model", "server", actors=fake_actors(servers=servers))
    assert (ran.code, ran.out) == (0, "No server: solutions are written on this machine.\n")
    assert servers.asked == []


def test_a_server_is_asked_for_its_models_and_then_chosen_with_a_clear_word(line: CommandLine, servers: FakeServers) -> None:
    ran = line.run("model", "server", "school.example/v1", actors=fake_actors(servers=servers))
    assert ran.code == 0
    assert "qwen2-math-72b on school.example writes." in ran.out
    assert "leaves this machine" in ran.out
    assert servers.asked == [URL]
    assert settings.load().model == settings.load().server == f"{URL}#qwen2-math-72b"
    (record,) = line.run("model", "server", "--json", actors=fake_actors(servers=servers)).records
    assert record == {"v": 1, "server": URL, "model": "qwen2-math-72b", "leaves_machine": True}


def test_off_goes_back_to_this_machine_and_remembers_the_server(line: CommandLine, servers: FakeServers) -> None:
    line.run("model", "server", URL, "--model", "other", actors=fake_actors(servers=servers))
    ran = line.run("model", "server", "--off", actors=fake_actors(servers=servers))
    assert ran.out.startswith("No server")
    assert (settings.load().model, settings.load().server) == ("", f"{URL}#other")
    assert line.run("model", "server", "--model", "qwen2-math-72b", actors=fake_actors(servers=servers)).code == 0
    assert settings.load().model == f"{URL}#qwen2-math-72b"


def test_a_key_comes_from_standard_input_and_is_never_printed(line: CommandLine, servers: FakeServers) -> None:
    ran = line.run("model", "server", URL, "--key", actors=fake_actors(servers=servers), stdin="sk-mine\n")
    assert servers.keys == {URL: "sk-mine\n"}
    assert "sk-mine" not in ran.out + ran.err


def test_an_unencrypted_way_and_a_program_on_this_machine_are_told_apart(line: CommandLine, servers: FakeServers) -> None:
    assert "not encrypted" in line.run("model", "server", "http://10.0.0.4:8080", actors=fake_actors(servers=servers)).out
    here = line.run("model", "server", "localhost:8080", actors=fake_actors(servers=servers)).out
    assert "another program on this machine (localhost:8080)" in here
    assert "not encrypted" not in here


@pytest.mark.parametrize("arguments", [["nowhere at all"], [URL, "--model", "missing"], ["--model", "qwen2-math-72b"]])
def test_what_cannot_be_chosen_changes_nothing(line: CommandLine, servers: FakeServers, arguments: list[str]) -> None:
    ran = line.run("model", "server", *arguments, actors=fake_actors(servers=servers))
    assert ran.code == 3
    assert settings.load().model == ""


def test_a_server_that_is_not_there_is_not_chosen(line: CommandLine, servers: FakeServers) -> None:
    servers.fault = KnownError("The server school.example cannot be reached.", "Look whether it runs.")
    ran = line.run("model", "server", URL, actors=fake_actors(servers=servers))
    assert ran.code == 3
    assert "Look whether it runs." in ran.err
    assert settings.load() == settings.Settings()


def test_the_list_and_the_doctor_say_that_a_server_writes(line: CommandLine, servers: FakeServers) -> None:
    line.run("model", "server", URL, actors=fake_actors(servers=servers))
    assert "leaves this machine: school.example" in line.run("model", "list", actors=fake_actors(servers=servers)).out
    assert "leaves this machine: school.example" in line.run("doctor", actors=fake_actors(servers=servers)).out

"""The command line: the same tutor for terminals, scripts and tests.

`main` reads the arguments and hands them to one function a command; nothing but argparse loads before a command is chosen, so that
`ardoise --help` answers at once. What a command prints on standard output is its result; progress and trouble go to standard error.
(Rejected: click and typer, which cost more time at the start than all the rest.)
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ardoise import __version__
from ardoise.cli.codes import BROKEN_PIPE, ENVIRONMENT, INTERRUPTED, USAGE
from ardoise.core.errors import KnownError

if TYPE_CHECKING:
    from ardoise.core.ports import Actors
    from ardoise.settings import Settings

EPILOG = """exit codes: 0 done; 1 an error was found in the working (check), or the answer could not be confirmed (solve --strict);
2 the arguments or the input cannot be used; 3 something on this machine is missing or failed (no model, no memory, ...)"""


def main(argv: Sequence[str], *, build: Callable[[Settings], Actors], bench: Callable[[Sequence[str]], int]) -> int:
    """Run one command and return its exit code; `build` makes the actors, `bench` gets the arguments after "bench"."""
    _say_anything()
    try:
        if argv and argv[0] == "bench":
            return bench(argv[1:])
        try:
            chosen = parser().parse_args(argv)
        except SystemExit as e:
            return e.code if isinstance(e.code, int) else USAGE
        return _run(chosen, build)
    except KnownError as e:
        print(f"ardoise: {e}", file=sys.stderr)
        return ENVIRONMENT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone ("| head"); what is left in the buffer must not be flushed into the pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def _run(chosen: argparse.Namespace, build: Callable[[Settings], Actors]) -> int:
    """Call the chosen command; each imports what it needs."""
    match chosen.command:
        case "solve":
            from ardoise.cli.solve import solve

            return solve(chosen, build)
        case "check":
            from ardoise.cli.check import check

            return check(chosen, build)
        case "plot":
            from ardoise.cli.plot import plot

            return plot(chosen, build)
        case "model":
            from ardoise.cli.model import model

            return model(chosen, build)
        case "doctor":
            from ardoise.cli.doctor import doctor

            return doctor(chosen, build)
        case _:
            parser().print_help()
            return 0


def parser() -> argparse.ArgumentParser:
    """Every command and option, with its help."""
    top = argparse.ArgumentParser(
        prog="ardoise",
        description="A mathematics tutor on this machine: solves a problem, and checks every step. Without a command it opens a window.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"ardoise {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    solve = commands.add_parser("solve", help="solve a problem step by step, with every step checked")
    solve.add_argument("problem", metavar="PROBLEM", help="the problem, as text or LaTeX; - reads it from standard input")
    _add_json(solve)
    solve.add_argument("--plot", metavar="FILE", help="write the plot to FILE (.png, .svg or .pdf)")
    solve.add_argument("--model", metavar="NAME|FILE", default="", help="a model of `ardoise model list`, or a GGUF file")
    solve.add_argument(
        "--mode",
        choices=["quick", "careful", "thorough"],
        help="how much may be spent: one solution; repairs and a second way (usual); several ways",
    )
    solve.add_argument("--seed", metavar="N", type=int, help="try another solution: sample with this seed instead of the likeliest words")
    solve.add_argument("--strict", action="store_true", help="exit with 1 unless the answer was confirmed independently")

    check = commands.add_parser("check", help="check a working line by line; needs no model")
    check.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help='first "Problem: ..." (optional), then one line each; - is standard input'
    )
    _add_json(check)
    check.add_argument(
        "--jsonl", metavar="FILE", help='check many: one {"id", "problem", "steps": [...]} a line; prints one object for each'
    )
    check.add_argument(
        "--as", dest="kind", choices=["working", "solution"], help="strict lines, or prose with formulas; else guessed from the text"
    )

    plot = commands.add_parser("plot", help="draw an expression, a function or an equation")
    plot.add_argument("expression", metavar="EXPR", help='such as "y = x^2 - 2" or "x^2 + y^2 = 4"; several are separated by ;')
    plot.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write (.png, .svg or .pdf)")
    plot.add_argument("--dark", action="store_true", help="light lines on a dark ground")

    _add_model(commands.add_parser("model", help="the models on this machine"))
    commands.add_parser("bench", help="measure; `ardoise bench --help` lists what", add_help=False)
    _add_json(commands.add_parser("doctor", help="what this machine has, what is missing, and what to do about it"))
    return top


def _add_model(model: argparse.ArgumentParser) -> None:
    actions = model.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_json(actions.add_parser("list", help="what is here, what can be fetched, and what fits this machine"))
    get = actions.add_parser("get", help="fetch a model (the default one if no name is given); goes on where it was cut")
    get.add_argument("name", metavar="NAME", nargs="?", default="")
    bring = actions.add_parser("import", help="use a GGUF file, or a folder of them, where it is")
    bring.add_argument("path", metavar="PATH")
    inspect = actions.add_parser("inspect", help="what a file is, without loading it; exits with 3 if it cannot be used")
    inspect.add_argument("path", metavar="PATH|NAME")
    verify = actions.add_parser("verify", help="read a model again and compare its SHA-256 with the recorded one")
    verify.add_argument("name", metavar="NAME")
    remove = actions.add_parser("remove", help="delete a fetched model; one that another program keeps is only taken out of the list")
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    licence = actions.add_parser("licence", help="the full text of a model's licence")
    licence.add_argument("name", metavar="NAME")
    server = actions.add_parser("server", help="have a server write: what you type then goes there (off by default)")
    server.add_argument("address", metavar="URL", nargs="?", default="", help="such as http://127.0.0.1:8080 or https://school.example/v1")
    server.add_argument("--model", metavar="NAME", default="", help="one of its models (its first, if no name is given)")
    server.add_argument("--key", action="store_true", help="ask for the key, or read it from standard input, and keep it in the keyring")
    server.add_argument("--off", action="store_true", help="write on this machine again")
    for action in (get, bring, inspect, verify, remove, licence, server):
        _add_json(action)


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON, one object a line")


def _say_anything() -> None:
    """A terminal that cannot show a sign gets a question mark, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

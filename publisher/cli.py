"""The `publisher` command: every spelling a person tries is understood or answered, and never with a traceback."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from publisher import __version__
from publisher.diagnostics import PublisherError, Report, Status, internal_error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType

    from invoke.parser.argument import Argument

__all__ = ["main"]

_POSITIONAL: Mapping[str, tuple[str, ...]] = {
    "build": ("slug",),
    "rebuild": ("slug",),
    "check": ("slug",),
    "preview": ("slug",),
    "facts": ("slug",),
    "refresh": ("slug",),
    "why": ("slug",),
    "editions": ("slug",),
    "rollback": ("slug", "edition"),
    "verify": ("slug",),
    "clean": ("slug",),
    "new": ("name",),
    "schema": ("what",),
    "explain": ("code",),
    "schedule": ("action",),
}
"""The options that words without a dash are short for."""
_NEEDED = {
    "new": ("name", "new needs a name: publisher new NAME"),
    "editions": ("slug", "editions needs a document: publisher editions SLUG"),
    "rollback": ("slug", "rollback needs a document: publisher rollback SLUG [EDITION]"),
    "schedule": ("action", "schedule needs to know what: install, list, remove, show, run-now or run"),
}
"""What a command can't do without, and what is said where it is missing."""
_GARBAGE = 50_000
"""Objects between two looks for cycles; what is imported leaves few, and is a third of a short command."""
_HELP = frozenset(("-h", "--help", "help"))
_BY_SIGNAL = 128
"""What a shell adds to the number of the signal that ended a command."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command of the arguments (those of the process unless given) and exit with its status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(_GARBAGE)
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # invoke would make a plain failure of it
        signal.signal(each, _interrupt)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files may be no text
    try:
        status = _dispatch(words)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = Status.GOOD.value
    except Exception as error:  # noqa: BLE001  a fault of ours is told, like everything
        status = _told(PublisherError(Report([internal_error(error)]), Status.OUTSIDE))
    raise SystemExit(status)


def _told(error: PublisherError) -> int:
    from publisher.console import tell

    tell(error.report, sys.stderr)
    return error.status.value


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    """Leave through every `finally`, so that the processes of the documents end too and nothing stays half-made."""
    signal.signal(number, signal.SIG_IGN)
    sys.stderr.write("interrupted\n")
    raise SystemExit(_BY_SIGNAL + number)


def _dispatch(words: list[str]) -> int:
    if words in (["--version"], ["-V"], ["version"]):
        sys.stdout.write(f"publisher {__version__}\n")
        return Status.GOOD.value
    if words[:2] == ["facts", "adopt"]:
        if len(words) == len(("facts", "adopt")):
            sys.stderr.write("publisher: facts adopt needs a file: publisher facts adopt draft.md\n")
            return Status.USAGE.value
        words = ["facts", f"--adopt={words[2]}", *words[3:]]
    named = [word for word in words if word not in _HELP]
    if not named or len(named) < len(words):
        return _help(named[0] if named else "")
    return _make(words[0], words[1:]) if words[0] in {"build", "rebuild"} else _run(words[0], words[1:])


def _make(command: str, words: list[str]) -> int:
    """Build or rebuild, without invoke where the words are plain."""
    from publisher.plain_commands import built, plainly_asked, rebuilt

    asked = plainly_asked(words)
    if asked is None:
        return _run(command, words)
    try:
        return (built if command == "build" else rebuilt)(asked).value
    except PublisherError as error:
        return _told(error)


def _commands() -> dict[str, list[Argument]]:
    from publisher.tasks import ns

    return {name: ns[name].get_arguments() for name in ns.task_names}


def _help(command: str) -> int:
    from publisher.tasks import ns

    commands = _commands()
    if command in commands:
        sys.stdout.write(_usage(command, commands[command], str(ns[command].__doc__)))
        return Status.GOOD.value
    if command:
        return _wrong(f"there is no command {command!r}", command, list(commands))
    lines = ["usage: publisher COMMAND …", ""]
    lines += [f"  {name:8} {str(ns[name].__doc__).splitlines()[0]}" for name in commands]
    lines += ["", "publisher help COMMAND says more; publisher --version tells the version."]
    sys.stdout.write("\n".join(lines) + "\n")
    return Status.GOOD.value


def _usage(command: str, arguments: list[Argument], text: str) -> str:
    short = _POSITIONAL.get(command, ())
    needed, _ = _NEEDED.get(command, ("", ""))
    words = "".join(f" {each.upper()}" if each == needed else f" [{each.upper()}]" for each in short)
    several = " …" if any(each.kind is list and each.name in short for each in arguments) else ""
    lines = [f"usage: publisher {command}{words}{several} [options]", "", text.strip(), ""]
    for each in arguments:
        if each.name in short:
            lines.append(f"  {str(each.name).upper():22} {each.help}")
        else:
            value = f" {str(each.name).upper()}" if each.takes_value else ""
            lines.append(f"  {f'--{each.name}{value}':22} {each.help}")
    return "\n".join(lines) + "\n"


def _run(command: str, words: list[str]) -> int:
    commands = _commands()
    if command not in commands:
        return _wrong(f"there is no command {command!r}", command, list(commands))
    given = _canonical(command, words, commands[command])
    if isinstance(given, int):
        return given
    from invoke.program import Program

    from publisher.tasks import ns

    program = Program(version=__version__, namespace=ns, name="publisher", binary="publisher")
    try:
        written = [] if sys.dont_write_bytecode else ["--write-pyc"]  # else invoke forbids it, and all is compiled anew
        program.run(["publisher", *written, command, *given])
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else Status.GOOD.value
    return Status.GOOD.value


def _canonical(command: str, words: list[str], arguments: list[Argument]) -> list[str] | int:
    """Write each word as an option with its value, as invoke wants it; an exit status where that is not possible."""
    options = {name: each for each in arguments for name in (f"--{each.name}", f"-{str(each.name)[0]}")}
    short = _POSITIONAL.get(command, ())
    several = {str(each.name) for each in arguments if each.kind is list}
    given: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-") or word == "-":
            taken = {each.split("=")[0] for each in given}
            free = next((each for each in short if each in several or f"--{each}" not in taken), None)
            if free is None:
                return _wrong(f"{command} does not know what to do with {word!r}")
            given.append(f"--{free}={word}")
            continue
        name, equals, value = word.partition("=")
        option = options.get(name)
        if option is None:
            return _wrong(f"{command} has no option {name}", name, [each for each in options if each.startswith("--")])
        if not option.takes_value:
            if equals:
                return _wrong(f"{name} takes no value")
            given.append(f"--{option.name}")
            continue
        if not equals:
            if not rest or rest[0].startswith("-"):
                return _wrong(f"{name} needs a value")
            value = rest.pop(0)
        given.append(f"--{option.name}={value}")
    needed, missing = _NEEDED.get(command, ("", ""))
    if needed and not any(each.startswith(f"--{needed}=") for each in given):
        return _wrong(missing)
    return given


def _wrong(message: str, word: str = "", known: Sequence[str] = ()) -> int:
    from publisher.nearest import did_you_mean

    hint = did_you_mean(word, known) if word else ""
    sys.stderr.write(f"publisher: {message}\n" + (f"  hint: {hint}\n" if hint else ""))
    sys.stderr.write("publisher help lists the commands\n")
    return Status.USAGE.value


if __name__ == "__main__":
    main()

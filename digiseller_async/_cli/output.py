"""Write to stdout and stderr."""

from __future__ import annotations

from contextlib import suppress

import click

from .streams import drop_stdout


def print_error(message: object) -> None:
    """Write *message* to stderr as one line, without control characters.

    What the service said may be part of it, and must not move the cursor.
    """
    printable = "".join(one if one.isprintable() else " " for one in str(message))
    print_note(f"digiseller: {' '.join(printable.split())}")


def print_note(text: str) -> None:
    """Write *text* to stderr; there is nowhere to tell that this is not possible."""
    with suppress(OSError):
        click.echo(text, err=True)


def print_text(text: str) -> bool:
    """Write *text* to stdout; return whether that was possible, or nobody reads it.

    A reader that has closed the pipe wants no more.
    """
    try:
        click.echo(text)
    except BrokenPipeError:
        drop_stdout()
    except OSError as error:
        drop_stdout()
        print_error(f"error: cannot write standard output: {error.strerror or error}")
        return False
    return True

"""Write to stdout and stderr."""

from __future__ import annotations

import os
import sys

import click


def print_error(message: object) -> None:
    """Write *message* to stderr as one line, without control characters.

    What the service said may be part of it, and must not move the cursor.
    """
    printable = "".join(one if one.isprintable() else " " for one in str(message))
    click.echo(f"digiseller: {' '.join(printable.split())}", err=True)


def print_text(text: str) -> None:
    """Write *text* to stdout, unless its reader has closed the pipe."""
    try:
        click.echo(text)
    except BrokenPipeError:
        # At exit Python would flush stdout again, and print a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

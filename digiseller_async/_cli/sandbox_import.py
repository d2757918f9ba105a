"""Import the sandbox, or name the extra that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..sandbox import Sandbox


class MissingExtraError(click.ClickException):
    """An optional dependency is not installed."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002  (click's signature)
        """Write the message to stderr."""
        click.echo(f"digiseller: error: {self.message}", err=True)


def sandbox_class() -> type[Sandbox]:
    """Return the class `Sandbox`.

    Raises `MissingExtraError` if its extra is not installed.
    """
    try:
        from ..sandbox import Sandbox  # noqa: PLC0415  (the extra may be missing)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise MissingExtraError(str(error)) from None
    return Sandbox

"""Nothing comes in; the sandbox goes out, or a sentence about the extra that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..sandbox import Sandbox


class MissingExtraError(click.ClickException):
    """An optional dependency is not installed."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002  (click's signature)
        """Say it in one sentence."""
        click.echo(f"digiseller: error: {self.message}", err=True)


def sandbox_class() -> type[Sandbox]:
    """Return the class of sandboxes.

    Raises `MissingExtraError` if what it runs on is not installed.
    """
    try:
        from ..sandbox import Sandbox  # noqa: PLC0415  (the extra may be missing)
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn"):
            raise
        raise MissingExtraError(
            'the sandbox needs more: pip install "digiseller-async[sandbox]"'
        ) from None
    return Sandbox

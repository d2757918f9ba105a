"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
from typing import NotRequired, TypedDict

__all__ = ["ChosenOptionDict"]


class ChosenOptionDict(TypedDict):
    """A dict that may stand for the model `ChosenOption`."""

    id: int
    """The option."""
    variant_id: NotRequired[int | None]
    """The variant that was chosen."""
    text: NotRequired[str | None]
    """The text that was entered."""

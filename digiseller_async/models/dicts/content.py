"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
from typing import NotRequired, TypedDict

__all__ = ["TextItemDict"]


class TextItemDict(TypedDict):
    """A dict that may stand for the model `TextItem`."""

    serial: NotRequired[str | None]
    """Your own id for it."""
    value: str
    """What the buyer gets."""
    id_v: NotRequired[int | None]
    """The variant that it is for, if variants of an option have content of their own."""

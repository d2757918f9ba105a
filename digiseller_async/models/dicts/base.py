"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
from typing import TypedDict

from .._base import Language
from ..words import LanguageWord

__all__ = ["LocalizedDict"]


class LocalizedDict(TypedDict):
    """A dict that may stand for the model `Localized`."""

    locale: Language | LanguageWord
    """The language of *value*; None only if an answer does not say it."""
    value: str
    """The text; None only if an answer does not say it."""

"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
from typing import TypedDict

__all__ = ["ChatFileDict"]


class ChatFileDict(TypedDict):
    """A dict that may stand for the model `ChatFile`."""

    newid: str
    """Its id until it is sent."""
    name: str
    """Its name; None only if an answer does not say it."""
    type: str
    """Its kind, in the service's own words; None only if an answer does not say it."""

"""Say what a sync has read and changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import Factory, define, frozen

from ..pagination import Drift

__all__ = ["KindReport", "SyncReport"]


@define(kw_only=True)
class KindReport:
    """What a sync has read of one kind, and what it changed in the table."""

    name: str
    """The kind, such as ``receipts``."""
    read: int = 0
    """How many rows were read; those on two pages, or in two windows of time, count twice."""
    new: int = 0
    """How many of them the table did not have."""
    changed: int = 0
    """How many it had with other values, or as gone."""
    unchanged: int = 0
    """How many it had just so; they were not written."""
    gone: int = 0
    """How many rows of the table the service has no more; they stay, with the moment in *gone*."""
    total: int | None = None
    """How many rows are to be read, as far as the service says."""
    drift: list[Drift] = Factory(list[Drift])
    """How the lists changed while they were read; then no row is taken for gone."""
    with_nul: int = 0
    """How many rows had NUL characters, which were left out: PostgreSQL takes none."""
    watermark: dt.datetime | None = None
    """The newest moment that was ever seen; None if there is none yet, or the kind has none."""
    complete: bool = False
    """Whether it was read to its end."""


@frozen
class SyncReport:
    """What a sync has done, by kind."""

    kinds: Mapping[str, KindReport]
    """The kinds that were read, in this order."""

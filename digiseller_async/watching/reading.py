"""Read a list as it is now; a row that cannot be read does not hide the others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from .._logging import log
from ..errors import UnexpectedReplyError
from ..pagination.paginator import Paginator

T = TypeVar("T")


def _never(_row: object) -> bool:
    """Return that this row is not the last one that is wanted."""
    return False


async def read_rows(paginator: Paginator[T], *, until: Callable[[T], bool] = _never) -> list[T]:
    """Return the rows of *paginator*, up to the first for which *until* is true.

    Those without a readable identity are left out, and logged.
    """
    found: list[T] = []
    while True:
        try:
            async for row in paginator:
                if until(row):
                    return found
                found.append(row)
        except UnexpectedReplyError as error:
            # One that is about a whole answer has the answer's status.
            if error.status is not None or error.checkpoint is None:
                raise
            log(logging.WARNING, "%s", error)
            paginator = paginator.resume(error.checkpoint)
        else:
            return found

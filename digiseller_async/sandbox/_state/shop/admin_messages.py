"""Derive the correspondence with the administration, and select from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..seeded import NEWEST, mix

FIRST_ID = 11_000_000
SIZE = 12
STEP = timedelta(days=1, seconds=61)
ADMINISTRATION = 0
SUPPORT = 12_345  # another correspondent
TEXTS = ("Проверьте <товар> & ответьте.", "Please check the <product> & answer.")


@dataclass(frozen=True, kw_only=True)
class AdminMessage:
    """One message; its moment is Moscow's and names no zone."""

    id: int
    id_to: int
    id_from: int
    date: datetime
    text: str
    is_read: bool


@dataclass(frozen=True)
class AdminMessages:
    """All messages to and from a seller."""

    seed: int
    seller_id: int

    def all(self) -> list[AdminMessage]:
        """Return the messages, the oldest first."""
        return [self._message(place) for place in range(SIZE)]

    def _message(self, place: int) -> AdminMessage:
        """Return one message; the seller's own are read."""
        other = SUPPORT if place % 4 == 3 else ADMINISTRATION
        is_answer = place % 3 == 1
        return AdminMessage(
            id=FIRST_ID + 7 * place,
            id_to=other if is_answer else self.seller_id,
            id_from=self.seller_id if is_answer else other,
            date=(NEWEST - STEP * (SIZE - place)).replace(microsecond=0),
            text=TEXTS[mix(self.seed + 7, place) & 1],
            is_read=is_answer or place < SIZE // 2,
        )

"""Derive the reviews of the seller's products, and select them by the filters of their page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .products import FIRST_ID
from .seeded import Matches, Timeline, mix

STEP = 43_200  # seconds
FIRST_REVIEW = 40_000_000
OWNERS = (0, 1, 1271, 9295)
PRODUCTS = 7  # are reviewed again and again, by turns
TEXTS = {
    "good": "Всё пришло сразу, спасибо!<br />10 из 10 & ещё",
    "bad": 'Ключ "не подошёл" <жаль>',
}
COMMENTS = ("", "Спасибо за отзыв & покупку!")
TO_UTC = timedelta(hours=3)


@dataclass(frozen=True)
class Review:
    """One review."""

    id: int
    invoice_id: int
    owner_id: int
    type: str
    product_id: int
    moment: datetime
    info: str
    comment: str

    @property
    def utc(self) -> datetime:
        """The moment in the world's time."""
        return self.moment - TO_UTC


@dataclass
class Reviews:
    """All reviews, number 0 the newest."""

    seed: int
    rows: range
    products: int

    def select(self, kind: str, product_id: int | None, owner_id: int | None) -> Matches:
        """Return the indexes of the reviews that are asked for."""
        period = 5 * len(OWNERS) * self._reviewed
        residues = tuple(
            phase
            for phase in range(period)
            if kind in {"all", self._type(phase)}
            and product_id in {None, self._product(phase)}
            and owner_id in {None, self._owner(phase)}
        )
        return Matches(self.rows, residues, period, self.seed)

    @property
    def _reviewed(self) -> int:
        """How many products are reviewed."""
        return max(1, min(PRODUCTS, self.products))

    def _type(self, phase: int) -> str:
        """Return of which kind a review of this *phase* is."""
        return "bad" if phase % 5 == 2 else "good"

    def _owner(self, phase: int) -> int:
        """Return from which marketplace it is."""
        return OWNERS[phase // 5 % len(OWNERS)]

    def _product(self, phase: int) -> int:
        """Return of which product it is."""
        return FIRST_ID + phase // (5 * len(OWNERS)) % self._reviewed

    def row(self, index: int) -> Review:
        """Return the review number *index*."""
        bits, phase = mix(self.seed + 2, index), index + self.seed
        kind = self._type(phase)
        return Review(
            id=FIRST_REVIEW - index,
            invoice_id=200_000_000 - 3 * index - bits % 3,
            owner_id=self._owner(phase),
            type=kind,
            product_id=self._product(phase),
            moment=Timeline(self.seed, STEP).at(index).replace(microsecond=0),
            info=TEXTS[kind],
            comment=COMMENTS[bits >> 5 & 1],
        )

"""Hold the marketplaces' categories, and the cataloguer's, with their attributes."""

from dataclasses import dataclass

from ..texts import Text, in_both_languages

PLATFORMS = ("plati", "wmcentre", "ggsel")


@dataclass(frozen=True)
class PlatformCategory:
    """A category of a marketplace; products go into the subcategories of those without children."""

    id: int
    level: int
    parent_id: int
    name: tuple[Text, ...]
    children: tuple["PlatformCategory", ...] = ()

    @property
    def can_add(self) -> bool:
        """Whether products may be put into its subcategories."""
        return not self.children


@dataclass(frozen=True)
class Subcategory:
    """Where a marketplace shows products; some are closed to this seller."""

    id: int
    title: str
    name: tuple[Text, ...]
    is_open: bool


def _tree(first: int) -> tuple[PlatformCategory, ...]:
    """Return the categories of one marketplace, numbered from *first* on."""
    leaves = tuple(
        PlatformCategory(first + 1 + place, 2, first, in_both_languages(russian, english))
        for place, (russian, english) in enumerate((("Ключи & коды", "Keys"), ("Подарки", "Gifts")))
    )
    games = PlatformCategory(first, 1, 0, in_both_languages("Игры", "Games"), leaves)
    return (games, PlatformCategory(first + 9, 1, 0, in_both_languages("Книги", "Books")))


TREES = {name: _tree(20_000 + 1_000 * place) for place, name in enumerate(PLATFORMS)}


def _leaves(tree: tuple[PlatformCategory, ...]) -> list[PlatformCategory]:
    """Return the categories without children."""
    return [leaf for one in tree for leaf in (_leaves(one.children) if one.children else [one])]


SUBCATEGORIES = {
    leaf.id: tuple(
        Subcategory(
            leaf.id * 10 + place,
            f"Subcategory <{place}>",
            in_both_languages(f"Подкатегория {place}", f"Subcategory {place}"),
            is_open=place < 3,
        )
        for place in range(1, 4)
    )
    for tree in TREES.values()
    for leaf in _leaves(tree)
}
OPEN_SUBCATEGORIES = frozenset(
    one.id for found in SUBCATEGORIES.values() for one in found if one.is_open
)

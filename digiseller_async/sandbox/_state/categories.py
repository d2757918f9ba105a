"""Hold the seller's tree of categories.

The numbers of its products are counted elsewhere, as they change.
"""

from dataclasses import dataclass

from .texts import Text, in_both_languages

LEAF_IDS = (78_102, 78_103, 78_111, 78_120)


@dataclass(frozen=True)
class Category:
    """One category and its place in the tree."""

    id: int
    name: tuple[Text, ...]
    parent: int
    sub: tuple["Category", ...] = ()


def _category(
    category_id: int, russian: str, english: str, *sub: tuple[int, str, str], parent: int = 0
) -> Category:
    """Return a category with the leaves below it."""
    leaves = tuple(_category(*leaf, parent=category_id) for leaf in sub)
    return Category(category_id, in_both_languages(russian, english), parent, leaves)


_GAMES = _category(
    78_101,
    "Игры",
    "Games",
    (78_102, "Ключи & коды", "Keys & codes"),
    (78_103, "Подарки <Steam>", "Gifts <Steam>"),
)

_TOP = Category(78_099, in_both_languages("Тестирование [виджета]", "Testing [widget]"), 0, ())


def _with_children(parent: Category, *sub: Category) -> Category:
    """Return the *parent* with these categories below it."""
    moved = tuple(Category(one.id, one.name, parent.id, one.sub) for one in sub)
    return Category(parent.id, parent.name, parent.parent, moved)


TREE = (
    _with_children(_TOP, _GAMES),
    _category(78_110, "Книги", "Books", (78_111, "Учебники", "Textbooks")),
    _category(78_120, "Прочее", "Other"),
)


def category_of(index: int) -> int:
    """Return the category of the product number *index*."""
    return LEAF_IDS[index % len(LEAF_IDS)]


def _by_id(categories: tuple[Category, ...]) -> dict[int, Category]:
    """Return the *categories* and all below them by id."""
    found = {one.id: one for one in categories}
    for one in categories:
        found |= _by_id(one.sub)
    return found


BY_ID = _by_id(TREE)


def path_to(category_id: int) -> tuple[Category, ...]:
    """Return the way to a category, from the top down; none if it is not in the tree."""
    category = BY_ID.get(category_id)
    return () if category is None else (*path_to(category.parent), category)


def descendants(category: Category) -> frozenset[int]:
    """Return the ids of the *category* and of all below it."""
    return frozenset({category.id}).union(*(descendants(one) for one in category.sub))

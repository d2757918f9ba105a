"""Nothing comes in; the seller's tree of categories goes out.

The numbers of its products are counted elsewhere, as they change.
"""

from dataclasses import dataclass

from .._http.answers import Text, in_both_languages


@dataclass(frozen=True)
class Branch:
    """One category and its place in the tree."""

    id: int
    name: tuple[Text, ...]
    parent: int
    sub: tuple["Branch", ...] = ()


def _branch(
    category_id: int, russian: str, english: str, *sub: tuple[int, str, str], parent: int = 0
) -> Branch:
    """Return a category with the leaves below it."""
    leaves = tuple(_branch(*leaf, parent=category_id) for leaf in sub)
    return Branch(category_id, in_both_languages(russian, english), parent, leaves)


_GAMES = _branch(
    78_101,
    "Игры",
    "Games",
    (78_102, "Ключи & коды", "Keys & codes"),
    (78_103, "Подарки <Steam>", "Gifts <Steam>"),
)
_TOP = Branch(78_099, in_both_languages("Тестирование [виджета]", "Testing [widget]"), 0, ())


def _under(parent: Branch, *sub: Branch) -> Branch:
    """Return the *parent* with these categories below it."""
    moved = tuple(Branch(one.id, one.name, parent.id, one.sub) for one in sub)
    return Branch(parent.id, parent.name, parent.parent, moved)


TREE = (
    _under(_TOP, _GAMES),
    _branch(78_110, "Книги", "Books", (78_111, "Учебники", "Textbooks")),
    _branch(78_120, "Прочее", "Other"),
)
LEAVES = (78_102, 78_103, 78_111, 78_120)


def home(index: int) -> int:
    """Return the category of the product number *index*."""
    return LEAVES[index % len(LEAVES)]


def _flat(branches: tuple[Branch, ...]) -> dict[int, Branch]:
    """Return the *branches* and all below them by id."""
    found = {one.id: one for one in branches}
    for one in branches:
        found |= _flat(one.sub)
    return found


BY_ID = _flat(TREE)


def path(category_id: int) -> tuple[Branch, ...]:
    """Return the way to a category, from the top down; none if it is not in the tree."""
    branch = BY_ID.get(category_id)
    return () if branch is None else (*path(branch.parent), branch)


def below(branch: Branch) -> frozenset[int]:
    """Return the ids of the *branch* and of all below it."""
    return frozenset({branch.id}).union(*(below(one) for one in branch.sub))

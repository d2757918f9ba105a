"""Hold the cataloguer's categories, and the attributes of products in them."""

from ..texts import Text, in_both_languages

FIRST_CATEGORY = 500
TOP = range(FIRST_CATEGORY, FIRST_CATEGORY + 7)
PER_CATEGORY = 10


def children_of(category_id: int | None) -> range:
    """Return the categories directly below one, or those at the top."""
    if category_id is None:
        return TOP
    first = category_id * PER_CATEGORY
    return range(first, first + 3) if category_id in TOP else range(0)


def is_category(category_id: int | None) -> bool:
    """Tell if there is such a category."""
    parent = (category_id or 0) // PER_CATEGORY
    return category_id in TOP or category_id in children_of(parent)


def name_of(category_id: int) -> tuple[Text, ...]:
    """Return the name of a category."""
    return in_both_languages(f"Каталог №{category_id}", f"Catalog & #{category_id}")


def attributes_of(category_id: int) -> list[dict[str, object]]:
    """Return the attributes of a category, each with what can be chosen."""
    return [
        {
            "attribute_id": category_id * PER_CATEGORY + place,
            "name": in_both_languages(f"Свойство {place}", f"Attribute {place}"),
            "values": [
                {
                    "attribute_value_id": (category_id * PER_CATEGORY + place) * 10 + number,
                    "name": in_both_languages(f"Значение {number}", f"Value {number}"),
                }
                for number in (1, 2)
            ],
        }
        for place in (1, 2)
    ]

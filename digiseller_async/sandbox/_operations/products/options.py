"""List what the buyer of a product can choose, and what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..._state.products import Item
from ..._state.texts import Text, in_both_languages, text_in
from ..prices import CENT, converted

PERCENT = "%"
LABEL = in_both_languages("Вид", "Kind")
COMMENT = in_both_languages("Выберите <вид>", "Choose a <kind>")
WISH = in_both_languages("Пожелание", "Wish")


@dataclass(frozen=True)
class Variant:
    """One of the choices; ``amount`` is percent or roubles."""

    text: tuple[Text, ...]
    amount: Decimal
    unit: str

    def price(self, amount: Decimal, currency: str) -> Decimal:
        """Return what the choice adds to an *amount* in this *currency*."""
        if self.unit == PERCENT:
            return (amount * self.amount / 100).quantize(CENT)
        return converted(self.amount, self.unit, currency) if self.amount else Decimal(0)


VARIANTS = (
    Variant(in_both_languages("Обычный", "Usual"), Decimal(0), "RUB"),
    Variant(in_both_languages("Подарочный & большой", "Gift & large"), Decimal("12.5"), PERCENT),
    Variant(in_both_languages("Срочный", "Urgent"), Decimal("150.00"), "RUB"),
)


def has_options(item: Item) -> bool:
    """Tell if the product has any: every third one has."""
    return item.number % 3 == 0


def option_id(item: Item) -> int:
    """Return the id of the choice that matters for the price."""
    return 28_000 + 2 * item.number


def variant_id(item: Item, place: int) -> int:
    """Return the id of a variant."""
    return 41_000 + 10 * item.number + place


def options(item: Item, currency: str, language: str, *, is_owner: bool) -> list[dict[str, object]]:
    """Return the choices: one among variants, and a free text."""
    if not has_options(item):
        return []
    first, number = option_id(item), item.number % 2
    choice = option(first, ("radio", "select")[number], text_in(LABEL, language))
    wish = option(first + 1, ("text", "textarea")[number], text_in(WISH, language))
    variants = [
        variant(item, place, currency, language, is_owner=is_owner)
        for place in range(len(VARIANTS))
    ]
    comment = text_in(COMMENT, language)
    return [{**choice, "comment": comment, "required": 1, "variants": variants}, wish]


def option(number: int, kind: str, label: str) -> dict[str, object]:
    """Return something to choose, without variants."""
    return {
        "id": number,
        "name": f"option_{kind}_{number}",
        "label": label,
        "comment": "",
        "type": kind,
        "separate_content": 0,
        "required": 0,
        "modifier_visible": 1,
        "variants": [],
    }


def variant(
    item: Item, place: int, currency: str, language: str, *, is_owner: bool
) -> dict[str, object]:
    """Return one of the variants."""
    one = VARIANTS[place]
    sign = f"+{one.amount:f}{one.unit}" if one.amount else ""
    return {
        "value": variant_id(item, place),
        "text": text_in(one.text, language),
        "default": int(place == 0),
        "modify": sign,
        "modify_type": one.unit,
        "modify_value": one.amount,
        "modify_value_default": one.price(converted(item.price, item.currency, currency), currency),
        "num_in_stock": item.num_in_stock if is_owner else None,
        "visible": 1,
    }


def with_options(
    item: Item, chosen: Iterable[tuple[int, int]], amount: Decimal, currency: str
) -> Decimal:
    """Return the *amount* with what the *chosen* variants add; unknown ones add nothing."""
    if not has_options(item):
        return amount
    values = {value for option, value in chosen if option == option_id(item)}
    extra = (
        one.price(amount, currency)
        for place, one in enumerate(VARIANTS)
        if variant_id(item, place) in values
    )
    return amount + sum(extra, Decimal(0))

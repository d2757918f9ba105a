"""Tell from a refusal's words whether what the call names does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .reasons import Reasons

_THINGS = {
    "category": r"categor|категори",
    "code": r"\bcode|\bкод",  # noqa: RUF001 (Russian)
    "content": r"content|содержим|контент",
    "message": r"message|сообщени",
    "option": r"option|parameter|параметр|опци",
    "order": r"order|invoice|purchase|заказ|счет|счёт|покупк|оплат",
    "preview": r"preview|image|picture|video|изображени|картинк|превью|видео",
    "product": r"product|goods|\bitem|товар",
    "template": r"template|шаблон",
    "variant": r"variant|вариант",
}
"""What each thing is called in the service's two languages."""
_MISSING = re.compile(
    r"not found|no such|does(?:n't| not) exist|there is no\b|is missing in"
    r"|не найден|не существует|нет так|отсутству",
    re.IGNORECASE,
)


def says_missing(reasons: Reasons, things: Iterable[str]) -> bool:
    """Return whether all *reasons* say that one of these *things* does not exist.

    No list of the service's codes is known, so it is told by words: those of the recorded refusals,
    and of what its languages have for it.
    """
    names = "|".join(_THINGS[one] for one in things)
    told = list(_texts(reasons))
    return bool(names and told) and all(_says(one, names) for one in told)


def _texts(reasons: Reasons) -> Iterator[str]:
    """Yield what each reason says, in all its languages together."""
    if not reasons.errors:
        yield from reasons.shown
    for one in reasons.errors:
        yield " ".join([*one.message.values(), one.code])


def _says(text: str, names: str) -> bool:
    return bool(_MISSING.search(text)) and bool(re.search(names, text, re.IGNORECASE))

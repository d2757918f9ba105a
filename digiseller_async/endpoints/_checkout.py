"""Make the URL and the form of the payment page: what of the checkout needs no request."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from .._request.scalar_checks import argument_error, check_str
from ..errors import DigisellerError, with_context
from ..models import Language
from ..models.words import LanguageWord
from ..spec.language import Effect, Endpoint, Param, Token
from ._base import Group

_PAGE = "https://www.digiseller.market/asp2/pay.asp"
_PARAMS = (
    Param("id_d", int, at_least=1, doc="The product."),
    Param("cart_uid", str, not_blank=True, doc="The cart."),
    Param("id_po", int, at_least=1, doc="The options."),
    Param("currency", str, wire="typecurr", not_blank=True, doc="The payment method's currency."),
    Param("lang", Language, doc="The page's language."),
    Param("email", str, not_blank=True, doc="The buyer's."),
    Param("failpage", str, pattern=r"https?://\S+", pattern_doc="a URL", doc="Where to go back."),
    Param("ai", int, at_least=1, doc="The partner."),
    Param("product_cnt", int, at_least=1, doc="How many."),
    Param("unit_cnt", Decimal, at_least=0, doc="How many units."),
)
_TAKEN = frozenset(one for param in _PARAMS for one in (param.name, param.wire))


def _page(name: str) -> Endpoint[str]:
    return Endpoint(
        group="checkout",
        name=name,
        method="GET",
        path="/asp2/pay.asp",
        effect=Effect.SAFE,
        params=_PARAMS,
        at_least_one_of=("id_d", "cart_uid"),
        exclusive=(("id_d", "cart_uid"), ("product_cnt", "unit_cnt")),
        returns=str,
        token=Token.NEVER,
        docs="payment",
        summary="",
        returns_doc="",
    )


_URL, _FORM = _page("url"), _page("form")


class CheckoutPages(Group):
    """Sends buyers to the payment page."""

    def url(
        self,
        *,
        id_d: int | None = None,
        cart_uid: str | None = None,
        id_po: int | None = None,
        currency: str | None = None,
        lang: Language | LanguageWord | None = None,
        email: str | None = None,
        failpage: str | None = None,
        ai: int | None = None,
        product_cnt: int | None = None,
        unit_cnt: Decimal | int | str | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> str:
        """Return the URL of the payment page for a product or a cart; nothing is sent.

        The page has no signature: price and product come from the service, but a buyer can change
        the *parameters*.

        Args:
            id_d: The product. At least 1. It or *cart_uid* is needed.
            cart_uid: The cart, as `add_to_cart` gave it.
            id_po: The options that the buyer chose, as `prepare` gave them. At least 1.
            currency: Code of the payment method's currency, such as ``WMZ``.
            lang: The page's language.
            email: The buyer's e-mail address.
            failpage: The URL to which a buyer comes back who does not pay.
            ai: The partner who is credited. At least 1.
            product_cnt: How many of the product. At least 1; not together with *unit_cnt*.
            unit_cnt: How many units of it, if it is sold by units. At least 0.
            parameters: Further names and values, which come back in *query_string*, in the
                redirect after the payment, and in the notification. The page's own names are
                refused.

        Returns:
            The URL.

        Raises:
            ArgumentError: An argument is not valid.

        Docs: 'Payment (api_payment.asp)'.
        """
        given = dict(locals())
        return f"{_PAGE}?{urlencode(self._fields(_URL, given))}"

    def form(
        self,
        *,
        id_d: int | None = None,
        cart_uid: str | None = None,
        id_po: int | None = None,
        currency: str | None = None,
        lang: Language | LanguageWord | None = None,
        email: str | None = None,
        failpage: str | None = None,
        ai: int | None = None,
        product_cnt: int | None = None,
        unit_cnt: Decimal | int | str | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> tuple[str, dict[str, str]]:
        """Return the payment page's URL, and the fields of a form that is posted to it.

        It takes what `url` takes, and nothing is sent.

        Returns:
            The URL for the form's ``action``, and its fields by name.

        Raises:
            ArgumentError: An argument is not valid.

        Docs: 'Payment (api_payment.asp)'.
        """
        given = dict(locals())
        return _PAGE, self._fields(_FORM, given)

    def _fields(self, row: Endpoint[str], given: dict[str, Any]) -> dict[str, str]:
        further = given.pop("parameters")
        del given["self"]
        query = self._request(row, given).query
        try:
            own = {} if further is None else _further(further)
        except DigisellerError as error:
            raise with_context(error, operation=row.operation) from None
        return {**dict(parse_qsl(query)), **own}


def _further(parameters: object) -> dict[str, str]:
    """Return the further *parameters* if they can be passed on."""
    if not isinstance(parameters, Mapping):
        raise argument_error("parameters", "must be a mapping of names to texts")
    found: dict[str, str] = {}
    for key, value in cast("Mapping[object, object]", parameters).items():
        name = check_str("parameters", key)
        if not name.strip():
            raise argument_error("parameters", "must not have an empty name")
        if name.strip().lower() in _TAKEN:
            raise argument_error("parameters", f"must not have {name!r}: it is the page's own name")
        found[name] = check_str(f"parameters[{name!r}]", value)
    return found

"""Rows of the group ``account`` about what its API key may do, and its exchange rates."""

from __future__ import annotations

from decimal import Decimal
from types import NoneType

from ..models.account_settings import (
    BaseCurrency,
    CurrencyRates,
    Permissions,
    RateCurrency,
    RateSource,
)
from .language import Effect, Endpoint, Format, Location, Param, ResponseShape

PERMISSIONS = Endpoint(
    group="account",
    name="permissions",
    method="GET",
    path="/api/token/perms",
    effect=Effect.SAFE,
    returns=Permissions,
    shape=ResponseShape.FLAT,
    permission="token_get_perms",
    docs="general",
    summary="Read what the API key may do.",
    returns_doc="a flag for each permission; one that the service does not name is false",
    notes=(
        "The permission is the flag of the API key: the documentation's own words for it are not "
        "known. A flag that the service adds is no error, and can be seen in ``ds.drift``."
    ),
)

CURRENCY_RATES = Endpoint(
    group="account",
    name="currency_rates",
    method="GET",
    path="/api/sellers/currency",
    effect=Effect.SAFE,
    params=(Param("base_currency", BaseCurrency, doc="Only the rates of this currency."),),
    returns=CurrencyRates,
    many=True,
    permission="[ Exchange rates ]: View",
    docs="seller_currencies",
    summary="Read the exchange rates by which prices are converted.",
    returns_doc="the rates of each currency of prices",
)

SET_CURRENCY_RATE = Endpoint(
    group="account",
    name="set_currency_rate",
    method="POST",
    path="/api/sellers/currency",
    effect=Effect.IDEMPOTENT,
    params=(
        Param(
            "base_currency",
            BaseCurrency,
            location=Location.BODY,
            required=True,
            doc="The currency of prices whose rate is set.",
        ),
        Param(
            "type_currency",
            RateCurrency,
            location=Location.BODY,
            required=True,
            doc="The currency into which it is converted.",
        ),
        Param(
            "bank",
            RateSource,
            location=Location.BODY,
            required=True,
            doc="Where the rate is from; ``MR`` is the seller's own.",
        ),
        Param(
            "rate",
            Decimal,
            location=Location.BODY,
            at_least=0,
            doc="The seller's own rate: with ``MR`` it is needed, with the others refused.",
        ),
        Param(
            "complement",
            Decimal,
            location=Location.BODY,
            doc="What is added to the rate, in percent.",
        ),
    ),
    only_with=(("rate", "bank", "MR"),),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    formats=(Format.JSON, Format.XML),
    docs="seller_currencies",
    summary="Set the rate by which prices in one currency are converted into another.",
    returns_doc="nothing: no error means that it is set",
    notes=(
        "That *rate* goes with ``MR`` alone is what the documentation's words suggest, and not "
        "said. Which permission it needs is not known to this package; reading the rates needs "
        "``[ Exchange rates ]: View``. `currency_rates` shows what is set."
    ),
)

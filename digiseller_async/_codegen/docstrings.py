"""Write the docstrings of generated methods: arguments, result, errors, repetition, docs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from textwrap import fill
from typing import Any

from ..models._base import OpenStrEnum
from ..spec.language import Effect, Endpoint, ListEndpoint, Param, Token, in_signature_order

_DOCS = {
    "account-operations": "Operations on Digiseller personal account",
    "commission-templates": "Commission templates",
    "debates": "Correspondence with buyers (api_debates.asp)",
    "general": "General information (api_general.asp)",
    "goods": "Products (api_goods.asp)",
    "messages": "Correspondence with the administration (api_messages.asp)",
    "parameters": "Parameters of products (api_parameters.asp)",
    "payment": "Payment (api_payment.asp)",
    "product-content": "Product content",
    "product-edit-and-gallery": "Edit item",
    "products-and-catalog": "Products and catalog",
    "seller_currencies": "Exchange rates (api_seller_currencies.asp)",
    "statistics": "Statistics (api_statistics.asp)",
    "swagger": "The service's Swagger v1: no page describes it",
    "wire-notes": "Getting the execution status of an asynchronous task (known from its Swagger)",
}
"""The titles of the service's documentation."""
_AGAIN = "Repeated after a failed connection, a lost or unreadable answer, 429 and 5xx."
_EFFECTS = {
    Effect.SAFE: f"Safe: it only reads. {_AGAIN}",
    Effect.IDEMPOTENT: f"Idempotent: doing it twice changes no more than doing it once. {_AGAIN}",
    Effect.DELETES: f"Deletes: doing it twice changes no more than doing it once. {_AGAIN}",
    Effect.NOT_IDEMPOTENT: (
        "Not idempotent: doing it twice may change more than doing it once. Repeated only if the "
        "request was not sent, or after 429; a lost or unreadable answer or 5xx raises "
        "`OutcomeUnknownError`."
    ),
}
_SAFE_UNLESS = (
    "Safe: it only reads, unless *{name}* is given. Then it is idempotent: doing it twice changes "
    f"no more than doing it once. {_AGAIN}"
)
_NOT_IF_LOST = (
    "{effect}. Repeated after a failed connection, an unreadable answer, 429 and 5xx; a lost "
    "answer raises `OutcomeUnknownError`, unless `Retry(lost_deletes=True)` allows to repeat it."
)
_PUBLIC = {
    Token.OPTIONAL: "Needs no credentials; with those of the owner it returns more.",
    Token.NEVER: "Needs no credentials.",
}


def method_docstring(row: Endpoint[Any]) -> str:
    """Return the docstring of the method of *row*."""
    parts = [row.summary, fill(_effect(row), 92)]
    arguments = list(_arguments(row))
    if arguments:
        parts.append("Args:\n" + "\n".join(arguments))
    gives = (
        f"a paginator over {row.returns_doc}" if isinstance(row, ListEndpoint) else row.returns_doc
    )
    parts.append("Returns:\n" + _entry(_sentence(gives)))
    parts.append("Raises:\n" + "\n".join(map(_entry, _errors(row, has_arguments=bool(arguments)))))
    if row.token is not Token.REQUIRED:
        parts.append(_PUBLIC[row.token])
    if row.permission:
        parts.append(f"Permission: ``{row.permission}``.")
    if row.notes:
        parts.append(fill(row.notes, 92))
    parts.append(f"Docs: '{_DOCS[row.docs]}'\n(``{row.method} {row.path}``).")
    return _quoted("\n\n".join(parts))


def url_docstring(row: Endpoint[Any]) -> str:
    """Return the docstring of the method that gives the URL of what *row* loads."""
    arguments = "\n".join(_arguments(row))
    return _quoted(
        f"Return the URL of what `{row.name}` loads, without a request.\n\n"
        f"Args:\n{arguments}\n\nReturns:\n{_entry('The URL, without a token.')}\n\n"
        f"Raises:\n{_entry('ArgumentError: An argument is not valid.')}"
    )


def _effect(row: Endpoint[Any]) -> str:
    if row.changes_with:
        return _SAFE_UNLESS.format(name=row.changes_with)
    if row.retries_when_lost:
        return _EFFECTS[row.effect]
    return _NOT_IF_LOST.format(effect=row.effect.value.capitalize())


def _arguments(row: Endpoint[Any]) -> Iterator[str]:
    for param in in_signature_order(row):
        yield _entry(f"{param.name}: {param.doc}{_limits(param)}")
    if row.alternative:
        yield _entry(f"{row.alternative.flag}: {row.alternative.doc}")
    if isinstance(row, ListEndpoint):
        yield _entry(f"page: {row.page_param.doc}{_limits(row.page_param)}")
        yield _entry(f"page_size: {row.size_param.doc}{_limits(row.size_param)}")


def _limits(param: Param) -> str:
    limits = [
        f"at {word} {limit}"
        for word, limit in (("least", param.at_least), ("most", param.at_most))
        if limit is not None
    ]
    if param.choices:
        limits.append(f"one of {', '.join(map(str, param.choices))}")
    if issubclass(param.kind, OpenStrEnum):
        limits.append("one of " + ", ".join(f'"{word}"' for word in param.kind))
    if param.allow_empty:
        limits.append('or `""`')
    if param.max_items is not None:
        more = "; more are sent in several requests" if param.split else ""
        limits.append(f"at most {param.max_items} in one request{more}")
    if param.kind is dt.datetime:
        unit = "second" if param.moment_format else "millisecond"
        limits.append(f"a date, or an aware datetime, which is sent in Moscow time to the {unit}")
    if param.defaults_to_own_seller:
        limits.append("the client's own seller if not given")
    return f" {_sentence('; '.join(limits))}" if limits else ""


def _errors(row: Endpoint[Any], *, has_arguments: bool) -> Iterator[str]:
    if has_arguments:
        yield "ArgumentError: An argument is not valid; nothing was sent."
    if row.token is Token.REQUIRED:
        yield "ConfigurationError: The client has no API key and no token; nothing was sent."
    if row.token is not Token.NEVER:
        yield "AuthenticationError: The service refused the API key or the token."
        yield "AccessDeniedError: The API key lacks the permission."
    yield "RejectedError: The service refused the request; `errors` says why."
    if row.refers_to:
        things = " or ".join(row.refers_to)
        yield f"NotFoundError: The service refused it and says that there is no such {things}."
    if row.effect is not Effect.SAFE:
        yield (
            "PartialSuccessError: A part of what was sent was done, which is `result`; `errors` "
            "says what was not."
        )
    if row.effect is Effect.SAFE:
        yield "UnavailableError: The service is down, or its answer was lost."
        yield "UnexpectedReplyError: The answer cannot be read."
    if row.effect is not Effect.SAFE or row.changes_with:
        yield (
            "OutcomeUnknownError: The request was sent, but no usable answer came: it may have "
            "taken effect."
        )
    if isinstance(row, ListEndpoint):
        yield "PaginationError: The pages contradict each other."
    yield "RateLimitedError: The service still answered 429 (too many requests) after the waits."
    yield "NotSentError: The request could not be sent; nothing was changed."
    yield "DeadlineError: The call did not end within its timeout; nothing was changed."
    yield "ClosedError: The client is closed, or bound to another event loop or process."


def _entry(text: str) -> str:
    return fill(text, 92, initial_indent="    ", subsequent_indent="        ")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _quoted(text: str) -> str:
    return f'"""{text}\n"""'

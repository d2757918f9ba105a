"""Each row of the table sends what its page asks for, and reads what its page shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import anyio
import attrs
import httpx
import pytest

from digiseller_async import Digiseller, Retry, Token
from digiseller_async._response import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.models import OpenStrEnum
from digiseller_async.spec.language import Format
from golden import Case, shown, sign_in, templates
from golden.table import ALL, CASES, STRANGE, TABLE, XML_ONLY

each_call = pytest.mark.parametrize(
    ("case", "form"), ALL, ids=[f"{case.name} in {form.value}" for case, form in ALL]
)


class Midnight:
    """A wall clock that stands at the first second of 2026, for the sign-in's timestamp."""

    def now(self) -> float:
        """Return the event loop's time."""
        return anyio.current_time()

    def wall(self) -> float:
        """Return Unix time."""
        return 1_767_225_600.0

    async def sleep(self, seconds: float) -> None:
        """Refuse to wait: a golden call needs one request."""
        pytest.fail(f"waits for {seconds} s")


class Kept:
    """A token store that shows what was saved."""

    def __init__(self) -> None:
        self.token: Token | None = None

    async def load(self) -> Token | None:
        """Return nothing: each client signs in."""
        return None

    async def save(self, token: Token) -> None:
        """Keep *token*."""
        self.token = token


async def called(case: Case, form: Format) -> tuple[list[str], Any, dict[str, int]]:
    """Return what a call sends, what it gives, and the paths of what is strange in the answer."""
    sent: list[str] = []
    row = TABLE[case.operation]

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(shown(request))
        return case.answer(form if form in row.formats else row.formats[0])

    kept = Kept()
    signs_in = case.operation == "sign_in"
    async with Digiseller(
        12126,
        api_key="K3Y" if signs_in else None,
        token=None if signs_in else "T0K/N",
        transport=httpx.MockTransport(answer),
        format=form.value,
        retry=Retry(attempts=1),
        rate=None,
        clock=Midnight(),
        token_store=kept,
    ) as ds:
        found = await case.call(ds)
        strange = {path: count for (_, path), count in ds.drift.items()}
    return sent, kept.token or found, strange


@pytest.mark.anyio
@each_call
async def test_request(case: Case, form: Format) -> None:
    """A call sends one request, and that is the golden one, letter for letter."""
    sent, _, _ = await called(case, form)

    assert sent == [case.request(form)]


@pytest.mark.anyio
@each_call
async def test_answer(case: Case, form: Format) -> None:
    """The golden answer gives just these models, of these kinds, to the last digit."""
    _, found, strange = await called(case, form)
    wanted = sign_in.TOKEN if case.operation == "sign_in" else case.gives
    shows = wanted
    if form is Format.XML:
        wanted = templates.XML_SAMPLES.get(case.operation, wanted)
        shows = XML_ONLY.get(case.operation, wanted)

    assert found == wanted
    assert repr(found) == repr(shows)
    assert strange == STRANGE.get((case.operation, form), {})


@pytest.mark.parametrize("form", [Format.JSON, Format.XML])
def test_sign_in(form: Format) -> None:
    """A sign-in gives the token with its seller and its end, and shows no secret."""
    (case,) = sign_in.CASES
    reply = WireResponse(status=200, headers={}, body=case.answer(form).content)

    found = interpret.interpret(TABLE["sign_in"], reply, now=0)

    assert (found.token, found.seller_id) == (sign_in.TOKEN.value, 1)
    assert found.valid_thru == sign_in.TOKEN.valid_until
    assert found.token not in repr(found)


def words(value: object) -> Iterator[OpenStrEnum]:
    """Yield the words of open lists in *value*, however deep."""
    if isinstance(value, OpenStrEnum):
        yield value
    elif isinstance(value, list | tuple):
        for one in cast("list[Any]", value):
            yield from words(one)
    elif attrs.has(type(value)):
        for field in attrs.fields(cast("Any", type(value))):
            yield from words(getattr(value, field.name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_words_are_of_their_lists(case: Case) -> None:
    """The golden words are documented ones, so a new list that lacks one is seen here."""
    assert all(word.known for word in words(case.gives))


@pytest.mark.parametrize("operation", sorted(XML_ONLY))
def test_formats_agree(operation: str) -> None:
    """What only one format tells is not compared: the models of both are equal."""
    gives = [case.gives for case in CASES if case.operation == operation]

    assert gives
    assert all(
        XML_ONLY[operation] == one and repr(XML_ONLY[operation]) != repr(one) for one in gives
    )

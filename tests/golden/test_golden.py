"""Each operation sends what its documentation asks for, and reads what it shows."""

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
from golden import Case, dump_request, sign_in, templates
from golden.table import ALL, CASES, DRIFT, TABLE, XML_ONLY

each_call = pytest.mark.parametrize(
    ("case", "form"), ALL, ids=[f"{case.name} in {form.value}" for case, form in ALL]
)


class FixedClock:
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


class RecordingStore:
    """A token store that keeps what was saved."""

    def __init__(self) -> None:
        self.token: Token | None = None

    async def load(self) -> Token | None:
        """Return nothing: each client signs in."""
        return None

    async def save(self, token: Token) -> None:
        """Keep *token*."""
        self.token = token


async def run_case(case: Case, form: Format) -> tuple[list[str], Any, dict[str, int]]:
    """Return what a call sends, what it returns, and the paths of the drift in the answer."""
    sent: list[str] = []
    row = TABLE[case.operation]

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(dump_request(request))
        return case.answer(form if form in row.formats else row.formats[0])

    store: Any = RecordingStore()
    signs_in = case.operation == "sign_in"
    async with Digiseller(
        12126,
        api_key="K3Y" if signs_in else None,
        token=None if signs_in else "T0K/N",
        transport=httpx.MockTransport(answer),
        format=form.value,
        retry=Retry(attempts=1),
        rate=None,
        clock=FixedClock(),
        token_store=store,
    ) as ds:
        found = await case.call(ds)
        drift = {path: count for (_, path), count in ds.drift.items()}
    return sent, store.token or found, drift


@pytest.mark.anyio
@each_call
async def test_request(case: Case, form: Format) -> None:
    """A call sends one request, which is the golden one, byte for byte."""
    sent, _, _ = await run_case(case, form)

    assert sent == [case.request(form)]


@pytest.mark.anyio
@each_call
async def test_answer(case: Case, form: Format) -> None:
    """The golden answer is read as exactly these models, to the last digit."""
    _, found, drift = await run_case(case, form)
    wanted = sign_in.TOKEN if case.operation == "sign_in" else case.returns
    shows = wanted
    if form is Format.XML:
        wanted = templates.XML_SAMPLES.get(case.operation, wanted)
        shows = XML_ONLY.get(case.operation, wanted)

    assert found == wanted
    assert repr(found) == repr(shows)
    assert drift == DRIFT.get((case.operation, form), {})


@pytest.mark.parametrize("form", [Format.JSON, Format.XML])
def test_sign_in(form: Format) -> None:
    """A sign-in returns the token, its seller and when it expires, and its repr shows no secret."""
    (case,) = sign_in.CASES
    reply = WireResponse(status=200, headers={}, body=case.answer(form).content)

    found = interpret.interpret(TABLE["sign_in"], reply, now=0)

    assert (found.token, found.seller_id) == (sign_in.TOKEN.value, 1)
    assert found.valid_thru == sign_in.TOKEN.valid_until
    assert found.token not in repr(found)


def enum_members(value: object) -> Iterator[OpenStrEnum]:
    """Yield the members of open enums in *value*, however deep."""
    if isinstance(value, OpenStrEnum):
        yield value
    elif isinstance(value, list | tuple):
        for one in cast("list[Any]", value):
            yield from enum_members(one)
    elif attrs.has(type(value)):
        for field in attrs.fields(cast("Any", type(value))):
            yield from enum_members(getattr(value, field.name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_enum_members_are_listed(case: Case) -> None:
    """The enums list every word of the golden answers."""
    assert all(word.known for word in enum_members(case.returns))


@pytest.mark.parametrize("operation", sorted(XML_ONLY))
def test_formats_agree(operation: str) -> None:
    """The models of both formats are equal, although one has more fields."""
    results = [case.returns for case in CASES if case.operation == operation]

    assert results
    assert all(
        XML_ONLY[operation] == one and repr(XML_ONLY[operation]) != repr(one) for one in results
    )

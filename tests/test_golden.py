"""Each row of the table sends what its page asks for, and reads what its page shows."""

from __future__ import annotations

from typing import Any

import anyio
import httpx
import pytest
from golden import HERE, Case, account, offers, shown, sign_in, templates

from digiseller_async import Digiseller, Retry, Token, _structure, _verdict
from digiseller_async._wire import WireResponse
from digiseller_async.models import OpenStrEnum
from digiseller_async.spec import rows
from digiseller_async.spec.language import Answer, Format

CASES = (*account.CASES, *offers.CASES, *templates.CASES, *sign_in.CASES)
TABLE: dict[str, Any] = {row.operation: row for row in rows()}
ALL = [(case, form) for case in CASES for form in TABLE[case.operation].formats]
NAMES = [f"{case.name} in {form.value}" for case, form in ALL]


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


async def called(case: Case, form: Format) -> tuple[list[str], Any]:
    """Return what a call sends, and what it gives."""
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(shown(request))
        return case.answer(form)

    kept = Kept()
    signs_in = case.operation == "sign_in"
    async with Digiseller(
        12126,
        api_key="K3Y" if signs_in else None,
        token=None if signs_in else "T0K/N",
        transport=httpx.MockTransport(answer),
        retry=Retry(attempts=1),
        rate=None,
        clock=Midnight(),
        token_store=kept,
    ) as ds:
        found = await case.call(ds)
    return sent, kept.token or found


@pytest.mark.anyio
@pytest.mark.parametrize(("case", "form"), ALL, ids=NAMES)
async def test_request(case: Case, form: Format) -> None:
    """A call sends one request, and that is the golden one, letter for letter."""
    sent, _ = await called(case, form)

    assert sent == [case.request(form)]


@pytest.mark.anyio
@pytest.mark.parametrize(("case", "form"), ALL, ids=NAMES)
async def test_answer(case: Case, form: Format) -> None:
    """The golden answer gives just these models, of these kinds, to the last digit."""
    _, found = await called(case, form)
    wanted = sign_in.TOKEN if case.operation == "sign_in" else case.gives

    assert found == wanted
    assert repr(found) == repr(wanted)


def test_sign_in() -> None:
    """A sign-in gives the token with its seller and its end, and shows no secret."""
    (case,) = sign_in.CASES
    reply = WireResponse(status=200, headers={}, body=case.answer(Format.JSON).content)

    found = _verdict.judge(TABLE["sign_in"], reply, now=0)

    assert (found.token, found.seller_id) == (sign_in.TOKEN.value, 1)
    assert found.valid_thru == sign_in.TOKEN.valid_until
    assert found.token not in repr(found)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)
def test_each_row_has_its_gold(row: Any) -> None:
    """No row is without a golden request, and none that gives something without its answer."""
    cases = [case for case in CASES if case.operation == row.operation]

    assert cases
    for form in row.formats:
        assert all(case.request(form) for case in cases)
        has_answer = (HERE / "answers" / f"{row.operation}.{form.value}").exists()
        assert has_answer is (row.answer is not Answer.EMPTY)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.operation)
def test_each_argument_has_its_gold(row: Any) -> None:
    """Each parameter of a row travels in one of its golden requests, under its name there."""
    gold = "".join(
        case.request(row.formats[0]) for case in CASES if case.operation == row.operation
    )

    for param in row.params:
        marks = (f"\n{param.wire} = ", f'"{param.wire}":')
        named = any(mark in gold for mark in marks) or f"{{{param.name}}}" in row.path
        assert named, f"{row.operation} never sends {param.name}"


def test_no_gold_is_left_over() -> None:
    """Each file of gold belongs to a case."""
    files = {path.name for path in HERE.glob("*/*") if path.suffix != ".pyc"}
    ends = {"json": ".http"}
    used = {case.name + ends.get(form.value, f".{form.value}.http") for case, form in ALL}
    used |= {f"{case.operation}.{form.value}" for case, form in ALL}

    assert files <= used


@pytest.mark.parametrize(
    "row", [row for row in rows() if row.answer is Answer.CONTENT], ids=lambda row: row.operation
)
def test_samples_go_the_fast_way(row: Any) -> None:
    """The samples of the pages are ordinary answers: each is read straight from its bytes."""
    body = (HERE / "answers" / f"{row.operation}.json").read_bytes()

    assert _structure.fast(body, row) is not None


def test_words_are_of_their_lists() -> None:
    """The golden words are documented ones, so a new list that lacks one is seen here."""
    (page,) = {case.gives for case in account.CASES if case.name == "account.receipts"}
    words: list[OpenStrEnum] = [receipt.operation.type for receipt in page.items]

    assert all(word.known for word in words)

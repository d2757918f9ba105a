"""With a journal, a run that is repeated repeats no call that was made, and says what it knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.bulk_service import BulkService, named, outcomes_of, states_of, wait_until

from digiseller_async import (
    ArgumentError,
    AuthenticationError,
    BulkCounts,
    Digiseller,
    OutcomeUnknownError,
    PartialSuccessError,
    RejectedError,
    Retry,
    bulk,
)
from digiseller_async._bulk.call_maker import Again

pytestmark = pytest.mark.anyio


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Return where a journal can be."""
    return tmp_path / "journal.jsonl"


def content_of(journal: Path) -> bytes:
    """Return all that a journal holds."""
    return journal.read_bytes()


def lines_of(journal: Path) -> list[dict[str, Any]]:
    """Return the lines of a journal, without the first."""
    return [json.loads(line) for line in journal.read_text("utf-8").splitlines()[1:]]


def taking(keys: Iterable[str | int]) -> Callable[[object], str | int]:
    """Return a key function that gives these *keys*, one after the other."""
    left = iter(keys)
    return lambda _: next(left)


async def cut_off(service: BulkService, run: Any) -> None:
    """Cancel *run* while its calls are held by the service."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(outcomes_of, run)
        await wait_until(lambda: service.under_way)
        for _ in range(100):
            await anyio.lowlevel.checkpoint()
        tasks.cancel_scope.cancel()


async def test_what_is_done_is_not_repeated(journal: Path) -> None:
    """A second run tells what the first has done, without values, and makes what is new."""
    service = BulkService()
    async with service.client() as ds:
        calls = named("a", "b")
        await outcomes_of(bulk(ds.templates.create, calls, key="name", journal=journal))
        run = bulk(ds.templates.create, named("a", "b", "c"), key="name", journal=str(journal))
        found = await outcomes_of(run)

    assert service.sent == {"a": 1, "b": 1, "c": 1}
    assert [found[key].earlier for key in "abc"] == [True, True, False]
    assert (found["a"].state, found["a"].value, found["a"].error) == ("ok", None, None)
    assert run.counts == BulkCounts(ok=3, earlier=2, total=3)


async def test_nothing_of_a_call_is_in_the_journal(journal: Path) -> None:
    """The journal holds no argument, no key and no text of an error."""
    service = BulkService()
    async with service.client(api_key=None) as ds:
        calls = named("SECRET 1", "refused SECRET", "lost SECRET")
        await outcomes_of(bulk(ds.templates.create, calls, key="name", journal=journal))

    text = content_of(journal).decode()
    assert all(secret not in text for secret in ("SECRET", "refused", "TOKEN", "message"))
    assert json.loads(text.splitlines()[0]) == {
        "journal": "digiseller_async.bulk",
        "version": 1,
        "operation": "templates.create",
        "seller": 1,
        "origin": "https://api.digiseller.com",
    }
    assert sorted(one["state"] for one in lines_of(journal)) == [
        *("failed", "ok", "sent", "sent", "sent", "unknown")
    ]


async def test_it_says_so_before_a_call_is_sent(journal: Path) -> None:
    """When the service has a call, the journal says that it was sent."""
    service, states = BulkService(), list[str]()
    service.before_reply = lambda: states.extend(one["state"] for one in lines_of(journal))
    async with service.client() as ds:
        await outcomes_of(bulk(ds.templates.create, named("a"), key="name", journal=journal))

    assert states == ["sent"]
    assert [one["state"] for one in lines_of(journal)] == ["sent", "ok"]


async def test_once_whatever_the_attempts(journal: Path) -> None:
    """A call that is repeated by the client is written down once."""
    service = BulkService()
    async with service.client() as ds:
        await outcomes_of(bulk(ds.templates.create, named("busy"), key="name", journal=journal))

    assert service.sent == {"busy": 3}
    assert [one["state"] for one in lines_of(journal)] == ["sent", "failed"]


NOTHING: tuple[Again, ...] = ()
ALL: tuple[Again, ...] = ("failed", "unknown")
CREATE, UPDATE, DELETE, READ = (
    "templates.create",
    "templates.update",
    "content.delete",
    "products.get",
)


def operation_of(ds: Digiseller, name: str) -> Callable[..., Any]:
    """Return an operation by its public name."""
    group, _, method = name.partition(".")
    operation: Callable[..., Any] = getattr(getattr(ds, group), method)
    return operation


ARGUMENTS: dict[str, dict[str, object]] = {
    CREATE: {"name": "held 1"},
    UPDATE: {"template_id": 1, "name": "held 1"},
    DELETE: {"product_id": 1, "content_id": 2},
}


@pytest.mark.parametrize(
    ("name", "again", "settings", "state"),
    [
        (CREATE, set[str](), {}, "earlier unknown"),
        (CREATE, {"failed"}, {}, "earlier unknown"),
        (CREATE, {"unknown"}, {}, "ok"),
        (UPDATE, set[str](), {}, "ok"),
        (DELETE, set[str](), {}, "earlier unknown"),
        (DELETE, set[str](), {"retry": Retry(lost_deletes=True)}, "ok"),
    ],
)
async def test_cut_off(
    name: str, again: set[Any], settings: dict[str, Any], state: str, journal: Path
) -> None:
    """A call that was cut off is made again only if that does no harm, or is asked for."""
    service = BulkService()
    service.words = ["held"]
    async with service.client(**settings) as ds:
        operation, calls = operation_of(ds, name), [ARGUMENTS[name]]
        await cut_off(service, bulk(operation, calls, key=lambda _: 1, journal=journal))
        service.answers_all = True
        run = bulk(operation, calls, key=lambda _: 1, journal=journal, again=again)
        found = await states_of(run)

    assert found == {1: state}
    assert sum(service.sent.values()) == (2 if state == "ok" else 1)


async def test_unknown_stays_unknown(journal: Path) -> None:
    """A call of which nobody knows is told as unknown in each further run, with an error."""
    service = BulkService()
    async with service.client() as ds:
        for earlier in (False, True, True):
            calls = named("lost")
            run = bulk(ds.templates.create, calls, key="name", journal=journal, again=["failed"])
            one = (await outcomes_of(run))["lost"]
            assert (one.state, one.earlier) == ("unknown", earlier)
            assert isinstance(one.error, OutcomeUnknownError)
            assert (one.error.happened, one.error.operation) == ("unknown", "templates.create")
        service.answers_all = True
        run = bulk(ds.templates.create, calls, key="name", journal=journal, again={"unknown"})
        assert await states_of(run) == {"lost": "ok"}

    assert service.sent == {"lost": 2}
    assert "again={'unknown'}" in str(one.error)


async def test_failed(journal: Path) -> None:
    """What the service refused stays refused, until the run is asked to make it again."""
    service = BulkService()
    async with service.client() as ds:
        for earlier in (False, True):
            run = bulk(ds.templates.create, named("refused"), key="name", journal=journal)
            one = (await outcomes_of(run))["refused"]
            assert (one.state, one.earlier) == ("failed", earlier)
            assert isinstance(one.error, RejectedError)
            assert (one.error.retval, one.error.status, one.error.happened) == (3, 200, "no")
        service.answers_all = True
        calls = named("refused")
        run = bulk(ds.templates.create, calls, key="name", journal=journal, again={"failed"})
        assert await states_of(run) == {"refused": "ok"}

    assert "in an earlier run" in str(one.error)


async def test_what_took_effect_in_part_is_not_repeated(journal: Path) -> None:
    """A call of which a part was done is not made again, whatever is asked for."""
    service = BulkService()
    async with service.client() as ds:
        for again in (NOTHING, ALL):
            calls = [{"product_id": 1, "texts": ["part"]}]
            run = bulk(ds.content.add_text, calls, key="product_id", journal=journal, again=again)
            one = (await outcomes_of(run))[1]

    assert (one.state, one.earlier, service.sent) == ("failed", True, {"part": 1})
    assert isinstance(one.error, PartialSuccessError)
    assert one.error.happened == "yes"
    assert "does not repeat what took effect" in str(one.error)


async def test_what_was_left_is_made(journal: Path) -> None:
    """A call that was sent with a key that is refused was not made, so the next run makes it."""
    service = BulkService()
    async with service.client() as ds:
        calls = named("unauthorized 1", "unauthorized 2")
        with pytest.raises(AuthenticationError):
            await outcomes_of(bulk(ds.templates.create, calls, key="name", journal=journal))
        assert {one["state"] for one in lines_of(journal)[-2:]} == {"left"}
        service.answers_all = True
        found = await states_of(bulk(ds.templates.create, calls, key="name", journal=journal))

    assert found == {"unauthorized 1": "ok", "unauthorized 2": "ok"}


async def test_a_file_that_was_missing(journal: Path, tmp_path: Path) -> None:
    """A call that was refused before it was sent is tried by each run, without a word."""
    service = BulkService()
    calls = [{"product_id": 1, "file": tmp_path / "a.txt"}]
    async with service.client() as ds:
        run = bulk(ds.content.add_file, calls, key="product_id", journal=journal)
        found = await outcomes_of(run)
        assert isinstance(found[1].error, ArgumentError)
        run = bulk(ds.content.add_file, calls, key="product_id", journal=journal)
        assert await states_of(run) == {1: "failed"}

    assert lines_of(journal) == []


@pytest.mark.parametrize("again", [set[str](), {"failed", "unknown"}])
@pytest.mark.parametrize("name", ["a", "lost"])
async def test_other_arguments(name: str, again: set[Any], journal: Path) -> None:
    """A key that the journal has with other arguments is refused, and the journal stays as is."""
    service = BulkService()
    async with service.client() as ds:
        run = bulk(ds.templates.create, named(name), key=lambda _: 1, journal=journal)
        await outcomes_of(run)
        before = content_of(journal)
        calls = named("b")
        run = bulk(ds.templates.create, calls, key=lambda _: 1, journal=journal, again=again)
        one = (await outcomes_of(run))[1]

    assert (one.state, one.earlier, service.sent) == ("failed", False, {name: 1})
    assert isinstance(one.error, ArgumentError)
    assert "the journal has this key with other arguments" in str(one.error)
    assert content_of(journal) == before


async def test_corrected_arguments(journal: Path) -> None:
    """A call that the service refused may be corrected where failed ones are made again."""
    service = BulkService()
    async with service.client() as ds:
        calls = named("refused")
        await outcomes_of(bulk(ds.templates.create, calls, key=lambda _: 1, journal=journal))
        run = bulk(ds.templates.create, named("b"), key=lambda _: 1, journal=journal)
        assert await states_of(run) == {1: "failed"}
        calls = named("b")
        run = bulk(ds.templates.create, calls, key=lambda _: 1, journal=journal, again={"failed"})
        assert await states_of(run) == {1: "ok"}


async def test_new_keys_for_old_calls(journal: Path) -> None:
    """A run that gives other keys for the same calls is refused call by call: none is repeated."""
    service = BulkService()
    async with service.client() as ds:
        for prefix, state in (("first", "ok"), ("second", "failed")):
            key = taking([f"{prefix} 1", f"{prefix} 2"])
            run = bulk(ds.templates.create, named("a", "b"), key=key, journal=journal)
            found = await outcomes_of(run)
            assert [one.state for one in found.values()] == [state, state]

    assert service.sent == {"a": 1, "b": 1}
    assert "each run must give the same keys" in str(found["second 1"].error)


async def test_the_same_call_twice(journal: Path) -> None:
    """Two calls with the same arguments and keys of their own are two calls, in any run."""
    service = BulkService()
    async with service.client() as ds:
        for keys in ("ab", "abc", "abcd"):
            calls = named(*["same"] * len(keys))
            run = bulk(ds.templates.create, calls, key=taking(keys), journal=journal)
            await outcomes_of(run)
            assert run.counts.ok == len(keys)

    assert service.sent == {"same": 4}


async def test_new_keys_do_no_harm_where_a_repetition_does_none(journal: Path) -> None:
    """Calls that can be repeated may have new keys."""
    service = BulkService()
    async with service.client() as ds:
        for key in (1, 2):
            calls = [{"template_id": 1, "name": "a"}]
            run = bulk(ds.templates.update, calls, key=taking([key]), journal=journal)
            assert await states_of(run) == {key: "ok"}


async def test_of_another_run(journal: Path) -> None:
    """A journal of another operation, seller or origin is refused before anything is sent."""
    service = BulkService()
    async with service.client() as ds:
        await outcomes_of(bulk(ds.templates.create, named("a"), key="name", journal=journal))
        before = content_of(journal)
        with pytest.raises(
            ArgumentError, match=r"is of operation templates.create, not templates.update"
        ):
            await outcomes_of(bulk(ds.templates.update, [], key="template_id", journal=journal))
    async with service.client(seller_id=2, base_url="http://127.0.0.1:1") as ds:
        with pytest.raises(ArgumentError) as caught:
            await outcomes_of(bulk(ds.templates.create, [], key="name", journal=journal))

    assert str(caught.value) == (
        f"journal: {journal} is of seller 1, not 2 and of origin https://api.digiseller.com, not "
        "http://127.0.0.1:1; begin a new one for this run"
    )
    assert (caught.value.parameter, content_of(journal)) == ("journal", before)


async def test_two_runs_at_once(journal: Path) -> None:
    """A journal that is used by a run is refused to another, and free after it."""
    service = BulkService()
    async with service.client() as ds:
        async with bulk(ds.templates.create, named("a"), key="name", journal=journal):
            with pytest.raises(ArgumentError, match="is used by another run"):
                await outcomes_of(bulk(ds.templates.create, [], key="name", journal=journal))
        found = await states_of(bulk(ds.templates.create, named("a"), key="name", journal=journal))

    assert found == {"a": "ok"}


async def test_a_read_is_kept_without_its_value(journal: Path) -> None:
    """A call that only reads is not repeated either: keep its value when it comes."""
    service = BulkService()
    async with service.client() as ds:
        for earlier in (False, True):
            run = bulk(ds.account.balance, [{}], key=lambda _: 1, journal=journal)
            assert (await outcomes_of(run))[1].earlier is earlier

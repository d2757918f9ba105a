"""What `bulk` cannot work with is refused by name, before anything is read or sent."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from support.bulk_service import BulkService, named

from digiseller_async import ArgumentError, Digiseller, bulk


class Deeds:
    """An object with a method of the name of an operation."""

    async def create(self, *, name: str) -> str:
        """Do nothing."""
        return name


async def no_key(arguments: Any) -> str:
    """Return a key too late."""
    return str(arguments)


@pytest.fixture
def ds() -> Digiseller:
    """Return a client that sends nothing."""
    return BulkService().client()


GOOD: dict[str, Any] = {"calls": [], "key": "name"}
METHOD = "operation must be a method of a client's group that is awaited"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"concurrency": 0}, "concurrency must be an int of at least 1, not 0"),
        ({"concurrency": True}, "concurrency must be an int of at least 1, not True"),
        ({"concurrency": 2.0}, r"concurrency must be an int of at least 1, not 2\.0"),
        ({"again": "unknown"}, "again must be a set of 'failed' and 'unknown', not 'unknown'"),
        ({"again": {"ok"}}, "again must be a set of 'failed' and 'unknown'"),
        ({"again": [[1]]}, "again must be a set of 'failed' and 'unknown'"),
        ({"again": None}, "again must be a set of 'failed' and 'unknown', not None"),
        ({"journal": 5}, "journal must be the path of a file, not 5"),
        ({"journal": b"a"}, "journal must be the path of a file"),
        ({"on_progress": 5}, "on_progress must be a function, not 5"),
        ({"key": "nam"}, "key must name an argument, one of name, not 'nam'"),
        ({"key": 5}, "key must name an argument, or be a function of the arguments, not 5"),
        ({"key": no_key}, "key must name an argument, or be a function of the arguments"),
        ({"calls": 5}, "calls must be an iterable or an async iterable of mappings, not 5"),
        ({"calls": "abc"}, "calls must be an iterable or an async iterable of mappings"),
        ({"calls": {"name": "a"}}, "calls must be an iterable or an async iterable of mappings"),
    ],
)
def test_settings(ds: Digiseller, wrong: dict[str, Any], message: str) -> None:
    """A setting that is not valid is refused by its name."""
    with pytest.raises(ArgumentError, match=f"^{message}") as caught:
        bulk(ds.templates.create, **(GOOD | wrong))

    assert caught.value.parameter in wrong


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("templates.list", f"{METHOD}.*: templates.list is a list; read it with `async for`"),
        ("catalog.image_url", f"{METHOD}.*, not catalog.image_url"),
        ("templates.__repr__", f"{METHOD}.*, not templates.__repr__"),
        ("sign_in", METHOD),
        ("templates", METHOD),
    ],
)
def test_not_awaited(ds: Digiseller, name: str, message: str) -> None:
    """A method of another kind is refused by its name."""
    found: Any = ds
    for part in name.split("."):
        found = getattr(found, part)
    with pytest.raises(ArgumentError, match=message):
        bulk(found, **GOOD)


def test_no_method_of_a_client(ds: Digiseller) -> None:
    """A method of anything else is refused, and a partial one: its arguments are part of calls."""
    for operation in (Deeds().create, partial(ds.templates.create, name="a"), no_key, None):
        anything: Any = operation
        with pytest.raises(ArgumentError, match=METHOD):
            bulk(anything, **GOOD)


def test_a_group_of_ones_own(ds: Digiseller) -> None:
    """A method of a group that somebody derived is refused: it may do more than one call."""

    class Mine(type(ds.templates)):  # type: ignore[misc]
        """Templates."""

    with pytest.raises(ArgumentError, match=f"{METHOD}.*, not mine.create"):
        bulk(Mine(vars(ds)["_view"]).create, **GOOD)


def test_outside_of_an_event_loop(ds: Digiseller) -> None:
    """A run can be made outside of an event loop, and shows no argument."""
    run = bulk(ds.templates.create, named("SECRET"), key="name", journal="journal.jsonl")

    assert "SECRET" not in repr(run)
    assert run.counts.left == 1

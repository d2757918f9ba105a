"""Call operations of each class of effect, and check how they ended against what was observed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from attrs import frozen

from digiseller_async import Digiseller, DigisellerError

from .expectations import NEVER_TWICE, OK
from .process import Observed

FOREIGN = "a foreign"
Call = Callable[[Digiseller, int], Awaitable[bool]]


@frozen
class Operation:
    """The class of its effect, and a call that returns whether the answer was its own."""

    kind: str
    call: Call


async def read(ds: Digiseller, number: int) -> bool:
    """Read a list, of which each item names the call."""
    page = await ds.templates.products(number).first_page()
    return [one.id for one in page.items] == [number]


async def rename(ds: Digiseller, number: int) -> bool:
    """Set a name."""
    template = await ds.templates.update(number, name=f"call-{number}")
    return template.id == number


async def delete(ds: Digiseller, number: int) -> bool:
    """Delete a named thing."""
    await ds.templates.delete(number)
    return True


async def delete_content(ds: Digiseller, number: int) -> bool:
    """Delete a thing that is sold, by GET."""
    await ds.content.delete(number, number)
    return True


async def create(ds: Digiseller, number: int) -> bool:
    """Add a thing."""
    template = await ds.templates.create(name=f"call-{number}")
    return template.id == number


async def clone(ds: Digiseller, number: int) -> bool:
    """Add two things, by a path that names what."""
    return await ds.products.clone(number, count=2) == [number, number]


OPERATIONS = {
    "reads": Operation("reads", read),
    "sets": Operation("sets", rename),
    "deletes": Operation("deletes", delete),
    "fragile": Operation("fragile", delete_content),
    "adds": Operation("adds", create),
    "clones": Operation("batches", clone),
}


@frozen
class CallResult:
    """How a call ended, as in `hostile.expectations`, and its error."""

    outcome: str
    error: DigisellerError | None = None


async def call_result(ds: Digiseller, name: str, number: int) -> CallResult:
    """Make a call, and return how it ended."""
    try:
        own = await OPERATIONS[name].call(ds, number)
    except DigisellerError as error:
        return CallResult(f"{type(error).__name__}, {error.happened}", error)
    except Exception as error:  # noqa: BLE001 (whatever it is, it should not have left the call)
        return CallResult(f"{FOREIGN} {type(error).__name__}")
    return CallResult(OK if own else "an answer to another call")


ANOTHERS, FOREIGN_ERROR = "it got another's answer", "it raised another library's error"
TWICE, FALSE_OK = "it was done twice", "it ended well, and was not done"
FALSE_NO = "it says that it was not done, and it was"
FALSE_YES = "it says that it was done, and it was not"
TOO_OFTEN = "it was sent more than 3 times"
RULES = (TWICE, FALSE_OK, FALSE_NO, FALSE_YES, ANOTHERS, FOREIGN_ERROR, TOO_OFTEN)
"""What no call may do, whatever it meets."""


def broken_rules(result: CallResult, observed: Observed, name: str, number: int) -> dict[str, bool]:
    """Return for each rule whether the result of the call *number* breaks it."""
    outcome, effects, kind = result.outcome, observed.effects.get(number, 0), OPERATIONS[name].kind
    return {
        TWICE: kind in NEVER_TWICE and effects > 1,
        FALSE_OK: kind != "reads" and outcome == OK and not effects,
        FALSE_NO: outcome.endswith(", no") and effects > 0,
        FALSE_YES: outcome.endswith(", yes") and not effects,
        ANOTHERS: outcome.startswith("an answer"),
        FOREIGN_ERROR: outcome.startswith(FOREIGN),
        TOO_OFTEN: observed.sends.get(number, 0) > 3,
    }


def contradictions(result: CallResult, observed: Observed, name: str, number: int) -> list[str]:
    """Return how the service's observations contradict the result of the call *number*."""
    broken = broken_rules(result, observed, name, number)
    return [f"{name}: {rule} ({result.outcome})" for rule in RULES if broken[rule]]

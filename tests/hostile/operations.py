"""The operations that meet the trouble, one for each class of effect, and how a call ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from attrs import frozen

from digiseller_async import Digiseller, DigisellerError

from .means import OK

Ask = Callable[[Digiseller, int], Awaitable[bool]]


@frozen
class Operation:
    """An operation: the class of its effect, and a call that says if the answer was its own."""

    kind: str
    ask: Ask


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
    """Add a thing, by a path that names what."""
    return await ds.products.clone(number, count=1) == [number]


OPERATIONS = {
    "reads": Operation("reads", read),
    "sets": Operation("sets", rename),
    "deletes": Operation("deletes", delete),
    "fragile": Operation("fragile", delete_content),
    "adds": Operation("adds", create),
    "clones": Operation("adds", clone),
}


async def ended(ds: Digiseller, name: str, number: int) -> str:
    """Make a call, and return how it ended, in the words of `hostile.means`."""
    try:
        own = await OPERATIONS[name].ask(ds, number)
    except DigisellerError as error:
        return f"{type(error).__name__}, {error.happened}"
    return OK if own else "an answer to another call"

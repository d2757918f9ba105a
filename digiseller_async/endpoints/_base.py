"""A row and its arguments in; what the operation gives out. Every generated method ends here."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from .._arguments import checked
from .._pages import Page, cut
from .._request import Request, build
from ..pagination import Paginator
from ..spec.language import Endpoint, ListEndpoint

T = TypeVar("T")


class Caller(Protocol):
    """What a group needs of the client."""

    @property
    def seller_id(self) -> int | None:
        """Whose client it is."""
        ...

    def demand(self, row: Endpoint[Any]) -> None:
        """Raise unless *row* can be called: the client is open, and has what to sign in with."""
        ...

    async def call(self, request: Request) -> Any:
        """Carry *request* out, and return its payload."""
        ...


class Group:
    """Operations of one kind, on one client."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def _call(self, row: Endpoint[T], **arguments: Any) -> T:
        request = build(row, row.params, arguments, seller_id=self._caller.seller_id)
        self._caller.demand(row)
        payload: T = await self._caller.call(request)
        return payload

    def _list(
        self, row: ListEndpoint[T], *, page: int, page_size: int, **arguments: Any
    ) -> Paginator[T]:
        start = checked(row.number, page)
        size = checked(row.size, page_size)
        request = build(row, row.params, arguments, seller_id=self._caller.seller_id)
        sized = request.with_query(row.size.wire, size)
        self._caller.demand(row)

        async def fetch(number: int) -> Page[T]:
            content = await self._caller.call(sized.with_query(row.number.wire, number))
            return cut(content, number=number, size=size)

        return Paginator(fetch, key=sized.key, page=start)

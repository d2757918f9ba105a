"""A row and its arguments in; what the operation gives out. Every generated method ends here."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from .._arguments import checked
from .._pages import Page, cut
from .._request import Request, build
from ..errors import DigisellerError
from ..pagination import Paginator
from ..spec.language import Endpoint, ListEndpoint, Param

T = TypeVar("T")


class Caller(Protocol):
    """What a group needs of the client."""

    @property
    def seller_id(self) -> int | None:
        """Whose client it is."""
        ...

    def demand(self) -> None:
        """Raise unless there can be a call: the client is open, and has what to sign in with."""
        ...

    async def call(self, request: Request) -> Any:
        """Carry *request* out, and return its payload."""
        ...


class Group:
    """Operations of one kind, on one client."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def _call(self, row: Endpoint[T], **arguments: Any) -> T:
        request = self._request(row, arguments)
        payload: T = await self._caller.call(request)
        return payload

    def _list(
        self, row: ListEndpoint[T], *, page: int, page_size: int, **arguments: Any
    ) -> Paginator[T]:
        counts = {row.number.name: page, row.size.name: page_size}
        request = self._request(row, {**arguments, **counts}, row.number, row.size)
        sized = request.with_query(row.size.wire, page_size)

        async def fetch(number: int) -> Page[T]:
            content = await self._caller.call(sized.with_query(row.number.wire, number))
            return cut(content, number=number, size=page_size)

        return Paginator(fetch, key=sized.key, page=page)

    def _request(self, row: Endpoint[Any], arguments: dict[str, Any], *counts: Param) -> Request:
        try:
            for count in counts:
                checked(count, arguments[count.name])
            request = build(row, row.params, arguments, seller_id=self._caller.seller_id)
            self._caller.demand()
        except DigisellerError as error:
            raise error.told(operation=row.operation) from None
        return request

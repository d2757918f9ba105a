"""Carry out what the generated methods ask for: build the request, call it, read lists."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol, TypeVar

from .._request.arguments import check_argument
from .._request.build import Request, build
from ..errors import DigisellerError
from ..pagination.page import Page, page_of
from ..pagination.paginator import Paginator
from ..spec.language import Endpoint, ListEndpoint, Param
from ..tasks import Task

T = TypeVar("T")


class Caller(Protocol):
    """What a group needs of the client."""

    @property
    def seller_id(self) -> int | None:
        """The seller who is signed in, if known."""
        ...

    def demand(self, row: Endpoint[Any]) -> None:
        """Raise if the client is closed, or lacks the credentials that *row* needs."""
        ...

    def origin(self, row: Endpoint[Any]) -> str:
        """Return the origin that *row* is sent to."""
        ...

    def call(self, request: Request) -> Awaitable[Any]:
        """Send *request*, and return the payload of its answer."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so many *seconds*."""
        ...

    def redact(self, error: DigisellerError) -> None:
        """Take the client's secrets out of *error*."""
        ...


class Group:
    """A group of operations of one client."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def __repr__(self) -> str:
        return f"{type(self).__name__}(seller_id={self._caller.seller_id})"

    async def _call(self, row: Endpoint[T], **arguments: Any) -> T:
        payload: T = await self._caller.call(self._request(row, arguments))
        return payload

    async def _call_many(self, row: Endpoint[T], **arguments: Any) -> list[T]:
        found: list[T] = []
        for request in self._request(row, arguments).split():
            found += await self._caller.call(request)
        return found

    async def _start(self, row: Endpoint[str], **arguments: Any) -> Task:
        return Task(self._caller, await self._call(row, **arguments))

    def _url(self, row: Endpoint[Any], **arguments: Any) -> str:
        request = self._request(row, arguments)
        return f"{self._caller.origin(row)}{request.path}?{request.query}"

    def _list(
        self, row: ListEndpoint[T], *, page: int, page_size: int, **arguments: Any
    ) -> Paginator[T]:
        counts = {row.page_param.name: page, row.size_param.name: page_size}
        request = self._request(row, {**arguments, **counts}, row.page_param, row.size_param)
        sized = request.with_param(row.size_param, page_size)

        async def fetch(number: int) -> Page[T]:
            content = await self._caller.call(sized.with_param(row.page_param, number))
            return page_of(content, number=number, size=page_size)

        return Paginator(fetch, key=sized.fingerprint, page=page)

    def _request(self, row: Endpoint[Any], arguments: dict[str, Any], *counts: Param) -> Request:
        try:
            for count in counts:
                check_argument(count, arguments[count.name])
            request = build(row, arguments, seller_id=self._caller.seller_id)
            self._caller.demand(row)
        except DigisellerError as error:
            raise error.told(operation=row.operation) from None
        return request

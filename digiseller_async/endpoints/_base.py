"""Carry out what the generated methods ask for: build the request, call it, read lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, TypeVar, cast

from .._request.arguments import check_argument
from .._request.build import Request
from .._runtime.bound_client import BoundClient
from ..errors import DigisellerError, with_context
from ..pagination.page import Page, page_of
from ..pagination.paginator import Paginator
from ..pagination.shards import Source
from ..spec.language import Endpoint, ListEndpoint, Param
from ..tasks import Task

T = TypeVar("T")


def client_of(group: Group) -> BoundClient:
    """Return the client, or the view of one, whose operations *group* has."""
    return group._caller  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


class Group:
    """A group of operations of one client."""

    def __init__(self, caller: BoundClient) -> None:
        self._caller = caller

    def __repr__(self) -> str:
        seller = self._caller.seller_id
        owner = f" of seller {seller}" if seller is not None else ""
        return f"<digiseller_async {type(self).__name__.lower()} operations{owner}>"

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
        # It is asked for in shards too, so it must not be used up.
        arguments = {name: kept(value) for name, value in arguments.items()}
        counts = {row.page_param.name: page, row.size_param.name: page_size}
        request = self._request(row, {**arguments, **counts}, row.page_param, row.size_param)
        sized = request.with_param(row.size_param, page_size)

        async def fetch(number: int) -> Page[T]:
            content = await self._caller.call(sized.with_param(row.page_param, number))
            return page_of(content, number=number, size=page_size)

        def key() -> str:
            return f"{sized.fingerprint()}@{self._caller.digest(row)}"

        return Paginator(
            fetch,
            key=key,
            row_key=attrgetter(*row.row_key),
            page=page,
            strict=self._caller.strict,
            ends_empty=row.layout.is_plain,
            source=Source(row=row, arguments=arguments, page_size=page_size),
        )

    def _request(self, row: Endpoint[Any], arguments: dict[str, Any], *counts: Param) -> Request:
        try:
            for count in counts:
                check_argument(count, arguments[count.name])
            return self._caller.build(row, arguments)
        except DigisellerError as error:
            raise with_context(error, operation=row.operation) from None


def kept(value: Any) -> Any:
    """Return an argument that can be read again: an iterator is used up by who reads it first."""
    return tuple(cast("Iterable[Any]", value)) if isinstance(value, Iterator) else value

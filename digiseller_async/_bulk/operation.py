"""Prepare and send calls of one operation of a client, apart from each other."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, TypeVar

import attrs
from attrs import field, frozen

from .._request.build import Request
from .._request.scalar_checks import short_repr
from .._runtime.bound_client import BoundClient
from ..endpoints._base import Group, client_of
from ..errors import ArgumentError
from ..spec import GROUPS, rows
from ..spec.language import Effect, Endpoint, ListEndpoint

T = TypeVar("T")
BeforeSend = Callable[[], Awaitable[None]]
_EXAMPLE = "a method of a client's group that is awaited, such as ds.products.edit_base"


@frozen(kw_only=True)
class PreparedCall:
    """A call whose arguments are checked: its request, and in how many parts that is sent."""

    arguments: Mapping[str, Any] = field(repr=False)
    request: Request
    request_count: int


class Operation(Generic[T]):
    """One operation of one client, or of a view of it."""

    def __init__(self, method: Callable[..., Awaitable[T]]) -> None:
        self.row, group = _row_and_group(method)
        self._kind, self._client = type(group), client_of(group)
        self._shared = {
            one.name: getattr(self._client, one.name) for one in attrs.fields(BoundClient)
        }
        parameters = inspect.signature(method).parameters
        self.parameters = tuple(parameters)
        self._required = frozenset(
            name for name, one in parameters.items() if one.default is inspect.Parameter.empty
        )

    @property
    def name(self) -> str:
        """The public name, such as ``products.edit_base``."""
        return self.row.operation

    @property
    def client(self) -> BoundClient:
        """The client, or the view of one."""
        return self._client

    @property
    def is_repeatable(self) -> bool:
        """Whether a call that may have taken effect can be repeated unasked, as the client does."""
        if self.row.effect is Effect.DELETES:
            return self.row.retries_when_lost or self._client.settings.retry.lost_deletes
        return self.row.effect is not Effect.NOT_IDEMPOTENT

    async def prepare(self, arguments: Mapping[str, Any]) -> PreparedCall:
        """Build the request of a call; nothing is sent.

        Raises:
            ArgumentError: An argument is not valid.
        """
        self._check_names(arguments)
        recorder = _Recorder(**self._shared)
        await self._method(recorder)(**arguments)
        return PreparedCall(
            arguments=arguments, request=recorder.built[0], request_count=len(recorder.sent)
        )

    async def send(self, call: PreparedCall, before_send: BeforeSend) -> T:
        """Make a call, and return its value."""
        sender = _Sender(**self._shared, request=call.request, before_send=before_send)
        value: T = await self._method(sender)(**call.arguments)
        return value

    def _method(self, client: BoundClient) -> Callable[..., Awaitable[Any]]:
        method: Callable[..., Awaitable[Any]] = getattr(self._kind(client), self.row.name)
        return method

    def _check_names(self, arguments: Mapping[str, Any]) -> None:
        given = arguments.keys()
        if unknown := given - set(self.parameters):
            name = min(map(short_repr, unknown))
            raise ArgumentError(
                f"there is no argument {name}; the arguments are {', '.join(self.parameters)}",
                operation=self.name,
            )
        if missing := self._required - given:
            name = min(missing)
            raise ArgumentError(f"{name} is required", operation=self.name, parameter=name)


@frozen(kw_only=True)
class _Recorder(BoundClient):
    """A client that keeps the requests that it is asked to send."""

    built: list[Request] = field(factory=list[Request])
    sent: list[Request] = field(factory=list[Request])

    def build(self, row: Endpoint[Any], arguments: Mapping[str, Any]) -> Request:
        request = super().build(row, arguments)
        self.built.append(request)
        return request

    async def call(self, request: Request) -> Any:
        self.sent.append(request)
        return []


@frozen(kw_only=True)
class _Sender(BoundClient):
    """A client that sends one request, which is built already: its arguments may be used up."""

    request: Request
    before_send: BeforeSend = field(repr=False)

    def build(self, row: Endpoint[Any], arguments: Mapping[str, Any]) -> Request:
        del row, arguments
        return self.request

    def call(self, request: Request) -> Awaitable[Any]:
        if request.row is not self.request.row:  # of a task that the call has started
            return super().call(request)
        return self.pipeline.call(request, self.settings, before_send=self.before_send)


def _row_and_group(method: object) -> tuple[Endpoint[Any], Group]:
    group, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
    if not isinstance(group, Group):
        raise _refused(f"must be {_EXAMPLE}, not {short_repr(method)}")
    group_name = type(group).__name__.lower()
    table = rows(group_name) if group_name in GROUPS else ()
    row = next((one for one in table if one.name == name), None)
    if row is None:
        raise _refused(f"must be {_EXAMPLE}, not {group_name}.{name}")
    if isinstance(row, ListEndpoint):
        raise _refused(f"must be {_EXAMPLE}: {row.operation} is a list; read it with `async for`")
    return row, group


def _refused(why: str) -> ArgumentError:
    return ArgumentError(f"operation {why}", parameter="operation")

"""A request in, its payload out: the one loop around slot, rate, token and exchange."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import anyio
from anyio.lowlevel import checkpoint
from attrs import define, evolve, frozen

from . import _codecs, _request, _uploads, _verdict
from ._auth import TokenKeeper
from ._clock import Clock
from ._drift import Deviation, DriftLog
from ._home import Home
from ._rate import Pacer
from ._request import Request
from ._retry import Budget, concluded, leaves_doubt, next_delay
from ._transport import Transport
from ._wire import ReplyLost, WireRequest, WireResponse
from .config import Credentials, Options, TokenStore
from .errors import (
    ArgumentError,
    DeadlineError,
    DigisellerError,
    Fault,
    UnexpectedReplyError,
)
from .models.sign_in import SignIn
from .spec.language import Effect, Endpoint, Format, Token
from .spec.sign_in import SIGN_IN


@define
class _Call:
    """One call on its way: what is known of it so far."""

    row: Endpoint[Any]
    deadline: float
    wire: WireRequest | None = None
    secrets: tuple[str, ...] = ()
    attempts: int = 0
    token: str | None = None
    refused: str = ""
    under_way: bool = False
    doubt: bool = False

    @property
    def effect(self) -> Effect:
        """What the call does."""
        return self.row.effect


Attempt = Callable[[_Call], Awaitable[Any]]


class Pipeline:
    """Carries requests out, one attempt after another, until there is a payload or an error."""

    def __init__(
        self,
        *,
        transport: Transport,
        pacer: Pacer,
        clock: Clock,
        credentials: Credentials | None,
        token: str | None,
        token_store: TokenStore | None,
        sign_in_timeout: float,
        format: Format,  # noqa: A002  (as the client calls it)
        max_connections: int,
        drift: DriftLog,
        strict: bool,
        random: Callable[[], float],
    ) -> None:
        self.tokens = TokenKeeper(
            credentials=credentials,
            token=token,
            store=token_store,
            exchange=self._sign_in,
            clock=clock,
        )
        self._transport = transport
        self.base_url = transport.base_url
        self._pacer = pacer
        self.clock = clock
        self._random = random
        self._sign_in_timeout = sign_in_timeout
        self._format = format
        self.drift = drift
        self._strict = strict
        self._budget = Budget()
        self._home = Home(max_connections)

    def check_open(self) -> None:
        """Raise if the client is closed."""
        self._home.check_open()

    async def call(self, request: Request, options: Options) -> Any:
        """Return the payload of *request*, or raise what became of it."""
        wire = _codecs.encode(request, Format(options.format))
        if not request.files:
            return await self._call(request, wire, options)
        try:
            async with _uploads.prepared(request) as body:
                headers = {**wire.headers, "Content-Type": body.media_type}
                filled = evolve(wire, body=body, headers=headers)
                return await self._call(request, filled, options)
        except ArgumentError as error:
            raise error.told(operation=request.row.operation) from None

    async def _call(self, request: Request, wire: WireRequest, options: Options) -> Any:
        async def attempt(call: _Call) -> Any:
            return await self._attempt(call, request.row, wire)

        call = self._begun(request.row, options)
        call.wire, call.secrets = wire, request.secrets
        return await self._carried_out(call, options, attempt)

    async def sign_in(self, options: Options) -> None:
        """Make sure that there is a token."""

        async def attempt(_: _Call) -> None:
            self._home.slots()
            await self.tokens.get()

        await self._carried_out(self._begun(SIGN_IN, options), options, attempt)

    @staticmethod
    def _begun(row: Endpoint[Any], options: Options) -> _Call:
        # The deadline is the event loop's affair, whatever clock the waits go by.
        return _Call(row, anyio.current_time() + options.timeout)

    async def _carried_out(self, call: _Call, options: Options, attempt: Attempt) -> Any:
        try:
            with anyio.CancelScope(deadline=call.deadline):
                return await self._attempts(call, options, attempt)
            late = DeadlineError(f"no answer within {options.timeout:g} s")
            doubt = call.doubt or (call.under_way and call.effect is not Effect.READS)
            raise concluded(late, doubt=doubt)
        except DigisellerError as error:
            error.redact((*self.tokens.secrets(), *call.secrets))
            raise error.told(operation=call.row.operation, attempts=call.attempts) from None

    async def _attempts(self, call: _Call, options: Options, attempt: Attempt) -> Any:
        while True:
            call.attempts += 1
            try:
                payload = await attempt(call)
            except DigisellerError as error:
                failure = error
            else:
                self._budget.refill()
                return payload
            call.under_way = False
            call.doubt = call.doubt or leaves_doubt(failure, call.effect)
            delay = self._next_delay(call, failure, options)
            if delay is None:
                raise concluded(failure, doubt=call.doubt)
            await self.clock.sleep(delay)

    def _next_delay(self, call: _Call, failure: DigisellerError, options: Options) -> float | None:
        if call.wire is not None and not call.wire.repeats:
            return None  # it came from a stream, and that is used up
        if failure.fault is Fault.TOKEN and self.tokens.renews and not call.refused:
            call.refused = call.token or ""  # a second 401 is not about the token's age
            return 0.0
        delay = next_delay(
            options.retry,
            call.attempts,
            failure,
            call.effect,
            self._random,
            repeats_when_lost=call.row.repeats_when_lost,
        )
        # What the deadline would cut off tells less than the failure that is known.
        if delay is None or anyio.current_time() + delay >= call.deadline:
            return None
        return delay if self._budget.withdraw() else None

    async def _attempt(self, call: _Call, row: Endpoint[Any], wire: WireRequest) -> Any:
        async with self._home.slots():
            await self._pacer.wait()
            self.check_open()
            call.token = await self._token(row, call.refused)
            if isinstance(wire.body, _uploads.Multipart):
                await wire.body.rewind()
            call.under_way = True
            response = await self._transport.send(wire, call.token)
        return await self._judged(row, response)

    async def _token(self, row: Endpoint[Any], refused: str) -> str | None:
        if row.token is Token.NEVER or (row.token is Token.OPTIONAL and not self.tokens.has_any):
            return None
        return await self.tokens.get(instead_of=refused)

    async def _judged(self, row: Endpoint[Any], response: WireResponse) -> Any:
        seen: list[Deviation] = []
        steps = _verdict.judging(
            row,
            response,
            now=self.clock.wall(),
            tell=lambda path, what: seen.append(
                Deviation(operation=row.operation, path=path, what=what)
            ),
            thorough=self._strict,
        )
        payload = await _end_of(steps)
        for one in seen:
            self.drift.note(one)
        if seen and self._strict:
            raise _drifted(row, response, seen[0])
        return payload

    async def _sign_in(self, arguments: Mapping[str, Any]) -> SignIn:
        request = _request.build(SIGN_IN, SIGN_IN.params, arguments, seller_id=None)
        with anyio.CancelScope(deadline=anyio.current_time() + self._sign_in_timeout):
            response = await self._transport.send(_codecs.encode(request, self._format), None)
            if (server_time := _date(response)) is not None:
                self.tokens.learn(server_time)
            try:
                answer: SignIn = _verdict.judge(SIGN_IN, response, now=self.clock.wall())
            except DigisellerError as error:
                error.redact((arguments["sign"],))
                raise
            return answer
        raise ReplyLost("the sign-in took too long")

    async def aclose(self) -> None:
        """Let no call in, end those under way, and close the connections."""
        self._home.close()
        with anyio.CancelScope(shield=True):
            await self.tokens.aclose()
            await self._transport.aclose()


@frozen(kw_only=True)
class View:
    """A pipeline with the settings of one view of the client: what a group of operations calls."""

    pipeline: Pipeline
    options: Options
    seller_id: int | None

    def demand(self, row: Endpoint[Any]) -> None:
        """Raise unless *row* can be called: the client is open, and has the token that it needs."""
        self.pipeline.check_open()
        if row.token is Token.REQUIRED:
            self.pipeline.tokens.demand()

    def origin(self, row: Endpoint[Any]) -> str:
        """Return where *row* is."""
        return self.pipeline.base_url or row.host.value

    async def call(self, request: Request) -> Any:
        """Carry *request* out, and return its payload."""
        return await self.pipeline.call(request, self.options)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self.pipeline.clock.sleep(seconds)


async def _end_of(steps: Generator[None, None, Any]) -> Any:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
        await checkpoint()


def _drifted(row: Endpoint[Any], response: WireResponse, seen: Deviation) -> DigisellerError:
    return UnexpectedReplyError(
        f"the answer has {seen.what} at {seen.path}, and strict=True lets none through",
        status=response.status,
        happened="no" if row.effect is Effect.READS else "yes",
        fault=Fault.FINAL,
    )


def _date(response: WireResponse) -> float | None:
    try:
        return parsedate_to_datetime(response.headers.get("date", "")).timestamp()
    except (ValueError, OverflowError):
        return None

"""A request in, its payload out: the one loop around slot, rate, token and exchange."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import anyio
from anyio.lowlevel import checkpoint
from attrs import define, frozen

from . import _codecs, _request, _verdict
from ._auth import TokenKeeper
from ._clock import Clock
from ._home import Home
from ._rate import Pacer
from ._request import Request
from ._retry import Budget, concluded, leaves_doubt, next_delay
from ._transport import Transport
from ._wire import ReplyLost, WireRequest, WireResponse
from .config import Credentials, Options, TokenStore
from .errors import DeadlineError, DigisellerError, Fault
from .models.sign_in import SignIn
from .spec.language import Effect, Endpoint
from .spec.sign_in import SIGN_IN


@define
class _Call:
    """One call on its way: what is known of it so far."""

    operation: str
    effect: Effect
    deadline: float
    attempts: int = 0
    token: str | None = None
    refused: str = ""
    under_way: bool = False
    doubt: bool = False


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
        max_connections: int,
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
        self._pacer = pacer
        self._clock = clock
        self._random = random
        self._sign_in_timeout = sign_in_timeout
        self._budget = Budget()
        self._home = Home(max_connections)

    def check_open(self) -> None:
        """Raise if the client is closed."""
        self._home.check_open()

    async def call(self, request: Request, options: Options) -> Any:
        """Return the payload of *request*, or raise what became of it."""
        wire, row = _codecs.encode(request), request.row

        async def attempt(call: _Call) -> Any:
            return await self._attempt(call, row, wire)

        return await self._carried_out(row, options, attempt)

    async def sign_in(self, options: Options) -> None:
        """Make sure that there is a token."""

        async def attempt(_: _Call) -> None:
            self._home.slots()
            await self.tokens.get()

        await self._carried_out(SIGN_IN, options, attempt)

    async def _carried_out(self, row: Endpoint[Any], options: Options, attempt: Attempt) -> Any:
        # The deadline is the event loop's affair, whatever clock the waits go by.
        call = _Call(row.operation, row.effect, anyio.current_time() + options.timeout)
        try:
            with anyio.CancelScope(deadline=call.deadline):
                return await self._attempts(call, options, attempt)
            late = DeadlineError(f"no answer within {options.timeout:g} s")
            doubt = call.doubt or (call.under_way and call.effect is not Effect.READS)
            raise concluded(late, doubt=doubt)
        except DigisellerError as error:
            error.redact(self.tokens.secrets())
            raise error.told(operation=call.operation, attempts=call.attempts) from None

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
            await self._clock.sleep(delay)

    def _next_delay(self, call: _Call, failure: DigisellerError, options: Options) -> float | None:
        if failure.fault is Fault.TOKEN and self.tokens.renews and not call.refused:
            call.refused = call.token or ""  # a second 401 is not about the token's age
            return 0.0
        delay = next_delay(options.retry, call.attempts, failure, call.effect, self._random)
        # What the deadline would cut off tells less than the failure that is known.
        if delay is None or anyio.current_time() + delay >= call.deadline:
            return None
        return delay if self._budget.withdraw() else None

    async def _attempt(self, call: _Call, row: Endpoint[Any], wire: WireRequest) -> Any:
        async with self._home.slots():
            await self._pacer.wait()
            self.check_open()
            call.token = await self.tokens.get(instead_of=call.refused)
            call.under_way = True
            response = await self._transport.send(wire, call.token)
        steps = _verdict.judging(row, response, now=self._clock.wall())
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value
            await checkpoint()

    async def _sign_in(self, arguments: Mapping[str, Any]) -> SignIn:
        request = _request.build(SIGN_IN, SIGN_IN.params, arguments, seller_id=None)
        with anyio.CancelScope(deadline=anyio.current_time() + self._sign_in_timeout):
            response = await self._transport.send(_codecs.encode(request), None)
            if (server_time := _date(response)) is not None:
                self.tokens.learn(server_time)
            try:
                answer: SignIn = _verdict.judge(SIGN_IN, response, now=self._clock.wall())
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

    def demand(self) -> None:
        """Raise unless there can be a call: the client is open, and has what to sign in with."""
        self.pipeline.check_open()
        self.pipeline.tokens.demand()

    async def call(self, request: Request) -> Any:
        """Carry *request* out, and return its payload."""
        return await self.pipeline.call(request, self.options)


def _date(response: WireResponse) -> float | None:
    try:
        return parsedate_to_datetime(response.headers.get("date", "")).timestamp()
    except (ValueError, OverflowError):
        return None

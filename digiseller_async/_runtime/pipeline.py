"""A request in, its payload out: slot, rate, token, exchange, and what the reply means."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

import anyio
from anyio.lowlevel import checkpoint

from .._clock import Clock
from .._redaction import redact, redact_addresses
from .._request import build
from .._request.build import Request
from .._request.encode import encode
from .._request.multipart_body import RequestFiles
from .._response import interpret
from .._response.drift import Deviation, DriftLog
from .._transport.connections import Transport
from .._wire import ResponseLost, WireRequest, WireResponse
from ..config import Credentials, Options, TokenStore
from ..errors import DigisellerError, Fault, ServiceError, UnexpectedReplyError
from ..models.sign_in import SignIn
from ..spec.language import Effect, Endpoint, Format, Token
from ..spec.sign_in import SIGN_IN
from .admission import Admission
from .auth import TokenKeeper
from .call import Call, Outcome, RetryLoop
from .rate_limit import RateLimiter


class Pipeline:
    """Carries requests out, one attempt after another, until there is a payload or an error."""

    def __init__(
        self,
        *,
        transport: Transport,
        pacer: RateLimiter,
        clock: Clock,
        credentials: Credentials | None,
        token: str | None,
        token_store: TokenStore | None,
        sign_in_timeout: float,
        format: Format,  # noqa: A002  (as the client calls it)
        max_connections: int,
        drift: DriftLog,
        strict: bool,
        on_outcome: Callable[[Outcome], object] | None,
        random: Callable[[], float],
    ) -> None:
        self.tokens = TokenKeeper(
            credentials=credentials,
            token=token,
            store=token_store,
            exchange=self._sign_in,
            clock=clock,
            random=random,
        )
        self._transport = transport
        self.base_url = transport.base_url
        self._pacer = pacer
        self.clock = clock
        self._patience = RetryLoop(
            clock=clock,
            random=random,
            renews=lambda: self.tokens.renews,
            tokens=self.tokens.secrets,
            on_outcome=on_outcome,
        )
        self._sign_in_timeout = sign_in_timeout
        self._format = format
        self.drift = drift
        self._strict = strict
        self._home = Admission(max_connections)

    def check_open(self) -> None:
        """Raise if the client is closed."""
        self._home.check_open()

    async def call(self, request: Request, options: Options) -> Any:
        """Return the payload of *request*, or raise what became of it."""
        deadline = _deadline(options)
        await self._home.turn()
        call = Call(
            request.row,
            options,
            deadline,
            arguments=request.arguments,
            secrets=request.secrets,
        )
        wire = encode(request, Format(options.format))
        with RequestFiles(request) as files:
            return await self._patience.run(call, partial(self._attempt, wire, files))

    async def sign_in(self, options: Options) -> None:
        """Make sure that there is a token."""

        async def attempt(_: Call) -> None:
            self._home.slots()
            await self.tokens.get()

        call = Call(SIGN_IN, options, _deadline(options))
        await self._patience.run(call, attempt)

    async def _attempt(self, wire: WireRequest, files: RequestFiles, call: Call) -> Any:
        async with self._home.slots():
            # Not earlier, as waiting calls would hold all their files open.
            call.wire = wire = await files.attach(wire)
            if self._pacer.paces:
                await self._pacer.wait(call.left)
            self.check_open()
            call.token = await self._token(call.row, call.refused or "")
            response = await self._transport.send(
                wire, call.token, on_sent=call.sent if call.changes else None
            )
        try:
            payload = await self._judged(call, response)
        except ServiceError as error:
            self._pacer.noted(error)
            if error.fault is Fault.TOKEN and not wire.repeats:
                self.tokens.doubt(call.token or "")
            raise
        self._pacer.eased()
        return payload

    async def _token(self, row: Endpoint[Any], refused: str) -> str | None:
        if row.token is Token.NEVER or (row.token is Token.OPTIONAL and not self.tokens.has_any):
            return None
        return await self.tokens.get(instead_of=refused)

    async def _judged(self, call: Call, response: WireResponse) -> Any:
        seen: list[tuple[str, str]] = []
        steps = interpret.interpret_steps(
            call.row,
            response,
            now=self.clock.wall(),
            tell=lambda path, what: seen.append((path, what)),
        )
        payload = await _end_of(steps)
        if seen:
            self._note(call, response, seen)
        return payload

    def _note(self, call: Call, response: WireResponse, seen: list[tuple[str, str]]) -> None:
        """Count what was *seen* in an answer, or refuse it; it is the service that names it."""
        secrets = (*call.secrets, *self.tokens.secrets(call.token))
        for one in seen:
            path, what = (redact_addresses(redact(text, secrets)) for text in one)
            deviation = Deviation(operation=call.row.operation, path=path, what=what)
            self.drift.note(deviation)
            if self._strict:
                raise _drifted(call.row, response, deviation)

    async def _sign_in(self, arguments: Mapping[str, Any]) -> SignIn:
        request = build.build(SIGN_IN, arguments)
        with anyio.CancelScope(deadline=anyio.current_time() + self._sign_in_timeout):
            try:
                response = await self._transport.send(encode(request, self._format), None)
                if (server_time := _date(response)) is not None:
                    self.tokens.learn(server_time)
                answer: SignIn = interpret.interpret(SIGN_IN, response, now=self.clock.wall())
            except DigisellerError as error:
                error.redact((arguments["sign"], *self.tokens.secrets()))
                raise
            return answer
        raise ResponseLost("the sign-in took too long")

    async def aclose(self) -> None:
        """Let no call in, end those under way, and close the connections."""
        self._home.close()
        with anyio.CancelScope(shield=True):
            await self.tokens.aclose()
            await self._transport.aclose()


def _deadline(options: Options) -> float:
    """Return when a call that begins now must have ended.

    That is the event loop's affair, whatever clock the waits go by.
    """
    return anyio.current_time() + options.timeout


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
        happened="no" if row.effect is Effect.SAFE else "yes",
        fault=Fault.FINAL,
    )


def _date(response: WireResponse) -> float | None:
    try:
        return parsedate_to_datetime(response.headers.get("date", "")).timestamp()
    except (ValueError, OverflowError):
        return None

"""Carry out a call, from its arguments to its payload.

build → encode → admission → rate limit → token → send → interpret → decode

What follows *encode* is one attempt; the retry loop decides whether there is another one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import anyio
from anyio.lowlevel import checkpoint
from attrs import evolve

from .._clock import Clock
from .._redaction import redact, redact_addresses
from .._request import build
from .._request.build import Request
from .._request.encode import encode
from .._request.multipart_body import RequestFiles
from .._response import interpret
from .._response.drift import Deviation, DriftLog
from .._response.refusal.retry_after import read_http_date
from .._transport.connections import Transport
from .._wire import ResponseLost, WireRequest, WireResponse
from ..config import Rate, Retry, TokenStore
from ..errors import (
    DigisellerError,
    FailureKind,
    ServiceError,
    UnexpectedReplyError,
    failure_kind,
    redact_error,
    with_context,
)
from ..models.sign_in import SignIn
from ..spec.language import Effect, Endpoint, Format, Token
from ..spec.sign_in import SIGN_IN
from .admission import Admission, LoopBinding
from .auth import TokenProvider
from .call import Call, Outcome
from .hooks import Hook
from .observation.attempt import Attempt
from .observation.call_observation import CallObservation
from .observation.log import log_drift
from .observation.observers import Observers
from .rate_limit import RateLimiter
from .retry import RetryLoop
from .settings import CallSettings, Credentials


class Pipeline:
    """Carries out the calls of one client and of all its views."""

    def __init__(
        self,
        *,
        transport: Transport,
        binding: LoopBinding,
        base_url: str | None,
        rate_limiter: RateLimiter,
        clock: Clock,
        credentials: Credentials | None,
        token: str | None,
        token_store: TokenStore | None,
        sign_in_timeout: float,
        sign_in_retry: Retry,
        format: Format,  # noqa: A002  (as the client calls it)
        drift: DriftLog,
        strict: bool,
        on_drift: Callable[[Deviation], object] | None,
        on_attempt: Callable[[Attempt], object] | None,
        on_outcome: Callable[[Outcome], object] | None,
        random: Callable[[], float],
    ) -> None:
        self._observers = Observers(on_attempt)
        self.tokens = TokenProvider(
            credentials=credentials,
            token=token,
            store=token_store,
            origin=base_url or SIGN_IN.host.value,
            retry=sign_in_retry,
            timeout=sign_in_timeout,
            send_sign_in=self._send_sign_in,
            observe=self._observers.observe,
            clock=clock,
            random=random,
        )
        self.base_url = base_url
        scheme, host, self._base_path, *_ = urlsplit(base_url or "")
        self._origin = f"{scheme}://{host}"
        self.clock = clock
        self.drift = drift
        self._on_drift = Hook("on_drift", on_drift)
        self._admission = Admission(binding)
        self._rate_limiter = rate_limiter
        self._transport = transport
        self._retry_loop = RetryLoop(
            clock=clock,
            random=random,
            can_renew_token=lambda: self.tokens.can_renew,
            secrets=self.tokens.secrets,
            on_outcome=Hook("on_outcome", on_outcome),
        )
        self._sign_in_timeout = sign_in_timeout
        self._format = format
        self.strict = strict

    @property
    def rate(self) -> Rate | None:
        """The rate limit of the client, if it has one."""
        return self._rate_limiter.rate

    @property
    def is_closed(self) -> bool:
        """Whether it refuses further calls."""
        return self._admission.is_closed

    def build(
        self, row: Endpoint[Any], arguments: Mapping[str, Any], *, seller_id: int | None
    ) -> Request:
        """Return the request for *row* with *arguments*, if the client can make this call."""
        request = build.build(row, arguments, seller_id=seller_id)
        self._admission.check_open()
        if row.token is Token.REQUIRED:
            self.tokens.require()
        return request

    async def call(
        self,
        request: Request,
        settings: CallSettings,
        *,
        before_send: Callable[[], Awaitable[None]] | None = None,
    ) -> Any:
        """Return the payload of *request*, or raise the final error.

        *before_send* is awaited before each attempt is sent: an attempt for which it raises is not.
        """
        await self._admission.wait_to_start()
        call = Call(
            request.row,
            settings,
            arguments=request.arguments,
            secrets=request.secrets,
            expected_results=request.expected_results,
            before_send=before_send,
        )
        wire = self._encode(request, Format(settings.format))
        async with (
            RequestFiles(request, self._admission) as files,
            self._observers.observe(request.row.operation) as call.observation,
        ):
            payload = await self._retry_loop.run(call, partial(self._attempt, wire, files))
        return request.with_asked_id(payload)

    def _encode(self, request: Request, preferred: Format) -> WireRequest:
        wire = encode(request, preferred)
        if self.base_url is None:
            return wire
        return evolve(wire, host=self._origin, target=f"{self._base_path}{wire.target}")

    async def _attempt(self, wire: WireRequest, files: RequestFiles, call: Call) -> Any:
        slots = self._admission.slots()
        await _wait_for_slot(slots, call)
        try:
            # Files are opened in the slot: calls that wait for one would hold theirs open.
            call.wire = wire = await files.attach(wire)
            if call.row.token is not Token.NEVER:
                self.tokens.raise_failure(call.started_at)
            await self._wait_for_rate(call)
            call.attempts += 1
            call.token = await self._token(call)
            if call.before_send is not None:
                await call.before_send()
            response = await self._send(wire, call)
        finally:
            slots.release()
            if call.turn_at is not None:
                self._rate_limiter.note_duration(self.clock.now() - call.turn_at)
                call.turn_at = None
        try:
            payload = await self._interpret_and_decode(call, response)
        except ServiceError as error:
            self._rate_limiter.penalize(error)
            await self._rate_limiter.hold(error)
            if failure_kind(error) is FailureKind.TOKEN_REFUSED and not wire.is_repeatable:
                self.tokens.invalidate(call.token or "")
            raise
        self._rate_limiter.recover()
        return payload

    async def _wait_for_rate(self, call: Call) -> None:
        if not self._rate_limiter.take():
            with call.queueing():
                await self._rate_limiter.wait(
                    call.queue_left,
                    queue_timeout=call.settings.queue_timeout,
                    patience=call.leaves_at - anyio.current_time(),
                )
            call.turn_at = self.clock.now()
        self._admission.check_open()  # it may have been closed during the wait

    async def _token(self, call: Call) -> str | None:
        if call.row.token is Token.NEVER:
            return None
        if call.row.token is Token.OPTIONAL and not self.tokens.can_authenticate:
            return None
        return await self.tokens.get(
            instead_of=call.rejected_token or "", since=call.started_at, is_final=True
        )

    async def _send(self, wire: WireRequest, call: Call) -> WireResponse:
        on_sent = call.mark_sent if call.has_effect else None
        traffic = call.observation.begin_attempt(wire)
        response = await self._transport.send(wire, call.token, on_sent=on_sent, traffic=traffic)
        call.observation.note_status(response.status)
        return response

    async def _interpret_and_decode(self, call: Call, response: WireResponse) -> Any:
        deviations: list[tuple[str, str]] = []
        steps = interpret.interpret_steps(
            call.row,
            response,
            now=self.clock.wall(),
            tell=lambda path, what: deviations.append((path, what)),
            expected=call.expected_results,
        )
        payload = await _run_in_steps(steps)
        if deviations:
            await self._note_drift(call, response, deviations)
        return payload

    async def _note_drift(
        self, call: Call, response: WireResponse, deviations: list[tuple[str, str]]
    ) -> None:
        # The service chooses these names, so they may repeat a secret.
        secrets = (*call.secrets, *self.tokens.secrets(call.token))
        found: list[Deviation] = []
        for one in deviations[:1] if self.strict else deviations:
            path, what = (redact_addresses(redact(text, secrets)) for text in one)
            deviation = Deviation(operation=call.row.operation, path=path, what=what)
            if self.drift.note(deviation):
                log_drift(deviation)
            found.append(deviation)
        await self._on_drift.tell(found)
        if self.strict:
            raise _strict_error(call.row, response, found[0])

    async def sign_in(self, settings: CallSettings) -> None:
        """Make sure that there is a token."""

        async def attempt(call: Call) -> None:
            self._admission.slots()
            call.attempts += 1
            await self.tokens.get(since=call.started_at, is_final=True)

        call = Call(SIGN_IN, settings)
        await self._retry_loop.run(call, attempt)

    async def _send_sign_in(
        self, arguments: Mapping[str, Any], observation: CallObservation
    ) -> SignIn:
        wire = self._encode(build.build(SIGN_IN, arguments), self._format)
        traffic = observation.begin_attempt(wire)
        with anyio.CancelScope(deadline=anyio.current_time() + self._sign_in_timeout):
            try:
                response = await self._transport.send(wire, None, traffic=traffic)
                observation.note_status(response.status)
                if (server_time := read_http_date(response.headers.get("date", ""))) is not None:
                    self.tokens.learn_clock_offset(server_time)
                answer: SignIn = interpret.interpret(SIGN_IN, response, now=self.clock.wall())
            except DigisellerError as error:
                redact_error(error, (arguments["sign"], *self.tokens.secrets()))
                raise
            return answer
        raise ResponseLost(f"no answer to the sign-in within {self._sign_in_timeout:g} s")

    async def aclose(self, *, owns_connections: bool = True) -> None:
        """Refuse further calls, end those in flight, and close the connections if it owns them."""
        self._admission.close()
        with anyio.CancelScope(shield=True):
            await self.tokens.aclose()
            if owns_connections:
                await self._transport.aclose()


async def _wait_for_slot(slots: anyio.Semaphore, call: Call) -> None:
    if slots.value:
        await slots.acquire()
        return
    with call.queueing():
        await slots.acquire()


async def _run_in_steps(steps: Generator[None, None, Any]) -> Any:
    """Return the result of *steps*, and let other tasks run between them."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
        await checkpoint()


def _strict_error(
    row: Endpoint[Any], response: WireResponse, deviation: Deviation
) -> DigisellerError:
    error = UnexpectedReplyError(
        f"the answer has {deviation.what} at {deviation.path}, which strict=True refuses",
        status=response.status,
        happened="no" if row.effect is Effect.SAFE else "yes",
    )
    return with_context(error, kind=FailureKind.PERMANENT)

"""The client: it checks the settings, and makes what all calls share."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from random import random as _random
from types import TracebackType
from typing import Any, Literal, NoReturn, Self

import httpx
from attrs import evolve

from ._clock import Clock, SystemClock
from ._logging import show_log_if_asked
from ._redaction import secret_str
from ._request.raw import EffectWord, HostWord, build_raw
from ._response.drift import Deviation, DriftLog
from ._response.outcome.raw import Response
from ._runtime.admission import LoopBinding
from ._runtime.bound_client import BoundClient
from ._runtime.call import Outcome
from ._runtime.extension_checks import check_extensions
from ._runtime.observation.attempt import Attempt
from ._runtime.pipeline import Pipeline
from ._runtime.rate_limit import RateLimiter
from ._runtime.settings import (
    CallSettings,
    check_max_connections,
    check_max_response_bytes,
    check_rate,
    check_verify,
    resolve_base_url,
    resolve_credentials,
)
from ._transport.connections import Transport
from ._transport.proxies import check_proxy
from .config import Rate, RateStore, Retry, TokenStore
from .endpoints.groups import Groups
from .spec.language import Effect, Format, Host

__all__ = ["Digiseller"]

_DEFAULT_RETRY = Retry()
_DEFAULT_RATE = Rate()


def new_connections(
    *,
    transport: httpx.AsyncBaseTransport | None,
    proxy: str | None,
    verify: ssl.SSLContext | None,
    max_response_bytes: int,
) -> Transport:
    """Return connections with these settings, or raise `ConfigurationError`."""
    return Transport(
        transport,
        proxy=check_proxy(proxy),
        verify=check_verify(verify),
        max_response_bytes=check_max_response_bytes(max_response_bytes),
    )


class Digiseller(Groups):
    """A client of the Digiseller seller API.

    Use it as ``async with Digiseller(seller_id=…, api_key=…) as ds:``, or call `aclose` at the end.
    It is bound to the event loop and the process that first use it; any number of tasks there may
    share it.

    Args:
        seller_id: The seller's number; if not given, ``DIGISELLER_SELLER_ID`` of the environment.
        api_key: The seller's API key; if not given, ``DIGISELLER_API_KEY``.
        token: An access token in place of an API key, which cannot be renewed; if neither is given,
            ``DIGISELLER_TOKEN``.
        base_url: One origin in place of all hosts of the service, perhaps with a path that stands
            before each operation's; if not given, ``DIGISELLER_BASE_URL``. ``http`` is for this
            machine only, unless *allow_http* is given.
        format: The format to prefer for requests and answers; an operation that has only one uses
            that.
        timeout: Seconds for one call from when its turn has come: sign-in, all attempts and the
            waits between them, to the last byte.
        queue_timeout: Seconds that a call may wait for its turn, which is for the rate limit and
            for a connection; ``None``: as long as it takes. A call whose turn does not come in time
            is a `DeadlineError` that was not sent, with `attempts` 0.
        retry: When a failed call is repeated; ``Retry(attempts=1)`` never repeats.
        rate: The rate limit of this client; ``None`` for none.
        transport: Any ``httpx.AsyncBaseTransport``; it is yours to close.
        proxy: The proxy of the default connections, ``http://host:port`` or ``https://host:port``,
            with ``user:password@`` before the host if it asks for that; ``socks5://host:port``
            needs ``httpx[socks]``. The proxies of the environment are not used.
        verify: The TLS context of the default connections: which authorities they trust, and which
            certificate they show. Without it they trust those of certifi; the environment's are
            not used.
        max_connections: How many calls may be in flight at once; others wait.
        token_store: Keeps the token, so that several clients can share it; one that fails is passed
            over for a minute.
        rate_store: Reserves the calls, so that several clients can share one rate limit; while it
            fails, the client keeps to *rate* on its own.
        strict: Whether an answer that is not as documented is an `UnexpectedReplyError`; otherwise
            it is counted in `drift`.
        on_drift: Called with each `Deviation` of an answer from the documentation; a function, or
            a coroutine function, which has 5 s. What it raises is logged.
        on_attempt: Called with an `Attempt` when an attempt of any call has ended, the client's own
            sign-ins too; for metrics. A function, or a coroutine function, for which the call
            waits, but for 5 s at most.
        on_outcome: Called with an `Outcome` for each call that may have taken effect or not, also
            if its caller was cancelled after it was sent; a function or a coroutine function too.
        max_response_bytes: How many bytes an answer may have, packed and unpacked; at least 1024. A
            larger one is an `UnexpectedReplyError`, or an `OutcomeUnknownError` for a change.
        allow_http: Whether *base_url* may be ``http`` for another host than this machine too, which
            gets the token unencrypted: a sandbox in another container. It is refused for the
            service's own hosts.
        clock: Tells the time and waits; for tests.
        random: Returns the jitter of waits, from 0 to 1; for tests.

    Raises:
        ConfigurationError: A setting is not valid.
    """

    def __init__(
        self,
        seller_id: int | None = None,
        api_key: str | None = None,
        *,
        token: str | None = None,
        base_url: str | None = None,
        format: Literal["json", "xml"] = "json",  # noqa: A002  (the contract's name)
        timeout: float = 60.0,
        queue_timeout: float | None = None,
        retry: Retry = _DEFAULT_RETRY,
        rate: Rate | None = _DEFAULT_RATE,
        transport: httpx.AsyncBaseTransport | None = None,
        proxy: str | None = None,
        verify: ssl.SSLContext | None = None,
        max_connections: int = 16,
        token_store: TokenStore | None = None,
        rate_store: RateStore | None = None,
        strict: bool = False,
        on_drift: Callable[[Deviation], object] | None = None,
        on_attempt: Callable[[Attempt], object] | None = None,
        on_outcome: Callable[[Outcome], object] | None = None,
        max_response_bytes: int = 32 * 2**20,
        allow_http: bool = False,
        clock: Clock | None = None,
        random: Callable[[], float] = _random,
    ) -> None:
        # The traceback of a setting that is not valid may show this frame's locals.
        api_key, token, proxy = secret_str(api_key), secret_str(token), secret_str(proxy)
        credentials, own_token, seller = resolve_credentials(seller_id, api_key, token)
        check_extensions(
            {
                "transport": transport,
                "token_store": token_store,
                "rate_store": rate_store,
                "strict": strict,
                "on_drift": on_drift,
                "on_attempt": on_attempt,
                "on_outcome": on_outcome,
                "clock": clock,
                "random": random,
            }
        )
        show_log_if_asked()
        clock = SystemClock() if clock is None else clock
        settings = CallSettings(
            timeout=timeout, queue_timeout=queue_timeout, retry=retry, format=format
        )
        connections, binding = self._connect(
            max_connections,
            transport=transport,
            proxy=proxy,
            verify=verify,
            max_response_bytes=max_response_bytes,
        )
        self._pipeline = Pipeline(
            transport=connections,
            binding=binding,
            base_url=resolve_base_url(base_url, allow_http=allow_http),
            rate_limiter=RateLimiter(check_rate(rate), clock, rate_store),
            clock=clock,
            credentials=credentials,
            token=own_token,
            token_store=token_store,
            sign_in_timeout=timeout,
            sign_in_retry=retry,
            format=Format(format),
            drift=DriftLog(),
            on_drift=on_drift,
            strict=strict,
            on_attempt=on_attempt,
            on_outcome=on_outcome,
            random=random,
        )
        self._view = BoundClient(pipeline=self._pipeline, settings=settings, seller_id=seller)

    def _connect(self, max_connections: int, **settings: Any) -> tuple[Transport, LoopBinding]:
        return new_connections(**settings), LoopBinding(check_max_connections(max_connections))

    def __repr__(self) -> str:
        if "_view" not in vars(self):  # in the traceback of a setting that is not valid
            return "<Digiseller>"
        base_url = self._pipeline.base_url
        where = f"base_url={base_url!r}" if base_url else f"hosts={[host.value for host in Host]}"
        state = "closed" if self._pipeline.is_closed else "open"
        return f"<Digiseller seller_id={self._view.seller_id}, {where}, {state}>"

    @property
    def seller_id(self) -> int | None:
        """The seller's number, if the client knows it."""
        return self._view.seller_id

    @property
    def drift(self) -> DriftLog:
        """What was not as documented in answers so far: counts by operation and path."""
        return self._pipeline.drift

    def with_options(
        self,
        *,
        timeout: float | None = None,
        queue_timeout: float | None = None,
        retry: Retry | None = None,
        format: Literal["json", "xml"] | None = None,  # noqa: A002  (the contract's name)
    ) -> Digiseller:
        """Return a view with other settings over the same connections, token and rate limit.

        Closing a view does nothing: the client that it came from owns what they share.
        """
        settings = self._view.settings
        if format is not None:
            settings = evolve(settings, format=format)
        if timeout is not None:
            settings = evolve(settings, timeout=timeout)
        if queue_timeout is not None:
            settings = evolve(settings, queue_timeout=queue_timeout)
        if retry is not None:
            settings = evolve(settings, retry=retry)
        view = object.__new__(_View)
        view._pipeline = self._pipeline
        view._view = evolve(self._view, settings=settings)
        return view

    async def sign_in(self) -> None:
        """Sign in now instead of at the first call, unless there is a valid token already.

        Raises:
            AuthenticationError: The service refused the API key.
            ConfigurationError: There is no API key.
        """
        await self._pipeline.sign_in(self._view.settings)

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        xml: str | bytes | Mapping[str, Any] | None = None,
        effect: Effect | EffectWord = Effect.NOT_IDEMPOTENT,
        host: Host | HostWord = Host.API,
    ) -> Response:
        """Make a call that this package has no method for.

        It has the same sign-in, rate limit, retries and errors as every call. The token goes to the
        service only: neither *path* nor *params* can lead elsewhere, and a redirect is not
        followed.

        Args:
            method: ``"GET"``, ``"POST"``, ``"PUT"``, ``"PATCH"`` or ``"DELETE"``.
            path: The path, such as ``"/api/token/perms"``; below that of *base_url*, if it has one.
            params: The query: texts, ints, bools, Decimals, dates, aware datetimes, or lists of
                them; what is None is left out. Not the token.
            json: The body, if it is JSON.
            xml: The body, if it is XML: a document, or a mapping of its root element to what is in
                it, as in ``{"digiseller.request": {"product_id": 1}}``.
            effect: What the call does, which decides when it is repeated: ``"safe"`` (it only
                reads), ``"idempotent"`` (it sets), ``"deletes"``, or ``"not idempotent"`` (it adds:
                never repeated once it may have taken effect).
            host: ``"api"``, ``"shop"`` or ``"graph"``; a *base_url* takes the place of all three.

        Returns:
            The response, also if its body is of no known format.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request, with a 4xx or by its ``retval``.
            PartialSuccessError: There are errors beside a ``retval`` of 0; `result` has the
                response.
            OutcomeUnknownError: The request was sent, but no usable answer came, and it is not
                only read or set: it may have taken effect.
            DigisellerError: What every call may raise: `AuthenticationError`, `AccessDeniedError`,
                `RateLimitedError`, `UnavailableError`, `NotSentError`, `DeadlineError`,
                `ClosedError`.
        """
        request = build_raw(
            method, path, params=params, json=json, xml=xml, effect=effect, host=host
        )
        response: Response = await self._view.call(request)
        return response

    async def aclose(self) -> None:
        """Close the connections; calls in flight end with an error, further ones are refused."""
        await self._pipeline.aclose()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client cannot be pickled or copied: it has connections, and secrets")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()


class _View(Digiseller):
    """A client over another's connections."""

    async def aclose(self) -> None:
        """Leave the connections to their owner."""

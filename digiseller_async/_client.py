"""Credentials and settings in, a client out: it wires the rooms, and owns what they share."""

from __future__ import annotations

from collections.abc import Callable
from random import random as dice
from types import TracebackType
from typing import TYPE_CHECKING, Literal, NoReturn, Self

from attrs import evolve

from ._redaction import secret_str
from ._runtime.settings import checked_rate, connections, identity, origin
from .config import Options, Rate, RateStore, Retry, TokenStore
from .endpoints.groups import Groups

if TYPE_CHECKING:
    import httpx

    from ._clock import Clock
    from ._response.drift import Deviation, DriftLog
    from ._runtime.call import Outcome

_DEFAULT_RETRY = Retry()
_DEFAULT_RATE = Rate()


class Digiseller(Groups):
    """A client of the Digiseller seller API.

    Use it as ``async with Digiseller(seller_id=…, api_key=…) as ds:``, or call `aclose` in the end.
    It belongs to the event loop and the process that first use it, and may be shared by any number
    of tasks there.

    Credentials are the arguments, else the environment's ``DIGISELLER_SELLER_ID``,
    ``DIGISELLER_API_KEY`` and ``DIGISELLER_TOKEN``; a *token* stands in for a key, but cannot be
    renewed. *base_url* is one origin in place of all the service's hosts: https, or http on this
    machine. *timeout* is the seconds for one call, from the first wait to the last byte. *rate*
    ``None`` turns pacing off. *transport* is any ``httpx.AsyncBaseTransport``, and stays the
    caller's to close; *max_connections* calls are under way at once, and the others queue.
    *token_store* and *rate_store* let several clients share a token and a rate. *format* is the
    one to prefer, in both directions; an operation that has only one uses that. What the
    documentation does not know in an answer is counted in `drift` and told to *on_drift*; with
    *strict* it is an `UnexpectedReplyError`. *on_outcome* is told of each changing call of which
    nobody knows whether it took effect, also of one whose caller was cancelled after it was sent.

    Raises `ConfigurationError` for what makes no sense.
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
        retry: Retry = _DEFAULT_RETRY,
        rate: Rate | None = _DEFAULT_RATE,
        transport: httpx.AsyncBaseTransport | None = None,
        max_connections: int = 16,
        token_store: TokenStore | None = None,
        rate_store: RateStore | None = None,
        strict: bool = False,
        on_drift: Callable[[Deviation], object] | None = None,
        on_outcome: Callable[[Outcome], object] | None = None,
        clock: Clock | None = None,
        random: Callable[[], float] = dice,
    ) -> None:
        # Not at the top: importing the package costs next to nothing, only a client needs these.
        # A wrong setting is shown with its frame, and these are in it.
        api_key, token = secret_str(api_key), secret_str(token)
        from ._clock import SystemClock  # noqa: PLC0415
        from ._response.drift import DriftLog  # noqa: PLC0415
        from ._runtime.bound_client import BoundClient  # noqa: PLC0415
        from ._runtime.pipeline import Pipeline  # noqa: PLC0415
        from ._runtime.rate_limit import RateLimiter  # noqa: PLC0415
        from ._transport.connections import Transport  # noqa: PLC0415
        from .spec.language import Format  # noqa: PLC0415

        credentials, own_token, seller = identity(seller_id, api_key, token)
        clock = clock or SystemClock()
        options = Options(timeout=timeout, retry=retry, format=format)
        self._pipeline = Pipeline(
            transport=Transport(transport, base_url=origin(base_url)),
            pacer=RateLimiter(checked_rate(rate), clock, rate_store),
            clock=clock,
            credentials=credentials,
            token=own_token,
            token_store=token_store,
            sign_in_timeout=timeout,
            format=Format(format),
            drift=DriftLog(on_drift),
            strict=strict,
            on_outcome=on_outcome,
            max_connections=connections(max_connections),
            random=random,
        )
        self._view = BoundClient(pipeline=self._pipeline, options=options, seller_id=seller)

    @property
    def drift(self) -> DriftLog:
        """What was strange in answers so far: counts by operation and path."""
        return self._pipeline.drift

    def with_options(
        self,
        *,
        timeout: float | None = None,
        retry: Retry | None = None,
        format: Literal["json", "xml"] | None = None,  # noqa: A002  (the contract's name)
    ) -> Digiseller:
        """Return a view with other settings over the same connections, token and rate.

        Closing a view does nothing: the client that it came from owns what they share.
        """
        options = self._view.options
        if format is not None:
            options = evolve(options, format=format)
        if timeout is not None:
            options = evolve(options, timeout=timeout)
        if retry is not None:
            options = evolve(options, retry=retry)
        view = object.__new__(_BoundDigiseller)
        view._pipeline = self._pipeline
        view._view = evolve(self._view, options=options)
        return view

    async def sign_in(self) -> None:
        """Sign in now instead of at the first call, unless there is a valid token already.

        Raises `AuthenticationError` if the service refuses the key, `ConfigurationError` if there
        is none.
        """
        await self._pipeline.sign_in(self._view.options)

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


class _BoundDigiseller(Digiseller):
    """A client over another's connections."""

    async def aclose(self) -> None:
        """Leave the connections to their owner."""

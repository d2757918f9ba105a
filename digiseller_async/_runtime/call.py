"""Hold the state of one call, and what is reported if its outcome stays unknown."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import anyio
from attrs import define, field, frozen

from .._wire import WireRequest
from ..spec.language import Effect, Endpoint
from .observation.call_observation import UNOBSERVED, CallObservation
from .settings import CallSettings


@define
class Call:
    """One call and its attempts so far."""

    row: Endpoint[Any]
    settings: CallSettings
    scope: anyio.CancelScope = field(init=False, repr=False)
    """Ends the call when its time is up, or its time in the queue."""
    queue_left: float = field(init=False)
    """The seconds that it may still wait for its turn."""
    leaves_at: float = math.inf
    """When its caller gives up, which is seen when the call begins to wait for its turn."""
    is_queueing: bool = False
    """Whether it waits for its turn: for a connection, or for the rate limit."""
    turn_at: float | None = None
    """When its turn came, if the attempt under way had to wait for it."""
    started_at: float = field(factory=anyio.current_time)
    wire: WireRequest | None = field(default=None, repr=False)
    arguments: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    expected_results: int | None = None
    before_send: Callable[[], Awaitable[None]] | None = None
    """Awaited before each attempt is sent."""
    observation: CallObservation = UNOBSERVED
    attempts: int = 0
    waits: list[float] = field(factory=list[float])
    token: str | None = field(default=None, repr=False)
    rejected_token: str | None = field(default=None, repr=False)
    is_sent: bool = False
    """Whether the attempt under way may have reached the service."""
    outcome_unknown: bool = False
    """Whether an earlier attempt may have taken effect."""

    @property
    def has_effect(self) -> bool:
        """Whether it changes something, and does not only read."""
        return self.row.effect is not Effect.SAFE

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have taken effect, as far as is known while it is under way."""
        return self.has_effect and (self.is_sent or self.outcome_unknown)

    @property
    def is_repeatable(self) -> bool:
        """Whether its request can be sent again."""
        return self.wire is None or self.wire.is_repeatable

    def __attrs_post_init__(self) -> None:
        queue_timeout = self.settings.queue_timeout
        self.queue_left = math.inf if queue_timeout is None else queue_timeout
        # By the event loop's time, whatever clock the waits go by.
        self.scope = anyio.CancelScope(deadline=self.started_at + self.settings.timeout)

    @property
    def remaining(self) -> float:
        """The seconds until its time is up."""
        return self.scope.deadline - anyio.current_time()

    @contextmanager
    def queueing(self) -> Generator[None, None, None]:
        """Let its time stand still while it waits for its turn, which has a bound of its own."""
        began, remaining = anyio.current_time(), self.remaining
        self.is_queueing = True
        self.scope.deadline = math.inf  # so that only the caller's own deadlines are seen
        self.leaves_at = anyio.current_effective_deadline()
        self.scope.deadline = began + self.queue_left
        yield
        # Not if it was cut off there: then the error has to say so.
        now = anyio.current_time()
        self.queue_left -= now - began
        self.is_queueing = False
        self.scope.deadline = now + remaining

    def mark_sent(self) -> None:
        """Note that the request is on its way."""
        self.is_sent = True


@frozen(kw_only=True)
class Outcome:
    """A call that may have taken effect or not: read what it would have changed, and compare."""

    operation: str
    """Its public name, such as ``content.add_text``."""
    arguments: Mapping[str, Any] = field(repr=False)
    """Its arguments; they may hold what is sold."""
    attempts: int
    """How often it was attempted."""
    cancelled: bool
    """Whether the caller was cancelled; otherwise the call raised *error*."""
    error: BaseException | None = None
    """What the call raised."""

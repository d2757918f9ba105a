"""Queue the calls that wait for the rate limit, and choose which of them a turn is given to."""

from __future__ import annotations

import math
from collections import deque
from statistics import median

import anyio
from attrs import define, field

_REMEMBERED = 9
_MARGIN = 2.0


@define(eq=False)
class Place:
    """A call's place in the queue."""

    leaves_at: float = math.inf
    """When its caller gives up, as far as that can be seen."""
    is_called: anyio.Event = field(factory=anyio.Event)
    """Set when it is the first of the queue, or has a turn."""
    has_turn: bool = False


class TurnQueue:
    """The calls that wait, in the order in which they came.

    A turn goes to the first, unless its caller will have given up before a call is likely to end:
    then the request would be sent for nothing, and so, at a steady pace, would each one after it.
    """

    def __init__(self) -> None:
        self._places: deque[Place] = deque()
        self._durations: deque[float] = deque(maxlen=_REMEMBERED)

    def __len__(self) -> int:
        return len(self._places)

    def enter(self, leaves_at: float) -> Place:
        """Return a new place, at the end of the queue."""
        place = Place(leaves_at)
        self._places.append(place)
        self._call_first()
        return place

    def leave(self, place: Place) -> None:
        """Take *place* out of the queue, if it is still in it."""
        if place in self._places:
            self._places.remove(place)
            self._call_first()

    def give_turn(self, now: float) -> None:
        """Give a turn to the first call that has time enough, or to the first if none has."""
        end = now + self._usual_duration()
        first = self._places[0]
        chosen = next((one for one in self._places if one.leaves_at >= end), first)
        chosen.has_turn = True
        self._places.remove(chosen)
        chosen.is_called.set()
        self._call_first()

    def note_duration(self, seconds: float) -> None:
        """Note how long a call took that had waited, also if it was cut off."""
        self._durations.append(seconds)

    def _usual_duration(self) -> float:
        return median(self._durations) * _MARGIN if self._durations else 0.0

    def _call_first(self) -> None:
        if self._places:
            self._places[0].is_called.set()

"""What one kind of trouble is."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from .means import ENDS, Ends, Means
from .steps import Script


@frozen
class Fault:
    """A kind of trouble: what it means, whether the effect is done, and what goes over the wire.

    *but* names where a client can only take it for something else: by the call's class ("deletes"),
    by what carries it ("aiohttp"), or by both ("aiohttp deletes").
    """

    means: Means
    script: Script
    done: bool = field(default=False, kw_only=True)
    heavy: bool = field(default=False, kw_only=True)
    """Whether it takes long, so that not every combination should meet it."""
    but: Mapping[str, Means] = field(factory=dict[str, Means], kw_only=True)

    def ends(self, kind: str, carrier: str = "httpx") -> Ends:
        """Return how a call of that class ends that is carried so."""
        for name in (f"{carrier} {kind}", kind, carrier):
            if name in self.but:
                return ENDS[self.but[name]][kind]
        return ENDS[self.means][kind]


Faults = dict[str, Fault]


def both(name: str, fault: Fault) -> Faults:
    """Return *fault* twice: before the effect is done, and after."""
    return {f"{name}_before": fault, f"{name}_after": evolve(fault, done=True)}

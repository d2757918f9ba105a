"""Describe one fault: what it means to a client, and what goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from .expectations import EXPECTED, ExpectedOutcome, Meaning
from .steps import Script


@frozen
class Fault:
    """A fault: its meaning, whether the call takes effect, and what goes over the wire.

    *overrides* gives another meaning where a client cannot know better: for a class of effects
    ("deletes"), a transport ("aiohttp"), or both ("aiohttp deletes").
    """

    meaning: Meaning
    script: Script
    takes_effect: bool = field(default=False, kw_only=True)
    is_heavy: bool = field(default=False, kw_only=True)
    """Whether it is slow, so that not every combination is tested."""
    needs_tls: bool = field(default=False, kw_only=True)
    """Whether it can only happen over TLS."""
    overrides: Mapping[str, Meaning] = field(factory=dict[str, Meaning], kw_only=True)

    def expected(self, kind: str, transport_name: str = "httpx") -> ExpectedOutcome:
        """Return how a call of that class of effects ends over that transport."""
        for name in (f"{transport_name} {kind}", kind, transport_name):
            if name in self.overrides:
                return EXPECTED[self.overrides[name]][kind]
        return EXPECTED[self.meaning][kind]


Faults = dict[str, Fault]


def before_and_after(name: str, fault: Fault) -> Faults:
    """Return *fault* twice: before and after the call takes effect."""
    return {f"{name}_before": fault, f"{name}_after": evolve(fault, takes_effect=True)}

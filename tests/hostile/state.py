"""Keep the state of the hostile service: effects and sends by call, tokens, its behaviour."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from attrs import define, field

from . import behaviour
from .behaviour import Behaviour
from .calls import Call, Request
from .fault import Fault
from .faults import FAULTS, HONEST


@define
class ServiceState:
    """The state behind all connections."""

    behave: Behaviour = behaviour.coded
    effects: Counter[int] = field(factory=Counter[int])
    sends: Counter[int] = field(factory=Counter[int])
    kinds: Counter[str] = field(factory=Counter[str])
    sign_ins: int = 0
    revoked: int = 0
    trap_hits: int = 0
    connections: int = 0
    accepted: int = 0
    finished: int = 0
    """How many scripts are over: played to their end, or as long as the client was there."""
    sign_in_faults: list[str] = field(factory=list[str])
    handshakes: list[str | None] = field(factory=list[str | None])
    """What the next connections over TLS meet: a fault of the handshake, or none."""

    def fault_for(self, call: Call) -> Fault:
        """Count that *call* was sent, and return the fault that it meets."""
        self.sends[call.number] += 1
        name = self.behave(call.number, self.sends[call.number])
        self.kinds[name or "honest"] += 1
        return HONEST if name is None else FAULTS[name]

    def apply(self, call: Call) -> None:
        """Let *call* take effect."""
        if call.changes:
            self.effects[call.number] += 1

    def sign_in(self) -> bytes:
        """Issue a token; return the body of the answer."""
        self.sign_ins += 1
        until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
        return b'{"retval":0,"token":"TOKEN-%d","seller_id":1,"valid_thru":"%b"}' % (
            self.sign_ins,
            until.isoformat().encode(),
        )

    def accepts(self, request: Request) -> bool:
        """Return whether *request* has a token that is not revoked."""
        number = request.token.removeprefix("TOKEN-")
        return number.isdigit() and int(number) > self.revoked

    def snapshot(self) -> dict[str, Any]:
        """Return what tests compare."""
        return {
            "effects": list(self.effects.items()),
            "sends": list(self.sends.items()),
            "kinds": dict(self.kinds),
            "sign_ins": self.sign_ins,
            "trap_hits": self.trap_hits,
            "connections": self.connections,
            "accepted": self.accepted,
            "finished": self.finished,
        }

    def reset(self) -> None:
        """Reset the counters; tokens stay valid."""
        for counter in (self.effects, self.sends, self.kinds):
            counter.clear()
        self.handshakes.clear()
        self.trap_hits = self.accepted = self.finished = 0

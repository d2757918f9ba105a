"""What the hostile service knows: effects and sends by call, tokens, and how to behave."""

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
class Desk:
    """The state behind all connections."""

    behave: Behaviour = behaviour.coded
    effects: Counter[int] = field(factory=Counter[int])
    sends: Counter[int] = field(factory=Counter[int])
    kinds: Counter[str] = field(factory=Counter[str])
    sign_ins: int = 0
    dead: int = 0
    trapped: int = 0
    connections: int = 0
    had: int = 0
    played: int = 0
    """How many scripts have come to their end."""
    sign_in_troubles: list[str] = field(factory=list[str])

    def fault_for(self, call: Call) -> Fault:
        """Note that *call* was sent, and return what it meets."""
        self.sends[call.number] += 1
        name = self.behave(call.number, self.sends[call.number])
        self.kinds[name or "honest"] += 1
        return HONEST if name is None else FAULTS[name]

    def do(self, call: Call) -> None:
        """Do what *call* wants."""
        if call.changes:
            self.effects[call.number] += 1

    def token(self) -> bytes:
        """Sign somebody in; return the body of the answer."""
        self.sign_ins += 1
        until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
        return b'{"retval":0,"token":"TOKEN-%d","seller_id":1,"valid_thru":"%b"}' % (
            self.sign_ins,
            until.isoformat().encode(),
        )

    def knows(self, request: Request) -> bool:
        """Return whether *request* has a token that is alive."""
        number = request.token.removeprefix("TOKEN-")
        return number.isdigit() and int(number) > self.dead

    def seen(self) -> dict[str, Any]:
        """Return what there is to compare."""
        return {
            "effects": list(self.effects.items()),
            "sends": list(self.sends.items()),
            "kinds": dict(self.kinds),
            "sign_ins": self.sign_ins,
            "trapped": self.trapped,
            "connections": self.connections,
            "had": self.had,
            "played": self.played,
        }

    def forget(self) -> None:
        """Begin anew; tokens stay."""
        for counter in (self.effects, self.sends, self.kinds):
            counter.clear()
        self.trapped = self.had = self.played = 0

"""Meet services and networks that repeat every secret, and look for it in all that is captured."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from itertools import product
from typing import Any

from attrs import define, field
from support.secrets.calls import SOME_OPERATIONS, EchoTransport, call_and_record
from support.secrets.echo_faults import ECHO_FAULTS
from support.secrets.echo_server import CERTIFICATE, RAW_ECHOES, serving
from support.secrets.leaks import Secrets, recording

from ..process import HostileService
from .figures import Figure, none_of
from .observers import Seen, has_opentelemetry, has_sentry, observing

_AUTHS = ("token", "key")


@define
class Tally:
    """How much was captured, and the excerpts that show a secret."""

    calls: int = 0
    texts: int = 0
    leaks: list[str] = field(factory=list[str])

    def figures(self, name: str, seen: Seen) -> list[Figure]:
        """Return what was found in *seen*, and in all else."""
        every = Secrets()
        self.leaks += every.leaks_in(seen.spans)
        name = f"{self.calls:,} calls that meet their secrets {name}"
        counts = {"spans": (seen.spans, has_opentelemetry()), "events": (seen.events, has_sentry())}
        return [
            Figure(f"{name}: texts captured", ">= 1", f"{self.texts:,}", self.texts > 0),
            *(
                Figure(f"{name}: {what} captured", ">= 1", f"{len(found):,}", bool(found))
                for what, (found, is_installed) in counts.items()
                if is_installed
            ),
            none_of(f"{name}: token, key, sign or e-mail in anything captured", self.leaks),
        ]


async def in_answers(service: HostileService, faults: int) -> list[Figure]:
    """Meet so many faults of a service, over a transport that is a mock."""
    del service
    tally = Tally()
    with observing() as seen:
        for fault, auth in product([*ECHO_FAULTS.values()][:faults], _AUTHS):
            secrets = Secrets()
            # Each with one of its own, which knows no other client's token.
            transports = (EchoTransport(secrets, fault) for _ in SOME_OPERATIONS)
            each = [{"transport": one} for one in transports]
            await _call_all(tally, seen, secrets, auth, each)
    # A mock is no transport of httpx's own: nobody traces it.
    figures = tally.figures("in answers", seen)
    return [one for one in figures if not one.name.endswith("spans captured")]


async def on_the_wire(service: HostileService, answers: int) -> list[Figure]:
    """Meet so many answers of a server on real connections."""
    tally = Tally()
    is_tls = service.scheme == "https"
    with observing() as seen:
        for answer in [*RAW_ECHOES.values()][:answers]:
            secrets = Secrets()
            with serving(secrets, answer, tls=is_tls) as server:
                settings: dict[str, Any] = {
                    "base_url": f"{service.scheme}://127.0.0.1:{server.server_port}",
                    "timeout": 0.05 if answer is None else 10.0,
                    "verify": ssl.create_default_context(cafile=CERTIFICATE) if is_tls else None,
                }
                each = [settings] * len(SOME_OPERATIONS)
                await _call_all(tally, seen, secrets, "key", each)
    return tally.figures("on the wire", seen)


async def _call_all(
    tally: Tally, seen: Seen, secrets: Secrets, auth: str, settings: Sequence[dict[str, Any]]
) -> None:
    with recording() as recorder:
        for operation, each in zip(SOME_OPERATIONS, settings, strict=True):
            seen.report(await call_and_record(secrets, recorder, operation, auth, **each))
            tally.calls += 1
    tally.texts += len(recorder.texts)
    # The signs of a sign-in are other ones each time, so what Sentry has seen is looked at now.
    tally.leaks += secrets.leaks_in([*recorder.texts, *seen.events])
    tally.leaks = tally.leaks[:20]

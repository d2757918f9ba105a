"""Ways to answer wrongly: each function returns a script, which the table of faults names."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate
from functools import cache

from .steps import End, Endless, Honest, Pause, Script, Step, Steps

Change = Callable[[Honest], bytes]
JSON = "Content-Type: application/json; charset=utf-8"
REASONS = {200: "OK", 204: "No Content"}


def written(status: int, body: bytes, *lines: str, length: bool = True) -> bytes:
    """Write an answer."""
    head = [f"HTTP/1.1 {status} {REASONS.get(status, 'Trouble')}", *lines]
    if length and status != 204:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + body


def honestly(call: Honest) -> Steps:
    """Answer as the service would."""
    if call.status == 204:
        return (written(204, b""),)
    return (written(call.status, call.body, JSON),)


def full(call: Honest) -> bytes:
    """Return the honest body, also where an honest answer has none."""
    return call.body


def answering(
    status: int = 200, body: bytes | Change = full, *lines: str, kind: str | None = JSON
) -> Script:
    """Answer with another status, body or header; *lines* may name moment, trap and token."""

    def script(call: Honest) -> Steps:
        soon = formatdate(time.time() + 1, usegmt=True)
        facts = {"soon": soon, "trap": call.trap, "token": call.token}
        head = [line.format(**facts) for line in (*([kind] if kind else []), *lines)]
        return (written(status, body if isinstance(body, bytes) else body(call), *head),)

    return script


def saying(*steps: Step) -> Script:
    """Do the same whoever asks."""
    return lambda _: steps


def then(*steps: Step, before: Steps = ()) -> Script:
    """Answer honestly with something after it, or before it."""
    return lambda call: (*before, *honestly(call), *steps)


def with_more(more: bytes) -> Script:
    """Answer honestly, and say more in the same breath."""

    def script(call: Honest) -> Steps:
        return (b"".join(one for one in (*honestly(call), more) if isinstance(one, bytes)),)

    return script


def cut(left: int, framing: str) -> Script:
    """Break off when half of the body, or all of it but *left* bytes, is out."""

    def script(call: Honest) -> Steps:
        body = call.body
        part = body[:-left] if left else body[: len(body) // 2]
        if framing == "length":
            sent = written(200, body, JSON)[: len(part) - len(body)]
        elif framing == "chunks":
            sent = written(200, b"", JSON, "Transfer-Encoding: chunked", length=False)
            sent += chunk(part)
        else:
            sent = written(200, part, JSON, "Connection: close", length=False)
        return (sent, End.CLOSE)

    return script


def chunk(part: bytes) -> bytes:
    """Write one chunk."""
    return b"%x\r\n%b\r\n" % (len(part), part)


def chunked(*parts: bytes | Change, lines: tuple[str, ...] = (), after: Steps = ()) -> Script:
    """Answer in chunks, without the last one; *after* follows."""

    def script(call: Honest) -> Steps:
        head = written(200, b"", JSON, "Transfer-Encoding: chunked", *lines, length=False)
        bodies = [part if isinstance(part, bytes) else part(call) for part in parts]
        return (head + b"".join(map(chunk, bodies)), *after)

    return script


def dribbled(seconds: float, pieces: int) -> Script:
    """Answer honestly, in so many pieces and so slowly."""

    def script(call: Honest) -> Steps:
        whole = b"".join(one for one in honestly(call) if isinstance(one, bytes))
        size = -(-len(whole) // pieces)
        parts = [whole[start : start + size] for start in range(0, len(whole), size)]
        return [step for part in parts for step in (part, Pause(seconds / pieces))]

    return script


def number_as(written_so: bytes) -> Change:
    """Write the call's number otherwise, wherever the body has it."""
    return lambda call: call.body.replace(call.named, written_so)


def telling(text: bytes) -> Change:
    """Say *text*, with the token for ``{}``."""
    return lambda call: text.replace(b"{}", call.token.encode())


def zipped(times: int, *, cut_off: int = 0) -> Change:
    """Compress the body so many times, and lose the end of it."""

    def change(call: Honest) -> bytes:
        body = call.body
        for _ in range(times):
            body = gzip.compress(body)
        return body[:-cut_off] if cut_off else body

    return change


@cache
def bomb(mebibytes: int) -> bytes:
    """Return a small gzip file that would be so large: one block, again and again."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = deflate.compress(b" " * 2**20) + deflate.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block * mebibytes + deflate.flush()


def xml(text: bytes) -> Script:
    """Answer in XML; ``{}`` stands for the call's number."""
    kind = "Content-Type: text/xml"
    return answering(200, lambda call: text.replace(b"{}", call.named), kind=kind)


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Script:
    """Begin an answer, and never end it."""
    return saying(head, Endless(piece, pause))

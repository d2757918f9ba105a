"""Build the scripts of faults: what goes over the wire instead of an honest answer."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate
from functools import cache

from .steps import End, Endless, HonestAnswer, Pause, Script, Step, Steps

Change = Callable[[HonestAnswer], bytes]
JSON = "Content-Type: application/json; charset=utf-8"
REASONS = {200: "OK", 204: "No Content"}


def response_bytes(status: int, body: bytes, *lines: str, length: bool = True) -> bytes:
    """Return an HTTP response."""
    head = [f"HTTP/1.1 {status} {REASONS.get(status, 'Trouble')}", *lines]
    if length and status != 204:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + body


def honest_answer(call: HonestAnswer) -> Steps:
    """Answer as the service would."""
    if call.status == 204:
        return (response_bytes(204, b""),)
    return (response_bytes(call.status, call.body, JSON),)


def honest_bytes(call: HonestAnswer) -> bytes:
    """Return what goes over the wire when the service answers as it would."""
    return b"".join(one for one in honest_answer(call) if isinstance(one, bytes))


def full(call: HonestAnswer) -> bytes:
    """Return the honest body, also where an honest answer has none."""
    return call.body


def responding(
    status: int = 200, body: bytes | Change = full, *lines: str, kind: str | None = JSON
) -> Script:
    """Respond with another status, body or header; *lines* may have {soon}, {trap} and {token}."""

    def script(call: HonestAnswer) -> Steps:
        soon = formatdate(time.time() + 1, usegmt=True)
        facts = {"soon": soon, "trap": call.trap, "token": call.token}
        head = [line.format(**facts) for line in (*([kind] if kind else []), *lines)]
        return (response_bytes(status, body if isinstance(body, bytes) else body(call), *head),)

    return script


def sending(*steps: Step) -> Script:
    """Send the same steps to every call."""
    return lambda _: steps


def honest_then(*steps: Step, before: Steps = ()) -> Script:
    """Answer honestly, with steps after the answer, or before it."""
    return lambda call: (*before, *honest_answer(call), *steps)


def honest_with_extra(extra: bytes) -> Script:
    """Answer honestly, with extra bytes in the same packet, and the same record of TLS."""
    return lambda call: (honest_bytes(call) + extra,)


def honest_in_records(size: int, *extra: bytes) -> Script:
    """Answer honestly, over TLS in records of *size* bytes, with extra ones in the same packet."""

    def script(call: HonestAnswer) -> Steps:
        whole = honest_bytes(call)
        return (*(whole[start : start + size] for start in range(0, len(whole), size)), *extra)

    return script


def filling(size: int, *extra: bytes) -> Script:
    """Answer well, with an answer of exactly *size* bytes, and extra bytes in the same packet."""

    def script(call: HonestAnswer) -> Steps:
        spare = size - len(response_bytes(200, call.body, JSON))
        body = call.body + b" " * (spare - len(f"{size}") + len(f"{len(call.body)}"))
        return (response_bytes(200, body, JSON), *extra)

    return script


def cut_off(left: int, framing: str, end: End = End.CLOSE) -> Script:
    """End the connection after half of the body, or after all of it but *left* bytes."""

    def script(call: HonestAnswer) -> Steps:
        body = call.body
        part = body[:-left] if left else body[: len(body) // 2]
        if framing == "length":
            sent = response_bytes(200, body, JSON)[: len(part) - len(body)]
        elif framing == "chunks":
            sent = response_bytes(200, b"", JSON, "Transfer-Encoding: chunked", length=False)
            sent += chunk(part)
        else:
            sent = response_bytes(200, part, JSON, "Connection: close", length=False)
        return (sent, end)

    return script


def chunk(part: bytes) -> bytes:
    """Return one chunk of chunked encoding."""
    return b"%x\r\n%b\r\n" % (len(part), part)


def chunked(*parts: bytes | Change, lines: tuple[str, ...] = (), after: Steps = ()) -> Script:
    """Answer in chunks, without the last, empty one; *after* follows."""

    def script(call: HonestAnswer) -> Steps:
        head = response_bytes(200, b"", JSON, "Transfer-Encoding: chunked", *lines, length=False)
        bodies = [part if isinstance(part, bytes) else part(call) for part in parts]
        return (head + b"".join(map(chunk, bodies)), *after)

    return script


def slowly(seconds: float, pieces: int) -> Script:
    """Answer honestly, in so many pieces, within so many seconds."""

    def script(call: HonestAnswer) -> Steps:
        whole = honest_bytes(call)
        size = -(-len(whole) // pieces)
        parts = [whole[start : start + size] for start in range(0, len(whole), size)]
        return [step for part in parts for step in (part, Pause(seconds / pieces))]

    return script


def replacing(old: bytes, new: bytes) -> Change:
    """Replace some bytes of the honest body by others."""
    return lambda call: call.body.replace(old, new)


def number_as(replacement: bytes) -> Change:
    """Replace the call's number wherever the body has it."""
    return lambda call: call.body.replace(call.number_bytes, replacement)


def with_token(text: bytes) -> Change:
    """Return *text* with the token in place of ``{}``."""
    return lambda call: text.replace(b"{}", call.token.encode())


def gzipped(times: int, *, without_last: int = 0) -> Change:
    """Compress the body so many times, and drop the last bytes."""

    def change(call: HonestAnswer) -> bytes:
        body = call.body
        for _ in range(times):
            body = gzip.compress(body)
        return body[:-without_last] if without_last else body

    return change


def gzipped_and(more: bytes) -> Change:
    """Compress the body, with more bytes behind its end."""
    return lambda call: gzip.compress(call.body) + more


@cache
def gzip_bomb(mebibytes: int) -> bytes:
    """Return a small gzip file that expands to so many MiB: one block, again and again."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = deflate.compress(b" " * 2**20) + deflate.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block * mebibytes + deflate.flush()


def xml(text: bytes) -> Script:
    """Answer in XML; ``{}`` stands for the call's number."""
    kind = "Content-Type: text/xml"
    return responding(200, lambda call: text.replace(b"{}", call.number_bytes), kind=kind)


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Script:
    """Begin an answer, and never end it."""
    return sending(head, Endless(piece, pause))

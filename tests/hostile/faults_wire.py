"""Trouble with connections and with where an answer ends; another kind is another line."""

from __future__ import annotations

from .fault import Fault, Faults, both
from .means import CLASSES, Means
from .scripts import (
    JSON,
    answering,
    chunked,
    cut,
    dribbled,
    endless,
    full,
    saying,
    then,
    with_more,
    written,
)
from .steps import End, Pause

_LOST, _LATE, _FINE = Means.LOST, Means.LATE, Means.HARMLESS
_HEAD = b"HTTP/1.1 200 OK\r\n"
_STRAY = written(200, b'{"retval":0,"content":{"id":666,"items":[{"id":666}]}}', JSON)
_PROCESSING = b"HTTP/1.1 102 Processing\r\n\r\n"
_LONG = _HEAD + b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
_CHUNKS = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_MEGABYTE = 2**20


def garbled(head: bytes) -> Fault:
    """Return an answer whose head is none."""
    return Fault(_LOST, saying(head + b"\r\n\r\n{}", End.CLOSE), done=True)


CONNECTIONS: Faults = {
    **both("reset", Fault(_LOST, saying(End.RESET))),
    **both("closed", Fault(_LOST, saying(End.CLOSE))),
    **both("hang", Fault(_LATE, saying(End.HANG))),
    "slow_head": Fault(_LATE, endless(_HEAD + b"X-Slow: ", b"a", 0.01), done=True),
    "slow_body": Fault(_LATE, endless(_LONG, b" ", 0.01), done=True),
    "slow_chunks": Fault(_LATE, endless(_CHUNKS, b"1\r\n \r\n", 0.01), done=True),
    "slow_but_whole": Fault(_FINE, dribbled(0.02, 5), done=True),
    "closed_on_idle": Fault(_FINE, then(End.CLOSE), done=True),
    "reset_on_idle": Fault(_FINE, then(Pause(0.002), End.RESET), done=True),
    "stray_on_idle": Fault(_FINE, then(Pause(0.002), _STRAY), done=True),
    "bytes_after_body": Fault(_FINE, with_more(_STRAY), done=True),
    "newlines_after_body": Fault(_FINE, with_more(b"\r\n\r\n"), done=True),
    "hello_of_tls": Fault(_LOST, saying(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", End.CLOSE)),
}

_NO_CONTENT = {"deletes": _FINE, "fragile": _FINE}
# aiohttp reads a body of unknown framing to the connection's end.
_AS_UNFRAMED = {f"aiohttp {kind}": _NO_CONTENT.get(kind, Means.UNREADABLE) for kind in CLASSES}
# aiohttp takes what follows a 204 for a broken answer, before it gives the 204 away.
_AFTER_204 = {**_NO_CONTENT, **{f"aiohttp {kind}": _LOST for kind in CLASSES}}
_EMPTY_204 = b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"

FRAMING: Faults = {
    "cut_with_length": Fault(_LOST, cut(0, "length"), done=True),
    "cut_at_last_byte": Fault(_LOST, cut(1, "length"), done=True),
    "cut_chunked": Fault(_LOST, cut(0, "chunks"), done=True),
    "cut_unframed": Fault(Means.UNREADABLE, cut(0, "end"), done=True),
    "whole_unended_chunks": Fault(_LOST, chunked(full, after=(End.CLOSE,)), done=True),
    "body_on_204": Fault(Means.UNREADABLE, saying(_EMPTY_204), done=True, but=_AFTER_204),
    "few_1xx": Fault(_FINE, then(before=(_PROCESSING * 50,)), done=True),
    "endless_1xx": Fault(_LATE, endless(b"", _PROCESSING * 50, 0.01), done=True),
    "unasked_upgrade": Fault(
        _LOST,
        saying(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
        done=True,
        but={"aiohttp": Means.UNREADABLE},  # it makes a whole answer of it
    ),
    "huge_header": Fault(_LOST, answering(200, full, "X-Huge: " + "a" * _MEGABYTE), done=True),
    "many_headers": Fault(_LOST, answering(200, full, *["X-Many: a"] * 50_000), done=True),
    "endless_head": Fault(_LOST, endless(_HEAD, b"X-More: a\r\n" * 50), done=True),
    "bad_status": garbled(b"HTTP/1.1 abc OK"),
    "http_0_9": Fault(_LOST, saying(b'{"retval":0}', End.CLOSE), done=True),
    "http_9_9": Fault(
        Means.UNREADABLE,
        saying(b"HTTP/9.9 200 OK\r\n\r\n{}", End.CLOSE),
        done=True,
        but={**_NO_CONTENT, **{f"aiohttp {kind}": _LOST for kind in CLASSES}},
    ),
    "other_protocol": garbled(b"220 mail.example ESMTP"),
    "nul_in_header": garbled(_HEAD + b"X-Nul: a\0b"),
    "two_lengths": garbled(_HEAD + b"Content-Length: 2\r\nContent-Length: 3"),
    "length_below_zero": garbled(_HEAD + b"Content-Length: -2"),
    "length_of_words": garbled(_HEAD + b"Content-Length: two"),
    "unknown_framing": Fault(
        _LOST,
        saying(_HEAD + b"Transfer-Encoding: carrier-pigeon\r\n\r\n{}", End.CLOSE),
        done=True,
        but=_AS_UNFRAMED,
    ),
    "bad_chunk_size": Fault(_LOST, saying(_CHUNKS + b"xyz\r\n{}\r\n", End.CLOSE), done=True),
    "chunk_below_zero": Fault(_LOST, saying(_CHUNKS + b"-2\r\n{}\r\n", End.CLOSE), done=True),
    "huge_chunk_size": Fault(_LOST, saying(_CHUNKS + b"f" * 30 + b"\r\n{}", End.CLOSE), done=True),
    "endless_chunks": Fault(
        Means.UNREADABLE,
        endless(_CHUNKS, b"40000\r\n" + b" " * 0x40000 + b"\r\n"),
        done=True,
        heavy=True,
    ),
    "endless_unframed": Fault(
        Means.UNREADABLE, endless(_HEAD + b"\r\n", b" " * 2**18), done=True, heavy=True
    ),
}

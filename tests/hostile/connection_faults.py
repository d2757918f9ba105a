"""Faults of connections and of an answer's framing, one line each."""

from __future__ import annotations

from attrs import evolve

from .expectations import EFFECT_CLASSES, Meaning
from .fault import Fault, Faults, before_and_after
from .scripts import (
    JSON,
    chunked,
    cut_off,
    endless,
    filling,
    full,
    honest_in_records,
    honest_then,
    honest_with_extra,
    responding,
    response_bytes,
    sending,
    slowly,
)
from .steps import CloseNotify, End, Pause, Raw, Step

_LOST, _LATE, _FINE = Meaning.LOST, Meaning.LATE, Meaning.HARMLESS
_HEAD = b"HTTP/1.1 200 OK\r\n"
_STRAY = response_bytes(200, b'{"retval":0,"content":{"id":666,"items":[{"id":666}]}}', JSON)
_REFUSAL = response_bytes(200, b'{"retval":1,"retdesc":"no","errors":null}', JSON)
_TIMED_OUT = response_bytes(408, b"", "Connection: close")
_PROCESSING = b"HTTP/1.1 102 Processing\r\n\r\n"
_LONG = _HEAD + b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
_CHUNKS = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_MEGABYTE = 2**20


def broken_tls(*steps: Step) -> Fault:
    """Return an answer that begins well, and then is no TLS any more."""
    return Fault(_LOST, sending(_LONG, *steps), takes_effect=True)


def garbled(head: bytes) -> Fault:
    """Return an answer with a malformed head."""
    return Fault(_LOST, sending(head + b"\r\n\r\n{}", End.CLOSE), takes_effect=True)


CONNECTIONS: Faults = {
    **before_and_after("reset", Fault(_LOST, sending(End.RESET))),
    **before_and_after("closed", Fault(_LOST, sending(End.CLOSE))),
    **before_and_after("hang", Fault(_LATE, sending(End.HANG))),
    "slow_head": Fault(_LATE, endless(_HEAD + b"X-Slow: ", b"a", 0.01), takes_effect=True),
    "slow_body": Fault(_LATE, endless(_LONG, b" ", 0.01), takes_effect=True),
    "slow_chunks": Fault(_LATE, endless(_CHUNKS, b"1\r\n \r\n", 0.01), takes_effect=True),
    "slow_but_whole": Fault(_FINE, slowly(0.02, 5), takes_effect=True),
    "closed_on_idle": Fault(_FINE, honest_then(End.CLOSE), takes_effect=True),
    "reset_on_idle": Fault(_FINE, honest_then(Pause(0.002), End.RESET), takes_effect=True),
    "stray_on_idle": Fault(_FINE, honest_then(Pause(0.002), _STRAY), takes_effect=True),
    "bytes_after_body": Fault(_FINE, honest_with_extra(_STRAY), takes_effect=True),
    # A change that is refused, and the next one is told that it was done.
    "refusal_with_bytes_after": Fault(Meaning.REFUSED, sending(_REFUSAL + _STRAY)),
    "newlines_after_body": Fault(_FINE, honest_with_extra(b"\r\n\r\n"), takes_effect=True),
    # What fills exactly what is read at once leaves nothing to see where a parser is looked at.
    "bytes_after_16k": Fault(_FINE, filling(2**14, _STRAY), takes_effect=True),
    "bytes_after_64k": Fault(_FINE, filling(2**16, _STRAY), takes_effect=True),
    "bytes_after_128k": Fault(_FINE, filling(2**17, _STRAY), takes_effect=True),
    # As servers do whose patience with an idle connection ends.
    "408_on_idle": Fault(
        _FINE, honest_then(Pause(0.002), _TIMED_OUT, End.CLOSE), takes_effect=True
    ),
    "hello_of_tls": Fault(_LOST, sending(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", End.CLOSE)),
}

_NO_CONTENT = {"deletes": _FINE, "fragile": _FINE}
# aiohttp takes what follows a 204 for a broken answer, before it gives the 204 away.
_AFTER_204 = {**_NO_CONTENT, **{f"aiohttp {kind}": _LOST for kind in EFFECT_CLASSES}}
_EMPTY_204 = b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"
_ANSWER_IN_204 = b"HTTP/1.1 204 No Content\r\nContent-Length: %d\r\n\r\n%b" % (len(_STRAY), _STRAY)

FRAMING: Faults = {
    "cut_with_length": Fault(_LOST, cut_off(0, "length"), takes_effect=True),
    "cut_at_last_byte": Fault(_LOST, cut_off(1, "length"), takes_effect=True),
    "cut_chunked": Fault(_LOST, cut_off(0, "chunks"), takes_effect=True),
    "cut_unframed": Fault(Meaning.UNREADABLE, cut_off(0, "end"), takes_effect=True),
    "whole_unended_chunks": Fault(_LOST, chunked(full, after=(End.CLOSE,)), takes_effect=True),
    "body_on_204": Fault(
        Meaning.UNREADABLE, sending(_EMPTY_204), takes_effect=True, overrides=_AFTER_204
    ),
    "answer_as_body_of_204": Fault(
        Meaning.UNREADABLE, sending(_ANSWER_IN_204), takes_effect=True, overrides=_NO_CONTENT
    ),
    "few_1xx": Fault(_FINE, honest_then(before=(_PROCESSING * 50,)), takes_effect=True),
    "endless_1xx": Fault(_LATE, endless(b"", _PROCESSING * 5, 0.01), takes_effect=True),
    "unasked_upgrade": Fault(
        _LOST,
        sending(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
        takes_effect=True,
        overrides={"aiohttp": Meaning.UNREADABLE},  # it makes a whole answer of it
    ),
    "huge_header": Fault(
        _LOST, responding(200, full, "X-Huge: " + "a" * _MEGABYTE), takes_effect=True
    ),
    "many_headers": Fault(_LOST, responding(200, full, *["X-Many: a"] * 50_000), takes_effect=True),
    "endless_head": Fault(_LOST, endless(_HEAD, b"X-More: a\r\n" * 50), takes_effect=True),
    "bad_status": garbled(b"HTTP/1.1 abc OK"),
    "http_0_9": Fault(_LOST, sending(b'{"retval":0}', End.CLOSE), takes_effect=True),
    "http_9_9": Fault(
        Meaning.UNREADABLE,
        sending(b"HTTP/9.9 200 OK\r\n\r\n{}", End.CLOSE),
        takes_effect=True,
        overrides={"aiohttp": _LOST},
    ),
    "other_protocol": garbled(b"220 mail.example ESMTP"),
    "nul_in_header": garbled(_HEAD + b"X-Nul: a\0b"),
    "two_lengths": garbled(_HEAD + b"Content-Length: 2\r\nContent-Length: 3"),
    "length_below_zero": garbled(_HEAD + b"Content-Length: -2"),
    "length_of_words": garbled(_HEAD + b"Content-Length: two"),
    "unknown_framing": Fault(
        _LOST,
        sending(_HEAD + b"Transfer-Encoding: carrier-pigeon\r\n\r\n{}", End.CLOSE),
        takes_effect=True,
        overrides={"aiohttp": Meaning.UNREADABLE},  # it reads to the connection's end
    ),
    "bad_chunk_size": Fault(
        _LOST, sending(_CHUNKS + b"xyz\r\n{}\r\n", End.CLOSE), takes_effect=True
    ),
    "chunk_below_zero": Fault(
        _LOST, sending(_CHUNKS + b"-2\r\n{}\r\n", End.CLOSE), takes_effect=True
    ),
    "huge_chunk_size": Fault(
        _LOST, sending(_CHUNKS + b"f" * 30 + b"\r\n{}", End.CLOSE), takes_effect=True
    ),
    "endless_chunks": Fault(
        Meaning.UNREADABLE,
        endless(_CHUNKS, b"40000\r\n" + b" " * 0x40000 + b"\r\n"),
        takes_effect=True,
        is_heavy=True,
    ),
    "endless_unframed": Fault(
        Meaning.UNREADABLE, endless(_HEAD + b"\r\n", b" " * 2**18), takes_effect=True, is_heavy=True
    ),
}

# asyncio's own TLS, which aiohttp uses, gives away nothing of a packet that has a broken record.
_LOST_BY_ASYNCIO = {"aiohttp": _LOST}
_FORGED = b"\x17\x03\x03\x00\x20" + bytes(32)
_PART_OF_RECORD = b"\x17\x03\x03\x40\x00" + bytes(99)
_TOO_LONG_RECORD = b"\x17\x03\x03\xff\xff" + bytes(99)
_PLAIN_ALERT = b"\x15\x03\x03\x00\x02\x02\x28"
_PLAIN_CLOSE_NOTIFY = b"\x15\x03\x03\x00\x02\x01\x00"
_HELLO_REQUEST = b"\x16\x03\x03\x00\x04\x00\x00\x00\x00"

TLS: Faults = {
    name: evolve(fault, needs_tls=True)
    for name, fault in {
        **before_and_after("tls_alert_instead", Fault(_LOST, sending(End.ALERT))),
        **before_and_after("closed_without_notify", Fault(_LOST, sending(End.CUT))),
        "cut_with_length_without_notify": Fault(
            _LOST, cut_off(0, "length", End.CUT), takes_effect=True
        ),
        "cut_chunked_without_notify": Fault(
            _LOST, cut_off(0, "chunks", End.CUT), takes_effect=True
        ),
        "cut_unframed_without_notify": Fault(
            Meaning.UNREADABLE, cut_off(0, "end", End.CUT), takes_effect=True
        ),
        "closed_without_notify_on_idle": Fault(_FINE, honest_then(End.CUT), takes_effect=True),
        "tls_alert_on_idle": Fault(
            _FINE, honest_then(End.ALERT), takes_effect=True, overrides=_LOST_BY_ASYNCIO
        ),
        "forged_record_on_idle": Fault(
            _FINE, honest_then(Raw(_FORGED)), takes_effect=True, overrides=_LOST_BY_ASYNCIO
        ),
        "answer_in_small_records": Fault(_FINE, honest_in_records(1), takes_effect=True),
        "bytes_in_next_record": Fault(_FINE, honest_then(_STRAY), takes_effect=True),
        "bytes_in_small_records": Fault(
            _FINE,
            honest_in_records(7, *(_STRAY[n : n + 1] for n in range(len(_STRAY)))),
            takes_effect=True,
        ),
        "notify_on_idle": Fault(_FINE, honest_then(CloseNotify()), takes_effect=True),
        "bytes_after_notify": Fault(
            _FINE, honest_then(CloseNotify(), Raw(_STRAY)), takes_effect=True
        ),
        "record_after_notify": Fault(
            _FINE, honest_then(CloseNotify(), Raw(_FORGED)), takes_effect=True
        ),
        "notify_midway": broken_tls(CloseNotify()),
        "bytes_after_notify_midway": broken_tls(CloseNotify(), Raw(_STRAY)),
        "bytes_after_64k_of_records": Fault(_FINE, filling(65_448, _STRAY), takes_effect=True),
        "tls_alert_midway": broken_tls(End.ALERT),
        "alert_in_plain_text": broken_tls(Raw(_PLAIN_ALERT), End.CUT),
        "close_notify_in_plain_text": broken_tls(Raw(_PLAIN_CLOSE_NOTIFY), End.CUT),
        "renegotiation_in_plain_text": broken_tls(Raw(_HELLO_REQUEST)),
        "http_in_plain_text": broken_tls(Raw(_STRAY)),
        "forged_record": broken_tls(Raw(_FORGED)),
        "cut_record": broken_tls(Raw(_PART_OF_RECORD), End.CUT),
        "record_of_too_many_bytes": broken_tls(Raw(_TOO_LONG_RECORD)),
        "record_that_hangs": evolve(broken_tls(Raw(_PART_OF_RECORD), End.HANG), meaning=_LATE),
    }.items()
}

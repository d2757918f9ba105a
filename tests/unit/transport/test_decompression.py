"""Compressed answers: any way of cutting them gives the same, and none of them is a bomb."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterable
from itertools import chain, pairwise, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async import UnexpectedReplyError
from digiseller_async._transport.decompression import BodyDecoder
from digiseller_async.errors import FailureKind, failure_kind

MOST = 1000
Packer = Callable[[bytes], bytes]


def bare(body: bytes) -> bytes:
    """Compress without zlib's frame, as some servers understand "deflate"."""
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(body) + engine.flush()


PACKERS: dict[str, tuple[str, Packer]] = {
    "none": ("", bytes),
    "identity": ("identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "shouted": (" GZIP ", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare),
}
WAYS = pytest.mark.parametrize(("encoding", "pack"), PACKERS.values(), ids=PACKERS)
COMPRESSED = pytest.mark.parametrize(
    ("encoding", "pack"), list(PACKERS.values())[2:], ids=list(PACKERS)[2:]
)
SPLITS = st.lists(st.integers(0, 400), max_size=12)


def cut(packed: bytes, places: Iterable[int]) -> list[bytes]:
    """Cut *packed* at these places, also into empty pieces."""
    at = [0, *sorted(min(place, len(packed)) for place in places), len(packed)]
    return [packed[first:end] for first, end in pairwise(at)]


def read(encoding: str, pieces: Iterable[bytes], most: int = MOST) -> bytes:
    """Read a whole body that comes so."""
    bounded = BodyDecoder(encoding, most)
    plain = b"".join([part for piece in pieces for part in bounded.feed(piece)])
    bounded.end()
    return plain


@WAYS
@given(body=st.binary(max_size=MOST), places=SPLITS)
def test_any_pieces(encoding: str, pack: Packer, body: bytes, places: list[int]) -> None:
    """However a body is cut into pieces on its way, it reads the same."""
    assert read(encoding, cut(pack(body), places)) == body


@COMPRESSED
@given(body=st.binary(max_size=200), keep=st.floats(0.0, 1.0), places=SPLITS)
def test_broken_off(
    encoding: str, pack: Packer, body: bytes, keep: float, places: list[int]
) -> None:
    """A compressed body that breaks off is refused, wherever it does: it may be half an answer."""
    packed = pack(body)
    rest = packed[: max(1, int(keep * (len(packed) - 1)))]

    with pytest.raises(UnexpectedReplyError, match="cannot be decompressed"):
        read(encoding, cut(rest, places))


@COMPRESSED
@given(places=SPLITS, extra=st.binary(min_size=1, max_size=20))
def test_bytes_after_the_end(encoding: str, pack: Packer, places: list[int], extra: bytes) -> None:
    """What follows the end of a compressed body is refused, in whatever piece it comes."""
    with pytest.raises(UnexpectedReplyError, match="goes on after its end"):
        read(encoding, cut(pack(b"{}") + extra, places))


@COMPRESSED
def test_an_empty_body(encoding: str, pack: Packer) -> None:
    """A body of no bytes at all, as of a 204, is one, whatever its header says."""
    assert read(encoding, []) == read(encoding, [b""]) == b""
    assert read(encoding, [b"", pack(b""), b""]) == b""


@WAYS
@pytest.mark.parametrize("size", [MOST - 1, MOST, MOST + 1, 3 * MOST])
@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_bound(encoding: str, pack: Packer, size: int, step: int) -> None:
    """A body is as large as the bound at most; one byte more is refused."""
    packed = pack(bytes(size))
    pieces = [packed[at : at + step] for at in range(0, len(packed), step)]
    if size <= MOST:
        assert read(encoding, pieces) == bytes(size)
        return
    with pytest.raises(UnexpectedReplyError, match=f"larger than {MOST} bytes"):
        read(encoding, pieces)


@COMPRESSED
def test_bombs(encoding: str, pack: Packer) -> None:
    """What inflates to 64 times the bound never takes more memory than the bound and a little."""
    most = 2**20
    bomb = pack(bytes(64 * most))
    tracemalloc.start()
    with pytest.raises(UnexpectedReplyError, match=f"larger than {most} bytes"):
        read(encoding, [bomb], most)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak <= 3 * most  # zlib's buffer doubles as it grows


@pytest.mark.parametrize(
    ("encoding", "start", "block"),
    [
        ("gzip", gzip.compress(b"", mtime=0)[:10], b"\0\0\0\xff\xff"),
        ("deflate", zlib.compress(b"")[:2], b"\0\0\0\xff\xff"),
        ("gzip", b"\x1f\x8b\x08\x10" + bytes(6), b"a name without an end"),
    ],
)
def test_blocks_that_hold_nothing(encoding: str, start: bytes, block: bytes) -> None:
    """Compression without an end that never holds a byte is bounded, too."""
    with pytest.raises(UnexpectedReplyError, match=f"larger than {MOST} bytes"):
        read(encoding, chain([start], repeat(block, MOST)))


@pytest.mark.parametrize(
    "encoding",
    ["br", "zstd", "compress", "gzip, gzip", "gzip,identity", "deflate, gzip", "?" * 9999],
)
def test_unasked_encodings(encoding: str) -> None:
    """Only what was asked for is read; the error shows no more than the start of its name."""
    with pytest.raises(
        UnexpectedReplyError, match="Content-Encoding that was not asked for"
    ) as caught:
        BodyDecoder(encoding, MOST)

    assert len(str(caught.value)) < 100


@pytest.mark.parametrize(
    ("encoding", "pieces"),
    [
        ("gzip", [b"{}"]),
        ("gzip", [b"\x1f", b"\x8b\x09"]),
        ("gzip", [gzip.compress(b"{}")[:-8] + b"wrong sum and size"[:8]]),
        ("gzip", [zlib.compress(b"{}")]),
        ("deflate", [gzip.compress(b"{}")]),
        ("deflate", [b"\x78\x9d"]),
        ("deflate", [zlib.compress(b"{}")[:-4] + b"\0\0\0\0"]),
        ("deflate", [b"\xff\xff\xff"]),
    ],
)
def test_broken_compression(encoding: str, pieces: list[bytes]) -> None:
    """Broken compression is a broken answer, and keeps no error of zlib's in its chain."""
    with pytest.raises(UnexpectedReplyError, match="cannot be decompressed") as caught:
        read(encoding, pieces)

    assert failure_kind(caught.value) is FailureKind.BAD_RESPONSE
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_gzip_in_gzip() -> None:
    """What was compressed twice is unpacked once: what is inside is no document."""
    once = gzip.compress(b"{}")

    assert read("gzip", [gzip.compress(once)]) == once


@COMPRESSED
@pytest.mark.parametrize("size", [2**18 - 1, 2**18, 2**18 + 1, 2**20])
def test_small_parts(encoding: str, pack: Packer, size: int) -> None:
    """However much is in a piece, it comes in parts, so that others have their turn between."""
    bounded = BodyDecoder(encoding, 2**21)
    parts = list(bounded.feed(pack(bytes(size))))
    bounded.end()

    assert max(len(part) for part in parts) <= 2**18
    assert b"".join(parts) == bytes(size)

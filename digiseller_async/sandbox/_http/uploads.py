"""Read a request's body as it arrives, and keep little of the files in it.

A file of a gigabyte is measured and hashed while it streams. Of its content only the beginning and
the end stay, because that is where an image and a ZIP archive say what they are.
"""

import hashlib
import re
from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

KEPT_BODY = 64 * 1024  # bytes kept of a multipart body as it came
KEPT_HEAD = 16 * 1024  # bytes kept of a file's beginning
# Bytes kept of a file's end: the directory of a ZIP with 200 files, and more.
KEPT_TAIL = 256 * 1024
LONGEST_HEADERS = 16 * 1024  # bytes that the headers of one part may have
BOUNDARY = re.compile(r';\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
FILENAME = re.compile(r';\s*filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
EXTENDED = re.compile(r";\s*filename\*=utf-8'[^']*'([^\s;]+)", re.IGNORECASE)
# A browser writes these three so; others put a backslash before a quote.
ESCAPES = (("%22", '"'), ("%0D", "\r"), ("%0A", "\n"))


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One file that was sent."""

    name: str
    size: int
    sha256: str
    head: bytes
    tail: bytes


@dataclass(frozen=True, kw_only=True)
class ReceivedBody:
    """A request's body; of multipart/form-data its beginning, its files, and what is wrong."""

    content: bytes
    files: tuple[Upload, ...] = ()
    problem: str | None = None

    @property
    def files_without_tails(self) -> tuple[Upload, ...]:
        """The files without their ends, so that a thousand requests can be remembered."""
        return tuple(replace(one, tail=b"") for one in self.files)


class UploadBuilder:
    """A file of which more is to come."""

    def __init__(self, name: str) -> None:
        """Begin an empty file."""
        self._name = name
        self._size = 0
        self._digest = hashlib.sha256()
        self._head = bytearray()
        self._tail = bytearray()

    def add(self, content: bytes) -> None:
        """Take the next bytes."""
        self._size += len(content)
        self._digest.update(content)
        self._head += content[: KEPT_HEAD - len(self._head)]
        self._tail += content
        # Cut seldom, so that not each chunk moves a quarter of a megabyte.
        if len(self._tail) > 2 * KEPT_TAIL:
            del self._tail[:-KEPT_TAIL]

    def done(self) -> Upload:
        """Return the file as it is now."""
        return Upload(
            name=self._name,
            size=self._size,
            sha256=self._digest.hexdigest(),
            head=bytes(self._head),
            tail=bytes(self._tail[-KEPT_TAIL:]),
        )


class MultipartParser:
    """The parts of a multipart body, one after the other; fields that are no files are skipped."""

    def __init__(self, boundary: bytes) -> None:
        """Wait for the first *boundary*."""
        self.files: list[Upload] = []
        self.problem: str | None = None
        self._delimiter = b"\r\n--" + boundary
        # The first boundary has no line before it, so it gets one.
        self._buffer = bytearray(b"\r\n")
        self._part: UploadBuilder | None = None
        self._step: Callable[[], bool] | None = self._content

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes; after the last boundary they mean nothing."""
        self._buffer += chunk
        while self._step is not None and self._step():
            pass
        if self._step is None:
            self._buffer.clear()

    def end(self) -> None:
        """Say that there are no more bytes."""
        if self._step is not None:
            self._fail("the last boundary is missing")

    def _fail(self, problem: str) -> bool:
        """Keep the *problem*, and read no more."""
        self.problem, self._step = problem, None
        return False

    def _take(self, size: int) -> bytes:
        """Return the buffer's first bytes, and remove them."""
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _content(self) -> bool:
        """Read what stands before a boundary: a part's content, or a preamble."""
        end = self._buffer.find(self._delimiter)
        # What may be the beginning of a boundary waits for the next chunk.
        safe = end if end >= 0 else max(0, len(self._buffer) - len(self._delimiter) + 1)
        content = self._take(safe)
        if self._part is not None:
            self._part.add(content)
        if end < 0:
            return False
        if self._part is not None:
            self.files.append(self._part.done())
        self._take(len(self._delimiter))
        self._step = self._border
        return True

    def _border(self) -> bool:
        """Read what stands behind a boundary: a new line, or the end."""
        if len(self._buffer) < 2:
            return False
        mark = self._take(2)
        if mark not in {b"--", b"\r\n"}:
            return self._fail("a boundary does not end its line")
        self._step = self._headers if mark == b"\r\n" else None
        return True

    def _headers(self) -> bool:
        """Read a part's headers."""
        end = self._buffer.find(b"\r\n\r\n")
        if (end if end >= 0 else len(self._buffer)) > LONGEST_HEADERS:
            return self._fail("the headers of a part are too long")
        if end < 0:
            return False
        name = file_name(self._take(end + 4).decode("utf-8", "replace"))
        self._part = UploadBuilder(name) if name else None
        self._step = self._content
        return True


def file_name(headers: str) -> str | None:
    """Return the name of the file in a part with these *headers*, without folders."""
    unfolded = re.sub(r"\r\n[ \t]+", " ", headers)
    lines = [line for line in unfolded.split("\r\n") if line.lower().startswith("content-disp")]
    extended = EXTENDED.search("".join(lines))
    plain = FILENAME.search("".join(lines))
    if extended is not None:
        name = unquote_to_bytes(extended[1]).decode("utf-8", "replace")
    elif plain is not None:
        name = re.sub(r"\\(.)", r"\1", plain[1])
        for escape, character in ESCAPES:
            name = name.replace(escape, character)
    else:
        return None
    return re.split(r"[/\\]", name)[-1]


async def receive_body(stream: AsyncIterable[bytes], content_type: str) -> ReceivedBody:
    """Return what the *stream* brings; multipart/form-data is not kept."""
    if not content_type.lower().startswith("multipart/form-data"):
        return ReceivedBody(content=b"".join([chunk async for chunk in stream]))
    named = BOUNDARY.search(content_type)
    splitter = MultipartParser((named[1] or named[2]).encode() if named else b"")
    kept = bytearray()
    async for chunk in stream:
        kept += chunk[: KEPT_BODY - len(kept)]
        splitter.feed(chunk)
    splitter.end()
    problem = splitter.problem if named else "multipart/form-data without a boundary"
    files = () if problem else tuple(splitter.files)
    return ReceivedBody(content=bytes(kept), files=files, problem=problem)

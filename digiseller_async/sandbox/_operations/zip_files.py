"""List the files of an uploaded ZIP archive, of which only the end is known."""

import io
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from .._http.uploads import Upload
from .._state.texts import RefusedError

MOST_FILES = 200


@dataclass(frozen=True)
class ArchivedFile:
    """One file in an archive."""

    name: str
    size: int


class ZipTail:
    """A file of which only the end is known; the rest reads as zeros.

    A ZIP archive's directory stands at its end, and nothing else of it is read.
    """

    def __init__(self, upload: Upload) -> None:
        """Stand at the file's beginning."""
        self._size = upload.size
        self._tail = upload.tail
        self._at = 0

    def tell(self) -> int:
        """Return the place that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to another place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError("a place before the beginning")
        self._at = start + offset
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        end = self._size if size < 0 else min(self._size, self._at + size)
        hidden = self._size - len(self._tail)
        zeros = max(0, min(end, hidden) - self._at)
        shown = self._tail[max(0, self._at - hidden) : max(0, end - hidden)]
        self._at = max(self._at, end)
        return bytes(zeros) + shown


def list_files(upload: Upload, count: int | None) -> list[ArchivedFile]:
    """Return the archive's own files; *count* is how many there should be."""
    try:
        with ZipFile(ZipTail(upload)) as archive:
            entries = archive.infolist()
    except (BadZipFile, NotImplementedError, OSError) as error:
        raise RefusedError("file", f"This is no ZIP archive: {error}") from error
    own = [
        ArchivedFile(one.filename, one.file_size)
        for one in entries
        if is_outside_folders(one.filename)
    ]
    if not own:
        raise RefusedError("file", "The archive has no files outside of folders")
    if len(own) > MOST_FILES:
        raise RefusedError("file", f"The archive has {len(own)} files, {MOST_FILES} are allowed")
    if count is not None and count != len(own):
        raise RefusedError("count", f"The archive has {len(own)} files, and not {count}")
    return own


def is_outside_folders(name: str) -> bool:
    """Tell if this is the *name* of a file outside of folders."""
    return "/" not in name and "\\" not in name

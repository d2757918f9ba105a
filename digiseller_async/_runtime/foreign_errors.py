"""Keep an error of the user's code as a cause, without what the frames of this package hold."""

from __future__ import annotations

from traceback import walk_tb
from types import TracebackType

_PACKAGE = __name__.partition(".")[0]
_LONGEST_CHAIN = 20


def as_cause(error: Exception) -> Exception:
    """Return *error* with the frames of the user's code only, and so its causes and contexts.

    The locals of this package's frames hold arguments and tokens.
    """
    link: BaseException | None = error
    for _ in range(_LONGEST_CHAIN):
        if link is None:
            break
        link.__traceback__ = _users_part(link.__traceback__)
        link = link.__cause__ or link.__context__
    return error


def from_first_foreign(traceback: TracebackType | None) -> TracebackType | None:
    """Return *traceback* from the first frame on that is not this package's."""
    while traceback is not None and _is_own(traceback.tb_frame.f_globals.get("__name__")):
        traceback = traceback.tb_next
    return traceback


def _users_part(traceback: TracebackType | None) -> TracebackType | None:
    """Return what follows this package's last frame in *traceback*."""
    rest = traceback
    own = [frame for frame, _ in walk_tb(traceback) if _is_own(frame.f_globals.get("__name__"))]
    while rest is not None and own:
        if rest.tb_frame is own[-1]:
            own = []
        rest = rest.tb_next
    return rest


def _is_own(module: object) -> bool:
    return isinstance(module, str) and module.partition(".")[0] == _PACKAGE

"""What is said of an error, and whether it is worth another try."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from lstgeo.errors import LstgeoError

_LASTING = frozenset(
    {
        errno.EACCES, errno.EEXIST, errno.EFBIG, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG,
        errno.ENOENT, errno.ENOTDIR, errno.ENOTEMPTY, errno.EPERM, errno.EROFS, errno.EXDEV,
    }
)  # fmt: skip
"""What a system says that will be the same the next time."""


def sentence(error: BaseException) -> str:
    """One line on what went wrong."""
    text = " ".join(str(error).split())
    if isinstance(error, LstgeoError):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def is_passing(error: BaseException) -> bool:
    """Whether something beneath the error may be gone the next time: of the disk, or of memory."""
    return any(
        isinstance(cause, MemoryError)
        or (
            isinstance(cause, OSError)
            and not isinstance(cause, LstgeoError)
            and cause.errno not in _LASTING
        )
        for cause in _chain(error)
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and those that it came from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__

"""Give memory that was freed back to the system.

The C library keeps what a program freed for its next request. After a large framework was read and rated that is a
third of what the process holds, and each process of a batch would hold it for as long as the batch lasts.
"""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Give freed memory back, where the C library can."""
    with suppress(AttributeError, OSError, TypeError):  # another library than glibc
        ctypes.CDLL(None).malloc_trim(0)

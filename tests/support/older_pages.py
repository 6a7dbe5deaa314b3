"""Pages that are marked as being from an earlier run."""

import re


def without_mark(page: bytes) -> bytes:
    """Return a page without the words that say it is from an earlier run."""
    return re.sub(rb'<p class="older".*?</p>', b"", page)

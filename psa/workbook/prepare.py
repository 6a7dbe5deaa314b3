"""Load into the warm parent what every kernel of a batch needs, so that all of them share it.

The parent belongs to one batch. It has the package as it stood when the batch began, and the ratings that the batch
handed over; a parent that cannot be sure of that refuses, and kernels start in the ordinary way.
"""

import gc
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psa.methods.ratings import Ratings

_is_worked_out = False  # what all pages share, in this process

# what the notebooks import of the package, and with it all that it imports
MODULES = (
    "psa.workbook.workbook",
    "psa.workbook.views",
    "psa.batch.handover",
    "psa.batch.results",
    "psa.evidence.replay",
    "psa.evidence.simulate",
    "psa.pages.sections",
)


def prepare(env: Mapping[str, str]) -> None:
    """Import the package and open what was handed over, where an environment says so.

    Raises:
        RuntimeError: the package was edited while it was imported.
    """
    _import_package()
    gc.disable()  # a notebook's kernel ends before what it leaves would fill the memory
    from psa.batch import handover

    if folder := env.get(handover.FRAMEWORK_VARIABLE):
        handover.find_framework(Path(folder), env.get(handover.VARIABLE, ""))
        if (rated := handover.shown_by_many()) is not None:
            _work_out_shared(rated)


def _work_out_shared(rated: "Ratings") -> None:
    """Have what all pages share worked out, once; a page that cannot be made says so in its own notebook."""
    global _is_worked_out
    if _is_worked_out:
        return
    _is_worked_out = True
    from psa.batch.freed import give_back
    from psa.pages.one_of_each import work_out_one_of_each

    with suppress(Exception):
        work_out_one_of_each(rated)
    give_back()


@lru_cache(maxsize=1)
def _import_package() -> None:
    from psa.batch import fingerprints

    before = fingerprints.package()
    for name in MODULES:
        import_module(name)
    if fingerprints.package_now() != before:
        raise RuntimeError("the package was edited while it was imported")

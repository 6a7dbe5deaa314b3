"""Load into the warm parent what every kernel of a batch needs, so that all of them share it.

The parent belongs to one batch. It has the package as it stood when the batch began, and the ratings that the batch
handed over; a parent that cannot be sure of that refuses, and kernels start in the ordinary way.
"""

import gc
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path

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


@lru_cache(maxsize=1)
def _import_package() -> None:
    from psa.batch import fingerprints

    before = fingerprints.package()
    for name in MODULES:
        import_module(name)
    if fingerprints.package_now() != before:
        raise RuntimeError("the package was edited while it was imported")

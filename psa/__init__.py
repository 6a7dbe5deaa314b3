"""Say whether what a government promised is happening: ``psa.load("NAME")`` gives a rated framework.

Only the names of `__all__` are for a person to use; each is imported when it is first asked for, so that a part of
the package can be imported without the rest.
"""

from importlib import import_module

_HOME = {
    "Workbook": "psa.workbook.workbook",
    "frameworks": "psa.workbook.workbook",
    "load": "psa.workbook.workbook",
    "save_table": "psa.batch.results",
    "say": "psa.pages.sections",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

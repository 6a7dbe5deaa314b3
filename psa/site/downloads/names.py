"""What the downloads are called: known before any is made."""

from collections.abc import Iterable

from psa.data.framework import Framework

FOLDER = "downloads"
TABLES = (
    "indicator_ratings",
    "agreement_ratings",
    "department_ratings",
    "targets",
    "rule_comparison",
    "measures",
    "observations",
    "sources",
)
PACKAGE = "datapackage.json"
CSVW = "csv-metadata.json"
OWN_ENDS = (".csv", ".json", "_observations.csv")


def workbook_name(framework: Framework) -> str:
    """Return the name of the spreadsheet."""
    return f"{framework.name}.xlsx"


def download_names(framework: Framework) -> set[str]:
    """Return the name of every download.

    Raises:
        ValueError: two would have the same, where capitals are not told apart either; the message names all.
    """
    whole = {f"{table}{end}" for table in TABLES for end in (".csv", ".json")}
    whole |= {PACKAGE, CSVW, workbook_name(framework)}
    faults = _clashes(framework, whole)
    if faults:
        raise ValueError("\n".join(faults))
    return whole | own_names(framework)


def own_names(framework: Framework) -> set[str]:
    """Return the names of the downloads of each agreement and department."""
    return {f"{one}{end}" for _, _, ids in _owners(framework) for one in ids for end in OWN_ENDS}


def _owners(framework: Framework) -> list[tuple[str, str, Iterable[str]]]:
    """Return what has downloads of its own: the table, the column and the ids."""
    return [
        ("agreements", "agreement_id", framework.agreements["agreement_id"]),
        ("departments", "department_id", framework.acting_departments()),
    ]


def _clashes(framework: Framework, whole: Iterable[str]) -> list[str]:
    """Return a fault for each id whose files would have the name of another download."""
    taken = {name.casefold(): f"the download {name}" for name in sorted(whole)}
    faults = []
    for table, column, ids in _owners(framework):
        for one in ids:
            files = [f"{one}{end}".casefold() for end in OWN_ENDS]
            if other := next((taken[file] for file in files if file in taken), None):
                fault = f"{one!r} would have the same file as {other}. Rename one"
                faults.append(f"{table}.csv, column {column}: {fault}")
            taken |= dict.fromkeys(files, f"{one!r} of {table}.csv")
    return faults

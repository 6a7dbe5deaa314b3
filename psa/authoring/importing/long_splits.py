"""Say what the columns of a long CSV that nobody named do to its series: split them, or mark their figures."""

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from psa.authoring.importing.column_words import NOTES
from psa.authoring.importing.published_periods import read_published_period
from psa.authoring.importing.published_values import read_figure
from psa.authoring.importing.sdg_columns import NOTHING_SAID, plain
from psa.authoring.importing.sdg_figures import STATUS
from psa.authoring.importing.source import describe_span, first_few, one_line
from psa.authoring.importing.tidy_columns import NAMES
from psa.data.faults import FILE, ROW, Fault
from psa.words import count

STATUSES = frozenset(NAMES["status"])
MARK = re.compile(rf"(value|data|obs\w*|figure)? ?({'|'.join(map(re.escape, (*NOTES, *sorted(STATUSES))))})")
SPLIT_YEAR = re.compile(r"([12][0-9]{3})([-/])([0-9]{2}|[12][0-9]{3})")
SLASHES = {"financial": "-", "academic": "/"}


def figures_there_twice(figures: pd.DataFrame, names: Sequence[str], shown: str) -> list[Fault]:
    """Return a fault for each indicator that has two figures for a period: it is split by another column.

    Args:
        figures: the rows of the file that hold a figure.
        names: the columns of the indicator, the period and the figure.
        shown: the name of the file in messages.
    """
    indicator, period, _ = names
    spans = pd.DataFrame({"name": figures[indicator], "span": figures[period].map(describe_span)})
    faults = []
    for name, rows in figures[spans.duplicated()].groupby(indicator, sort=False):
        all_rows = figures[figures[indicator] == name]
        splits = {c: sorted(set(all_rows[c])) for c in _others(figures, names) if all_rows[c].nunique() > 1}
        row = rows.iloc[0]
        more = f", and so have {count(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
        problem = f"{name!r} has a figure for {row[period]} already{more}"
        remedy = "Keep one row a period"
        if splits:
            content = "; ".join(f"{c} holds {first_few(map(repr, cells), 4)}" for c, cells in splits.items())
            remedy = f'Choose one with --where "{next(iter(splits))}=…": {content}'
        faults.append(Fault(shown, int(row[ROW]), period, problem, remedy))
    return faults


def changes_within(figures: pd.DataFrame, names: Sequence[str], settled: set[str], shown: str) -> list[Fault]:
    """Return a fault for each column whose words change along one indicator: other people, places or units.

    Columns of statuses and notes mark single figures and split nothing; nor do those of numbers, unless they
    are codes that stay the same for several periods.

    Args:
        settled: columns that were chosen from, or said to split nothing.
    """
    indicator, period, _ = names
    faults = []
    for column in _others(figures, names):
        if column in settled or MARK.fullmatch(plain(column)):
            continue
        for name, rows in figures.groupby(indicator, sort=False):
            words = list(rows[column])
            if not _is_split(words):
                continue
            place = next(i for i, word in enumerate(words) if word != words[0])
            row = rows.iloc[place]
            problem = f"{name!r} is {words[0]!r} first and {words[place]!r} from {row[period]}"
            remedy = (
                f'Choose one with --where "{column}=…"; where all are one series, say so with '
                f'--one-series "{column}"'
            )
            faults.append(Fault(shown, int(row[ROW]), column, problem, remedy))
    return faults


def _others(figures: pd.DataFrame, names: Sequence[str]) -> list[str]:
    return [c for c in figures.columns if c not in {*names, FILE, ROW}]


def _is_split(words: list[str]) -> bool:
    """Say whether the words of a column along one series are those of different groups."""
    different = set(words)
    if len(different) < 2 or (len(words) > 2 and len(different) == len(words)):
        return False
    if not any(read_figure(word) or read_published_period(word) for word in different if word):
        return True
    runs = [word for i, word in enumerate(words) if not i or words[i - 1] != word]
    is_code = all(re.fullmatch(r"[0-9]{0,4}", word) for word in different)
    return is_code and len(runs) == len(different) and 2 * len(different) <= len(words)


def marks_of(figures: pd.DataFrame, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the status and the note of each figure, from the columns that mark figures."""
    columns = [c for c in _others(figures, names) if MARK.fullmatch(plain(c))]
    statuses = [c for c in columns if MARK.fullmatch(plain(c))[2] in STATUSES]  # type: ignore[index]
    for cells in figures[columns].to_dict("records"):
        said = [cells[c] for c in statuses if plain(cells[c]) not in NOTHING_SAID]
        known = [word for text in said if (word := STATUS.get(text.strip("[]()").lower()))]
        rest = [f"marked {text}" for text in said if text.strip("[]()").lower() not in STATUS]
        notes = [*rest, *(cells[c] for c in columns if c not in statuses)]
        yield {"status": known[0] if known else "", "note": "; ".join(one_line(n) for n in notes if n)}


def split_year(label: str, kind: str) -> str:
    """Return a year from one year to the next as the kind that it is: 2014/15 as 2014-15, where it is financial."""
    m = SPLIT_YEAR.fullmatch(label)
    if not m or not kind or (int(m[1]) + 1) % 100 != int(m[3][-2:]):
        return label
    return f"{m[1]}{SLASHES[kind]}{m[3][-2:]}"


def describe_split_years(labels: pd.Series, kind: str) -> list[str]:
    """Return how years such as 2014/15 were read, where nobody said it and it could be read otherwise."""
    slashes = [label for label in labels if (m := SPLIT_YEAR.fullmatch(label)) and m[2] == "/"]
    if kind or not slashes:
        return []
    return [
        f"{slashes[0]} is read as an academic year, September to August ({count(len(slashes), 'figure')}): where "
        "financial years to the end of March are meant, import with --split-years financial"
    ]

"""What a page said of an indicator at each past release: in runs, as long as it said the same."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from psa.data.framework import Framework
from psa.methods.chance_words import chance_in_percent
from psa.methods.ratings import Ratings
from psa.pages.charts.classes import sign
from psa.pages.charts.look import ALIKE
from psa.pages.sentences.amounts import short_amount
from psa.pages.sentences.phrases import when
from psa.pages.sentences.today import PATHS, day_words
from psa.pages.tables.table import Table
from psa.words import count, is_missing, listed


@dataclass(frozen=True)
class Said:
    """What was said at one release or at several in a row.

    Attributes:
        code, sign: its look: the class that it is drawn as, and the sign.
        words: what was said.
        days: the day, or the first and the last.
        releases: how many.
        chances: the lowest and the highest chance, in words; empty where none could be told.
    """

    code: str
    sign: str
    words: str
    days: str
    releases: int
    chances: str

    @property
    def text(self) -> str:
        """All of it, in one line."""
        several = f", {self.releases} releases" if self.releases > 1 else ""
        chances = f", chance {self.chances}" if self.chances else ""
        return f"{self.days}{several}: {self.words}{chances}"


def said_before(rated: Ratings, indicator_id: str) -> list[Said]:
    """Return what was said of an indicator at its past releases, in runs of the same word; empty for fewer than two."""
    rows = rated.past([indicator_id])
    if len(rows) < 2:
        return []
    runs = (rows["rating"] != rows["rating"].shift()).cumsum()
    return [_run(rated.framework, run) for _, run in rows.groupby(runs)]


def past_heading(rated: Ratings, indicator_id: str) -> str:
    """Return what stands before `said_before`: with how the days are known, where no release bears some of them."""
    is_dated = rated.past([indicator_id])["is_dated"]
    how = (
        "" if is_dated.all() else f", {'some' if is_dated.any() else 'their'} days counted from a stated lag"
    )
    return f"At its past releases{how}"


def _run(framework: Framework, rows: pd.DataFrame) -> Said:
    code = str(rows["rating"].iloc[0])
    first, last = rows["day"].iloc[0], rows["day"].iloc[-1]
    chances = rows["target_chance"].dropna().to_numpy(float)
    ends = [chance_in_percent(end) for end in (chances.min(), chances.max())] if len(chances) else []
    return Said(
        code=ALIKE.get(code, code),
        sign=sign(code)[1],
        words=framework.word(code),
        days=day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}",
        releases=len(rows),
        chances=" to ".join(dict.fromkeys(ends)),
    )


def past_table(rated: Ratings, indicator_id: str) -> Table | None:
    """Return what was said at each past release, a row a release; None for fewer than two."""
    rows = rated.past([indicator_id])
    if len(rows) < 2:
        return None
    cells = [_cells(rated, row) for row in rows.to_dict("records")]
    headers = ["Release", "Figure then", "Against its path", "Chance on its day", "On track"]
    notes = ["Judged as on that day, by the figures that were out, and by the targets and the rule of today."]
    if not rows["is_dated"].all():
        lags = _lags(rated.framework, rows)
        notes.append(
            f"* No day of release is known: the figure counts from {lags} after the end of its period, as its series "
            "says. Where it was revised since, it stands as revised."
        )
    return Table("What this page said at each release", headers, cells, frozenset({3}), tuple(notes))


def _cells(rated: Ratings, row: dict[Any, Any]) -> list[str]:
    figure = ""
    if not is_missing(row["target_figure"]) and row["measure_id"] in rated.measures.index:
        about = rated.measure_rows[row["measure_id"]]
        figure = f"{short_amount(row['target_figure'], about)} {when(str(row['target_figure_period']))}"
    chance = row["target_chance"]
    return [
        day_words(row["day"]) + ("" if row["is_dated"] else "*"),
        figure,
        PATHS.get(row["target_standing"], ""),
        chance_in_percent(chance) if not is_missing(chance) else "cannot be told",
        rated.framework.word(str(row["rating"])),
    ]


def _lags(framework: Framework, rows: pd.DataFrame) -> str:
    """Return the lags of the series that some rows are about, in words."""
    measures = framework.measures
    own = measures[measures["measure_id"].isin(rows["measure_id"])]["release_lag"].dropna()
    return listed([count(int(days), "day") for days in sorted(own.unique())]) or "a stated number of days"

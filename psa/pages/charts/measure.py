"""The chart of one series."""

import matplotlib.ticker
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from psa.data.periods import parse_period
from psa.pages.charts.labels import Labels
from psa.pages.charts.look import BLUE, DEEP, GREY, LINE, PALE, PINK, SIZE, STYLE, TEAL, WIDTH
from psa.pages.charts.numbers import (
    cut_ends,
    decimal,
    decimals,
    figure_text,
    level_text,
    level_words,
    number_text,
    period,
    spread,
    tick_values,
    tick_words,
    unit_subtitle,
    years_of,
)
from psa.pages.charts.sheet import Frame, draw_line, sheet, symbols, text_width, wrap, write
from psa.pages.sentences.phrases import when
from psa.words import alike, count, number


def plot_measure(
    points: pd.DataFrame,
    row,
    settings,
    projection: pd.DataFrame | None = None,
    period_title: str = "the period",
) -> Figure:
    """Return one series over time with what it is judged by.

    Args:
        points: rows of the long frame for one measure; empty gives a sheet that says so.
        row: its row of `psa.assess.assess_measures`.
        settings: `psa.assess.Settings`, for the span that is shaded.
        projection: time, estimate, lower, upper of the baseline trend carried on.
        period_title: what the shaded span is called.
    """
    with matplotlib.rc_context(STYLE):
        points = points[points["value"].notna()]
        if points.empty:
            figure, ax = sheet(60)
            write(ax, WIDTH / 2, 34, "No figures", align="center")
            return figure
        if projection is not None and projection.empty:
            projection = None
        marks = draw_marks(points, row)
        late = is_late(points, settings)
        subtitle = wrap(unit_subtitle(row["unit"], bool(row["is_derived"])), WIDTH - 8, 2)
        top = 4 + LINE * (len(subtitle) + 1) + 5
        frame, ticks = _measure_frame(points, row, settings, marks, projection, top)
        cut = cut_ends(frame, projection)
        notes = wrap(_notes(points, row, late, projection, period_title, cut), WIDTH - 8)
        figure, ax = sheet(frame.bottom + 24 + LINE * len(notes) + 2 if notes[0] else frame.bottom + 26)
        frame.stretch(ax)
        for i, line in enumerate(subtitle):
            write(ax, 4, 4 + LINE * i + SIZE * 0.85, line)
        for i, line in enumerate(notes):
            write(ax, 4, frame.bottom + 24 + LINE * i + SIZE, line)
        period(ax, frame, settings, period_title)
        _axes(ax, frame, ticks, years_of(points))
        labels = Labels(ax, (frame.left + 3, frame.top + 1, frame.right, frame.bottom - 2))
        _levels(ax, frame, row, points, marks, labels)
        _series(ax, frame, points, late, labels)
        if projection is not None:
            _trend(ax, frame, projection, labels, cut)
        _breaks(ax, frame, points, labels)
        _mark(ax, frame, marks, labels, row)
    return figure


def is_late(points: pd.DataFrame, settings) -> np.ndarray:
    """Return which figures are for a period that ends after the span assessed."""
    if settings.through is None:
        return np.zeros(len(points), dtype=bool)
    return (points["end"] > pd.Timestamp(settings.through)).to_numpy()


def draw_marks(points: pd.DataFrame, row) -> dict[str, tuple[float, float, bool]]:
    """Return time, value and whether provisional of the figures that have a label of their own."""
    found = {}
    for name, period in (
        ("baseline", number_text(row["baseline_period"])),
        ("latest", number_text(row["latest_period"])),
    ):
        at = points[points["period"] == period]
        if len(at):
            last = at.iloc[-1]
            found[name] = (float(last["time"]), float(last["value"]), last["status"] == "provisional")
        elif name == "baseline" and period and pd.notna(row["baseline_value"]):
            found[name] = (parse_period(period).time, float(row["baseline_value"]), False)
    if "latest" not in found:
        last = points.iloc[-1]
        if found.get("baseline", (None,))[0] != float(last["time"]):
            found["last figure"] = (
                float(last["time"]),
                float(last["value"]),
                last["status"] == "provisional",
            )
    return found


def _due(row) -> float:
    return parse_period(row["target_period"]).time if number_text(row.get("target_period")) else np.nan


def _has_path(row, marks) -> bool:
    due = _due(row)
    return "baseline" in marks and np.isfinite(level_text(row, "target_level")) and due > marks["baseline"][0]


def _notes(points, row, late, projection, period_title, cut) -> str:
    """Return what the picture's signs mean, of those that are in it."""
    notes = []
    levels = points.loc[points["lower"].notna(), "interval_level"].dropna().unique()
    if points["lower"].notna().any():
        notes.append(
            f"Band: {number(levels[0])}% interval." if len(levels) == 1 else "Band: published interval."
        )
    if (points["status"] == "provisional").any():
        notes.append("Hollow: provisional.")
    if late.any():
        notes.append(f"Grey: after {period_title}.")
    if _has_path(row, draw_marks(points, row)):
        notes.append("Dotted: straight path to the target.")
    if projection is not None:
        notes.append(f"Fan: range of the baseline trend{', which goes on beyond the edge' if cut else ''}.")
    if set(points["period"].map(lambda p: parse_period(p).kind)) & {"rolling", "span"}:
        notes.append("Each figure stands at the middle of its period.")
    return " ".join(notes)


def _measure_frame(points, row, settings, marks, projection, top):
    """Return where the plot stands and its ticks: years, then values."""
    values = [*points[["value", "lower", "upper"]].to_numpy(float).ravel(), *(m[1] for m in marks.values())]
    levels = [
        v for v in (level_text(row, "target_level"), level_text(row, "standard_level")) if np.isfinite(v)
    ]
    low, high = np.nanmin([*values, *levels]), np.nanmax([*values, *levels])
    span = spread(low, high)
    is_positive, is_share = low >= 0, number_text(row["unit"]) == "percent" and low >= 0 and high <= 100
    if (
        projection is not None
    ):  # the trend and its fan may widen the chart, but no more: a fan can be very wide
        trend = projection[["estimate", "lower", "upper"]].to_numpy(float)
        low, high = (
            min(low, max(np.nanmin(trend), low - 0.6 * span)),
            max(high, min(np.nanmax(trend), high + 0.6 * span)),
        )
        span = max(high - low, span)
    bottom, ceiling = low - 0.16 * span, high + 0.16 * span
    if is_positive:
        bottom = max(bottom, 0.0)
    ticks = [t for t in tick_values(bottom, ceiling, 5) if not is_share or t <= 100]
    begin = decimal(settings.baseline_by)
    end = decimal(settings.through) if settings.through else begin
    due = [_due(row)] if _has_path(row, marks) else []
    times = [*points["time"], *(m[0] for m in marks.values()), begin, end, *due]
    first, last = min(times), max(times)
    pad = max(0.03 * (last - first), 0.3)
    left = 10 + max(text_width(w) for w in tick_words(ticks))
    right = WIDTH - 10
    words = [w for w in level_words(row) for w in w[1]]
    if words:
        right = WIDTH - 10 - max(text_width(w) for w in words)
    return Frame(left, right, top, top + 190, first - pad, last + pad, bottom, ceiling), ticks


def _axes(ax, frame: Frame, ticks: list[float], years: tuple[float, str]) -> None:
    for tick, words in zip(ticks, tick_words(ticks), strict=True):
        y = float(frame.y(tick))
        draw_line(ax, [frame.left, frame.right], [y, y], "#D9DCDF", 0.6, zorder=0.5)
        write(ax, frame.left - 5, y + SIZE * 0.35, words, align="right")
    draw_line(ax, [frame.left, frame.right], [frame.bottom, frame.bottom], GREY, 0.8)
    for x in _year_starts(frame, years):
        draw_line(ax, [x, x], [frame.bottom, frame.bottom + 4], GREY, 0.8)
    for words, x, _, _ in year_axis(frame, years):
        write(ax, x, frame.bottom + 5 + SIZE, words, align="center")


def _year_starts(frame: Frame, years: tuple[float, str]) -> list[float]:
    """Return where the years of an axis begin; none where they would be a hatching."""
    begins = np.arange(int(frame.first) - 1, int(frame.last) + 2) + years[0]
    close = (frame.right - frame.left) / (frame.last - frame.first) < 5
    return [] if close else [float(frame.x(b)) for b in begins if frame.first <= b <= frame.last]


def year_axis(frame: Frame, years: tuple[float, str]) -> list[tuple[str, float, float, float]]:
    """Return years to be written, and the middle, beginning and end of each: as many as have room."""
    begin, joint = years
    unit = (frame.right - frame.left) / (frame.last - frame.first)
    wide = text_width(f"2000{joint}01" if joint else "2000")
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if s * unit >= wide + 8), 200)
    found = []
    for year in range(int(frame.first) - 1, int(frame.last) + 2):
        first, x, last = (float(frame.x(year + begin + part)) for part in (0, 0.5, 1))
        if (
            year % step == 0
            and frame.left <= x <= frame.right
            and x - wide / 2 >= 4
            and x + wide / 2 <= WIDTH
        ):
            found.append((f"{year}{joint}{(year + 1) % 100:02d}" if joint else str(year), x, first, last))
    return found


def _levels(ax, frame: Frame, row, points, marks, labels: Labels) -> None:
    """Draw target and standard, the straight path from baseline to target, and their labels at the right."""
    last = -np.inf
    for level, words in sorted(level_words(row), reverse=True):
        y = float(frame.y(level))
        draw_line(ax, [frame.left, frame.right], [y, y], PINK, 1.5, (0, (6, 3)), 2)
        labels.avoid_line([frame.left, frame.right], [y, y], 25)
        foot = max(y - 2, last + 2 * LINE, frame.top + SIZE)
        foot = min(foot, frame.bottom - LINE)
        for i, word in enumerate(words):
            write(ax, frame.right + 6, foot + i * (LINE - 2), word, PINK)
        last = foot
    if _has_path(row, marks):
        start, value, _ = marks["baseline"]
        due, level = _due(row), level_text(row, "target_level")
        ax.plot([start, due], [value, level], color=PINK, lw=1.8, ls=(0, (0.8, 2)), zorder=2, clip_on=False)
        symbols(ax, [frame.x(due)], [frame.y(level)], "D", 7, "white", PINK, 1.6)
        labels.avoid_line(frame.x([start, due]), frame.y([value, level]), 12)
        labels.avoid_points(frame.x(due), frame.y(level), 20)


def _series(ax, frame: Frame, points, late, labels: Labels) -> None:
    """Draw the figures, a line for each stretch without a break, and their published intervals."""
    time, value = points["time"].to_numpy(float), points["value"].to_numpy(float)
    segment = points["segment"].to_numpy()
    lower, upper = points["lower"].to_numpy(float), points["upper"].to_numpy(float)
    dash = (0, (5, 1.2)) if points["is_derived"].any() else "-"
    for part in np.unique(segment):
        own = segment == part
        labels.avoid_line(frame.x(time[own]), frame.y(value[own]), 40)
        _intervals(ax, frame, time[own], lower[own], upper[own], labels)
        early = np.flatnonzero(own & ~late)
        after = np.flatnonzero(own & (late | np.r_[late[1:], False]))
        if (late & own).any() and len(after) > 1:
            ax.plot(time[after], value[after], color=PALE, lw=1.4, zorder=2.5, clip_on=False)
        if len(early) > 1:
            sns.lineplot(x=time[early], y=value[early], ax=ax, estimator=None, sort=False, legend=False,
                         color=BLUE, lw=2.4, ls=dash, zorder=3, clip_on=False)  # fmt: skip
    hollow = (points["status"] == "provisional").to_numpy()
    alone = np.r_[True, segment[1:] != segment[:-1]] & np.r_[segment[1:] != segment[:-1], True]
    shown = np.full(len(points), len(points) <= 16) | hollow | alone
    marker, size = ("s", 4.5) if points["is_derived"].any() else ("o", 5.5)
    for mask, face, edge in (
        (shown & ~late & ~hollow, BLUE, BLUE), (shown & ~late & hollow, "white", BLUE),
        (shown & late & ~hollow, PALE, PALE), (shown & late & hollow, "white", PALE),
    ):  # fmt: skip
        if mask.any():
            symbols(ax, frame.x(time[mask]), frame.y(value[mask]), marker, size, face, edge, 1.4)
            labels.avoid_points(frame.x(time[mask]), frame.y(value[mask]), 14)


def _intervals(ax, frame, time, lower, upper, labels) -> None:
    """Draw intervals as a band; as a bar where neither neighbour has one."""
    held = np.isfinite(lower) & np.isfinite(upper)
    if not held.any():
        return
    groups = np.split(np.arange(len(time)), np.flatnonzero(held[1:] != held[:-1]) + 1)
    for group in (g for g in groups if held[g[0]]):
        if len(group) == 1:
            ax.plot(
                time[group].repeat(2),
                [*lower[group], *upper[group]],
                "_-",
                color=BLUE,
                lw=1.4,
                ms=7,
                clip_on=False,
            )
            continue
        around, edge = np.r_[group, group[::-1]], np.r_[lower[group], upper[group][::-1]]
        ax.fill(time[around], edge, fc=BLUE, alpha=0.2, lw=0, zorder=1.5, clip_on=False)
        for edge in (lower, upper):
            labels.avoid_line(frame.x(time[group]), frame.y(edge[group]), 2)


def _trend(ax, frame: Frame, projection, labels: Labels, cut) -> None:
    """Draw the baseline trend carried on, with its fan; what leaves the chart ends at its edge, where it says so."""
    time, middle, lower, upper = (
        projection[c].to_numpy(float) for c in ("time", "estimate", "lower", "upper")
    )
    if len(time) == 1:
        x, ends = float(frame.x(time[0])), frame.y(np.clip([lower[0], upper[0]], frame.low, frame.high))
        draw_line(ax, [x, x], ends, TEAL, 6, zorder=1.8)
        if frame.low <= middle[0] <= frame.high:
            symbols(ax, [x], [frame.y(middle[0])], "d", 8, TEAL)
    else:
        fine = np.unique(np.r_[time, np.linspace(time[0], time[-1], 25)])
        low = np.clip(np.interp(fine, time, lower), frame.low, frame.high)
        high = np.clip(np.interp(fine, time, upper), frame.low, frame.high)
        ax.fill(
            np.r_[fine, fine[::-1]],
            np.r_[low, high[::-1]],
            fc=TEAL,
            alpha=0.17,
            lw=0,
            zorder=1.2,
            clip_on=False,
        )
        line = np.interp(fine, time, middle)
        line[(line < frame.low) | (line > frame.high)] = np.nan
        ax.plot(fine, line, color=TEAL, lw=1.8, ls=(0, (5, 1.5, 1, 1.5)), zorder=2.2, clip_on=False)
        labels.avoid_line(frame.x(fine), frame.y(line), 20)
        for edge in (low, high):
            labels.avoid_line(frame.x(fine), frame.y(edge), 2)
    for text, y in cut:
        labels.place(text, float(frame.x(time[-1])), y, DEEP)
    at = len(time) * 2 // 3 if len(time) > 3 else len(time) - 1
    labels.place(
        "baseline trend",
        float(frame.x(time[at])),
        float(frame.y(np.clip(middle[at], frame.low, frame.high))),
        DEEP,
    )


def _break_times(points: pd.DataFrame) -> list[float]:
    time, segment = points["time"].to_numpy(), points["segment"].to_numpy()
    return [float(time[i] + time[i - 1]) / 2 for i in range(1, len(time)) if segment[i] != segment[i - 1]]


def _breaks(ax, frame: Frame, points, labels: Labels) -> None:
    for time in _break_times(points):
        x = float(frame.x(time))
        draw_line(ax, [x, x], [frame.top, frame.bottom], GREY, 1.2, (0, (1, 2)), 2)
        labels.avoid_line([x, x], [frame.top, frame.bottom], 25)
        labels.place("break in series", x, frame.bottom - 18, reach=(6, 24, 60, 100, 140))


def _mark(ax, frame: Frame, marks, labels: Labels, row) -> None:
    """Mark and label the baseline (a square) and the latest figure (a large dot)."""
    for name, (time, value, is_provisional) in marks.items():
        x, y = float(frame.x(time)), float(frame.y(value))
        colour = GREY if name == "baseline" else BLUE
        marker, size = ("s", 8.5) if name == "baseline" else ("o", 9)
        symbols(ax, [x], [y], marker, size, "white" if is_provisional else colour, colour, 1.8, zorder=5)
        labels.avoid_points([x], [y], 60, 6)
    for name in sorted(marks, reverse=True):
        time, value, _ = marks[name]
        text = f"{name} {figure_text(value, bool(row['is_derived']), decimals(row))}"
        labels.place(text, float(frame.x(time)), float(frame.y(value)), "#0B0C0C", bold=True)


def describe_measure_chart(
    points: pd.DataFrame, row, settings=None, projection: pd.DataFrame | None = None
) -> str:
    """Return the alt text of `plot_measure`, from the numbers.

    Args:
        points, row, settings, projection: as for the chart; without settings, nothing is said of figures
            after the span assessed.
    """
    points = points[points["value"].notna()]
    if points.empty:
        return "No figures."
    first, last = points.iloc[0], points.iloc[-1]
    is_derived = bool(row["is_derived"])

    def figure(value):
        return figure_text(value, True) if is_derived else number(float(value), least=decimals(row))

    text = f"Line chart of {count(len(points), 'figure')}, {unit_subtitle(row['unit'], is_derived)}: "
    text += f"{figure(first['value'])} {when(first['period'])}"
    text += f", {figure(last['value'])} {when(last['period'])}." if len(points) > 1 else "."
    if len(points) > 2:
        high, low = points.loc[points["value"].idxmax()], points.loc[points["value"].idxmin()]
        text += f" Highest {figure(high['value'])} {when(high['period'])},"
        text += f" lowest {figure(low['value'])} {when(low['period'])}."
    if number_text(row["baseline_period"]) and pd.notna(row["baseline_value"]):
        text += f" Baseline {figure(row['baseline_value'])} {when(row['baseline_period'])}."
    if number_text(row["latest_period"]) and pd.notna(row["latest_value"]):
        text += f" Latest in the span assessed {figure(row['latest_value'])} {when(row['latest_period'])}."
    if np.isfinite(level_text(row, "target_level")):
        due = f" {when(row['target_period'])}" if number_text(row["target_period"]) else ""
        text += f" Target {figure_text(row['target_level'])}{due}."
    if np.isfinite(level_text(row, "standard_level")):
        text += f" Minimum standard {figure_text(row['standard_level'])}."
    steps = np.flatnonzero(np.diff(points["segment"].to_numpy()))
    for i in steps:
        before, after = points["period"].iloc[i], points["period"].iloc[i + 1]
        text += f" Break in the series between the figures {when(before)} and {when(after)}."
    if points["lower"].notna().any():
        text += f" Published intervals for {count(int(points['lower'].notna().sum()), 'figure')}."
    if (points["status"] == "provisional").any():
        text += f" {int((points['status'] == 'provisional').sum())} provisional."
    late = int(is_late(points, settings).sum()) if settings is not None else 0
    if late:
        text += f" {late} after the span assessed, drawn paler."
    if projection is not None and len(projection):
        middle, lower, upper = alike(*projection.iloc[-1][["estimate", "lower", "upper"]])
        text += f" Baseline trend carried on to {middle}, range {lower} to {upper}"
        if settings is not None:
            frame, _ = _measure_frame(points, row, settings, draw_marks(points, row), projection, 0)
            text += ", more than the chart shows" if cut_ends(frame, projection) else ""
        text += "."
    return text

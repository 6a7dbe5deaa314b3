"""Figures in one house style: tidy frame in, figure out; shown as text (SVG) with alt text.

Labels stand at what they name, so there is no legend; markers and lines differ, so colour is never
alone. The same inputs give the same bytes in any process, so a chart can be compared like a table.
"""

import hashlib
import html
import io
import re
import textwrap

import matplotlib
import numpy as np
import pandas as pd
import seaborn as sns
from IPython.display import display
from matplotlib.figure import Figure

from psa.assess import plain
from psa.periods import parse_period

BLUE, TEAL, PINK, ORANGE, GREY, PALE = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#8a8f94"
STYLE = {
    **sns.axes_style("white"), "font.family": ["Arial", "Helvetica", "DejaVu Sans", "sans-serif"], "font.size": 11,
    "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": GREY, "axes.linewidth": 0.8,
    "xtick.bottom": True, "xtick.color": GREY, "ytick.color": GREY, "xtick.labelsize": 11, "ytick.labelsize": 11,
    "svg.hashsalt": "psa", "svg.fonttype": "none", "axes.unicode_minus": True, "path.simplify": True,
    "font.sans-serif": ["DejaVu Sans"],
}  # fmt: skip
_MEASURE = {"font.family": ["DejaVu Sans"]}  # metrics that every machine has; the page's own font shows the text
MARKERS = {
    "improvement": ("^", BLUE, "full", "improved"), "no_improvement": ("o", GREY, "full", "no improvement"),
    "deteriorated": ("v", ORANGE, "full", "deteriorated"), "not_yet_assessed": ("o", PALE, "none", "not yet assessed"),
    "not_rateable": ("x", PALE, "full", "not rateable"), "withheld": ("s", PINK, "full", "withheld"),
}  # fmt: skip


# ------------------------------------------------------------------------------------ to text, to page


def to_svg(figure: Figure, alt: str) -> str:
    """Return a figure as SVG that can stand inside a page: no size of its own, ids of its own, alt text."""
    text = io.StringIO()
    with matplotlib.rc_context({**STYLE, **_MEASURE}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.S)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.S)
    svg = re.sub(r"(\d+\.\d)\d+", r"\1", svg)
    svg = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font: \1 Arial, Helvetica, sans-serif", svg)
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{mark}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{mark}-\1)", svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{mark}-\1"', svg)
    svg = re.sub(r'(<svg\b[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg\b[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    label = html.escape(alt, quote=True)
    look = 'style="font-family:Arial,Helvetica,sans-serif"'
    return svg.replace("<svg", f'<svg role="img" aria-label="{label}" {look}', 1)


def show(figure: Figure, alt: str) -> None:
    """Show a figure in a notebook, once, as SVG with its alt text."""
    svg = to_svg(figure, alt)
    display({"image/svg+xml": svg, "text/plain": alt}, raw=True, metadata={"image/svg+xml": {"alt": alt}})


def _figure(width: float, height: float, rows: int = 1, columns: int = 1, **given):
    with matplotlib.rc_context({**STYLE, **_MEASURE}):
        figure = Figure(figsize=(width, height))
        axes = figure.subplots(rows, columns, squeeze=False, **given)
    return figure, axes


# ------------------------------------------------------------------------------------------ one series


def plot_measure(points: pd.DataFrame, row, settings, projection: pd.DataFrame | None = None, period_title: str = "the period") -> Figure:
    """Return one series over time with what it is judged by.

    Args:
        points: rows of the long frame for one measure.
        row: its row of `psa.assess.assess_measures`.
        settings: `psa.assess.Settings`, for the span that is shaded.
        projection: time, estimate, lower, upper of the baseline trend carried on.
        period_title: what the shaded span is called.
    """
    with matplotlib.rc_context({**STYLE, **_MEASURE}):
        figure, ((ax,),) = _figure(6.4, 3.5)
        if points.empty:
            ax.text(0.5, 0.5, "no figures", ha="center", va="center", transform=ax.transAxes)
            ax.set_axis_off()
            return figure
        limit = _decimal(settings.through) if settings.through else np.inf
        begin = _decimal(settings.baseline_by)
        last = min(limit, points["time"].max() + 1)
        if begin < last:
            ax.axvspan(begin, last, color="#eef1f4", lw=0)
            ax.text((begin + last) / 2, 1.02, period_title, ha="center", va="bottom", color=GREY, fontsize=10, transform=ax.get_xaxis_transform())
        levels = _levels(ax, row, points)
        _trend(ax, projection)
        for _, part in points.groupby("segment", sort=True):
            _segment(ax, part, limit)
        for day in _break_times(points):
            ax.axvline(day, color=GREY, lw=0.9, ls=(0, (1, 2)))
            ax.text(day, 0.02, " break", color=GREY, fontsize=10, transform=ax.get_xaxis_transform(), ha="left")
        marked = _marked(points, row)
        _frame(ax, points, projection, levels, marked)
        _labels(ax, points, row, marked, levels)
        ax.set_title(_short(row["unit"] or "", 60), loc="left", fontsize=10, color=GREY, pad=18)
        figure.subplots_adjust(left=0.11, right=0.84, top=0.83, bottom=0.12)
    return figure


def _decimal(day) -> float:
    return day.year + (day.month - 1 + day.day / 31) / 12


def _short(text: str, width: int) -> str:
    return textwrap.shorten(str(text), width, placeholder="…")


def _segment(ax, part: pd.DataFrame, limit: float) -> None:
    sns.lineplot(x=part["time"].to_numpy(), y=part["value"].to_numpy(), ax=ax, color=BLUE, lw=2, errorbar=None, legend=False)
    if part["lower"].notna().any():
        ax.fill_between(part["time"], part["lower"], part["upper"], color=BLUE, alpha=0.18, lw=0)
    end = part["end"].dt.year + (part["end"].dt.month - 1) / 12
    late = (end > limit).to_numpy()
    hollow = (part["status"] == "provisional").to_numpy()
    for mask, face, edge in ((~late & ~hollow, BLUE, BLUE), (~late & hollow, "white", BLUE), (late, PALE, PALE)):
        if mask.any():
            ax.plot(part["time"][mask], part["value"][mask], "o", ms=5, mfc=face, mec=edge, ls="none", zorder=3)


def _break_times(points: pd.DataFrame) -> list[float]:
    times, segments = points["time"].to_numpy(), points["segment"].to_numpy()
    return [(times[i] + times[i - 1]) / 2 for i in range(1, len(times)) if segments[i] != segments[i - 1]]


def _levels(ax, row, points) -> list[tuple[float, str]]:
    """Draw target or standard, and the straight path to the target; return what is to be labelled."""
    found = []
    level = row.get("target_level", np.nan)
    if pd.notna(level):
        ax.axhline(level, color=PINK, lw=1.4, ls=(0, (6, 3)))
        found.append((level, f"target {plain(round(level, 2))}"))
        if row["target_period"] and row["baseline_period"] and pd.notna(row["baseline_value"]):
            start, due = parse_period(row["baseline_period"]).time, parse_period(row["target_period"]).time
            if due > start:
                ax.plot([start, due], [row["baseline_value"], level], color=PINK, lw=1.1, ls=(0, (1, 2)))
    standard = row.get("standard_level", np.nan)
    if pd.notna(standard):
        ax.axhline(standard, color=PINK, lw=1.4, ls=(0, (6, 3)))
        found.append((standard, f"standard {plain(standard)}"))
    return found


def _trend(ax, projection) -> None:
    if projection is None or projection.empty:
        return
    ax.fill_between(projection["time"], projection["lower"], projection["upper"], color=TEAL, alpha=0.15, lw=0)
    ax.plot(projection["time"], projection["estimate"], color=TEAL, lw=1.6, ls=(0, (3, 2)))


def _marked(points, row) -> dict[str, tuple[float, float]]:
    found = {}
    for name, period in (("baseline", row["baseline_period"]), ("latest", row["latest_period"])):
        at = points[points["period"] == period]
        if len(at):
            found[name] = (float(at["time"].iloc[-1]), float(at["value"].iloc[-1]))
    return found


def _frame(ax, points, projection, levels, marked) -> None:
    low = [points["value"].min(), points["lower"].min(), *(v for v, _ in levels)]
    high = [points["value"].max(), points["upper"].max(), *(v for v, _ in levels)]
    if projection is not None and not projection.empty:
        low, high = [*low, projection["estimate"].min()], [*high, projection["estimate"].max()]
    bottom, top = np.nanmin(low), np.nanmax(high)
    pad = 0.12 * (top - bottom) or max(abs(top) * 0.1, 1)
    ax.set_ylim(bottom - pad, top + pad)
    first, last = points["time"].min(), points["time"].max()
    span = max(last - first, 2)
    ax.set_xlim(first - 0.06 * span, last + 0.06 * span)
    ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda x, _: f"{x:.0f}"))
    ax.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(5))
    ax.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda y, _: f"{y:,.6g}".replace("-", "\N{MINUS SIGN}")))
    ax.set_xlabel("")
    ax.set_ylabel("")


def _labels(ax, points, row, marked, levels) -> None:
    """Label what is marked, at the right where it ends and above or below the point; nudged apart."""
    bottom, top = ax.get_ylim()
    height = top - bottom
    digits = 3 if row["is_derived"] else 12
    for name, (x, y) in marked.items():
        ax.plot([x], [y], "o", ms=10, mfc="none", mec=GREY, mew=1.3, zorder=4)
        neighbours = points[(points["time"] - x).abs() < 0.15 * (points["time"].max() - points["time"].min() + 1)]["value"]
        above = y >= neighbours.mean()
        if y > top - 0.12 * height:
            above = False
        if y < bottom + 0.12 * height:
            above = True
        text = f"{name} {float(f'{y:.{digits}g}'):,g}" if abs(y) >= 1000 else f"{name} {plain(float(f'{y:.{digits}g}'))}"
        left, right = ax.get_xlim()
        side, above = _apart(name, marked, above, points)
        if side:
            ax.annotate(text, (x, y), xytext=(0, 12 if above else -20), textcoords="offset points", ha=side, fontsize=11, color=GREY, zorder=5)
            continue
        side = "left" if x < left + 0.18 * (right - left) else ("right" if x > right - 0.18 * (right - left) else "center")
        ax.annotate(text, (x, y), xytext=(0, 10 if above else -18), textcoords="offset points", ha=side, fontsize=11, color=GREY,
                    zorder=5, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.7})  # fmt: skip
    right = [(y, text, PINK) for y, text in levels]
    lines = [line for line in ax.get_lines() if line.get_color() == TEAL]
    if lines:
        right.append((float(lines[0].get_ydata()[-1]), "trend", TEAL))
    last = None
    for y, text, colour in sorted(right):
        at = y if last is None else max(y, last + 0.09 * height)
        ax.annotate(text, (1.01, at), xycoords=("axes fraction", "data"), va="center", fontsize=11, color=colour, annotation_clip=False)
        last = at


def _apart(name: str, marked: dict, above: bool, points: pd.DataFrame) -> tuple[str, bool]:
    """Return where the label of one of two points goes that are close together; no side where they are not."""
    if len(marked) < 2:
        return "", above
    (x0, y0), (x1, y1) = marked["baseline"], marked["latest"]
    if abs(x1 - x0) > 0.25 * (points["time"].max() - points["time"].min() + 1):
        return "", above
    higher = y0 >= y1
    return ("right", higher) if name == "baseline" else ("center", not higher)


def describe_measure_chart(points: pd.DataFrame, row) -> str:
    """Return the alt text of `plot_measure`, from the numbers."""
    if points.empty:
        return "No figures."
    first, last = points.iloc[0], points.iloc[-1]
    n = len(points)
    unit = f" ({row['unit']})" if row["unit"] else ""

    def figure(value):
        return plain(float(f"{value:.4g}")) if row["is_derived"] else plain(value)

    text = f"Line chart of {n} {'figure' if n == 1 else 'figures'}{unit}: {figure(first['value'])} in {first['period']}"
    text += f" to {figure(last['value'])} in {last['period']}." if n > 1 else "."
    if n > 2:
        high, low = points.loc[points["value"].idxmax()], points.loc[points["value"].idxmin()]
        text += f" Highest {figure(high['value'])} in {high['period']}, lowest {figure(low['value'])} in {low['period']}."
    if row["baseline_period"] and pd.notna(row["baseline_value"]):
        text += f" Baseline {figure(row['baseline_value'])} in {row['baseline_period']}."
    if row["latest_period"]:
        text += f" Latest rated {figure(row['latest_value'])} in {row['latest_period']}."
    if pd.notna(row.get("target_level", np.nan)):
        text += f" Target {plain(round(row['target_level'], 4))}{' by ' + row['target_period'] if row['target_period'] else ''}."
    if pd.notna(row.get("standard_level", np.nan)):
        text += f" Minimum standard {plain(row['standard_level'])}."
    breaks = int(points["segment"].nunique()) - 1
    if breaks > 0:
        text += f" {breaks} break{'s' if breaks > 1 else ''} in the series."
    return text


# ------------------------------------------------------------------------------------------ components


def _moved(row) -> str:
    if row["rating"] not in {"improvement", "no_improvement"}:
        return "not assessed"
    return {"improvement": "improved"}.get(row["rating"], "worse" if row["reason_code"] == "deteriorated" else "no change")


def _name(row) -> str:
    return row["dimension_value"] if isinstance(row["dimension_value"], str) else row["label"]


def plot_components(points: pd.DataFrame, rows: pd.DataFrame, settings) -> Figure:
    """Return one small chart for each component, sorted by what it did, best first.

    Args:
        points: rows of the long frame for all of them.
        rows: their rows of `psa.assess.assess_measures`.
        settings: for the span that is shaded.
    """
    order = {"improved": 0, "no change": 1, "worse": 2, "not assessed": 3}
    ids = sorted(rows.index, key=lambda i: (order[_moved(rows.loc[i])], -np.nan_to_num(rows.loc[i, "change_good"]), i))
    columns = min(3, max(len(ids), 1))
    lines = -(-len(ids) // columns)
    same = rows["unit"].nunique() == 1
    with matplotlib.rc_context({**STYLE, **_MEASURE, "font.size": 10}):
        figure, axes = _figure(6.8, 0.5 + 1.45 * lines, lines, columns, sharex=True, sharey=same)
        begin = _decimal(settings.baseline_by)
        limit = _decimal(settings.through) if settings.through else points["time"].max()
        for ax, measure in zip(axes.flat, ids, strict=False):
            own = points[points["measure_id"] == measure]
            row = rows.loc[measure]
            ax.axvspan(begin, limit, color="#eef1f4", lw=0)
            colour = {"improved": BLUE, "worse": ORANGE}.get(_moved(row), GREY)
            style = {"improved": "-", "worse": (0, (4, 1.5))}.get(_moved(row), (0, (1.5, 1.5)))
            for _, part in own.groupby("segment"):
                ax.plot(part["time"], part["value"], color=colour, lw=1.6, ls=style if len(part) > 1 else "-", marker="o" if len(own) < 3 else None, ms=3.5)
            ax.set_title(f"{_short(_name(row), 24)}\n{_moved(row)}", fontsize=9.5, loc="left", color=GREY, pad=3, linespacing=1.1)
            ax.tick_params(labelsize=9, length=2)
            ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(3, integer=True))
            ax.xaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda x, _: f"{x:.0f}"))
            ax.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(3))
        for ax in list(axes.flat)[len(ids) :]:
            ax.set_axis_off()
        for column in range(columns):
            shown = [axes[line, column] for line in range(lines) if line * columns + column < len(ids)]
            if shown:
                shown[-1].tick_params(labelbottom=True)
        total = 0.5 + 1.45 * lines
        figure.subplots_adjust(left=0.09, right=0.98, top=1 - 0.42 / total, bottom=0.28 / total, hspace=0.62, wspace=0.16 if same else 0.32)
    return figure


def describe_components_chart(points: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Return the alt text of `plot_components`, from the numbers."""
    counts = pd.Series([_moved(rows.loc[i]) for i in rows.index]).value_counts()
    said = ", ".join(f"{counts[w]} {w}" for w in ("improved", "no change", "worse", "not assessed") if w in counts)
    return f"Small line charts of {len(rows)} components with {len(points)} figures: {said}."


# ------------------------------------------------------------------------------------------- summaries


def _class(row) -> str:
    return "deteriorated" if row["detail"] == "deteriorated" else row["rating"]


def plot_agreement_summary(indicators: pd.DataFrame) -> Figure:
    """Return one agreement at a glance: each indicator's change in per cent of its baseline, better to the right.

    Args:
        indicators: rows of `psa.assess.assess_indicators`.
    """
    frame = indicators[indicators["change_percent"].notna()].copy()
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = np.where(frame["change"] != 0, np.sign(frame["change_good"] / frame["change"].where(frame["change"] != 0)), 1.0)
    frame["moved"] = frame["change_percent"] * turn
    scale = 100 / frame["baseline_value"].abs()
    ends = np.column_stack([frame["change_lower"] * scale * turn, frame["change_upper"] * scale * turn])
    frame["low"], frame["high"] = ends.min(axis=1), ends.max(axis=1)
    frame = frame.sort_values("moved", kind="stable")
    n = len(frame)
    with matplotlib.rc_context({**STYLE, **_MEASURE}):
        figure, ((ax,),) = _figure(6.8, 0.9 + 0.62 * n)
        ax.axvline(0, color=GREY, lw=1)
        widest = np.nanmax(np.abs(frame["moved"])) or 1
        for y, row in enumerate(frame.to_dict("records")):
            marker, colour, fill, _ = MARKERS[_class(row)]
            if np.isfinite(row["low"]):
                ax.plot([max(row["low"], -2 * widest), min(row["high"], 2 * widest)], [y, y], color=colour, lw=1.6)
            ax.plot([row["moved"]], [y], marker, ms=9, color=colour, fillstyle=fill, zorder=3)
            # a line at a time: a viewer's font is not ours, and would not align several
            lines = textwrap.wrap(_short(row["name"], 72), 36)
            for i, line in enumerate(lines):
                ax.text(-0.01, y + 0.27 * ((len(lines) - 1) / 2 - i), line, ha="right", va="center", fontsize=9.5, transform=ax.get_yaxis_transform())
            text = f"{row['moved']:+.3g}%".replace("-", "\N{MINUS SIGN}")
            ax.text(1.01, y, text, ha="left", va="center", fontsize=10, transform=ax.get_yaxis_transform())
        ax.set_ylim(-0.6, n - 0.4)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.margins(x=0.12)
        ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(5))
        ax.set_xlabel("change since the baseline, per cent; right is better", fontsize=10, color=GREY)
        height = 0.9 + 0.62 * n
        figure.subplots_adjust(left=0.42, right=0.89, top=1 - 0.1 / height, bottom=0.62 / height)
    return figure


def describe_agreement_summary(indicators: pd.DataFrame) -> str:
    """Return the alt text of `plot_agreement_summary`, from the numbers."""
    frame = indicators[indicators["change_percent"].notna()]
    better = int((frame["change_good"] > 0).sum())
    worse = int((frame["change_good"] < 0).sum())
    return (f"Change since the baseline of {len(frame)} of {len(indicators)} indicators: {better} for the better, "
            f"{worse} for the worse, {len(frame) - better - worse} unchanged.")  # fmt: skip


def plot_framework_summary(agreements: pd.DataFrame, indicators: pd.DataFrame) -> Figure:
    """Return all agreements, one a row: a symbol for each indicator, best first, and the label.

    Args:
        agreements: rows of `psa.ratings.rate_agreements`.
        indicators: rows of `psa.assess.assess_indicators`.
    """
    n = len(agreements)
    order = list(MARKERS)
    widest = int(indicators.groupby("agreement_id").size().max()) if len(indicators) else 1
    with matplotlib.rc_context({**STYLE, **_MEASURE}):
        height = 0.9 + 0.3 * n
        figure, ((ax,),) = _figure(6.8, height)
        for y, row in enumerate(agreements.to_dict("records")):
            own = indicators[indicators["agreement_id"] == row["agreement_id"]]
            classes = sorted((_class(i) for i in own.to_dict("records")), key=order.index)
            for code in dict.fromkeys(classes):
                marker, colour, fill, _ = MARKERS[code]
                x = [i for i, c in enumerate(classes) if c == code]
                ax.plot(x, [y] * len(x), marker, ms=8, color=colour, fillstyle=fill, ls="none")
            name = row["short_title"] if isinstance(row["short_title"], str) else row["agreement_id"]
            ax.text(-0.7, y, _short(name, 38), ha="right", va="center", fontsize=10)
            ax.text(widest - 0.3, y, row["rating"].replace("_", " "), ha="left", va="center", fontsize=10)
        ax.set_ylim(n - 0.4, -0.7)
        ax.set_xlim(-0.6, widest - 0.4)
        ax.set_axis_off()
        used = [c for c in order if any(_class(i) == c for i in indicators.to_dict("records"))]
        for i, code in enumerate(used):
            marker, colour, fill, word = MARKERS[code]
            x, y = 0.03 + 0.33 * (i % 3), (0.45 - 0.26 * (i // 3)) / height
            ax.plot([x], [y], marker, ms=8, color=colour, fillstyle=fill, transform=figure.transFigure, clip_on=False)
            figure.text(x + 0.02, y, word, va="center", fontsize=10)
        figure.subplots_adjust(left=0.42, right=0.8, top=1 - 0.05 / height, bottom=0.72 / height)
    return figure


def describe_framework_summary(agreements: pd.DataFrame, indicators: pd.DataFrame) -> str:
    """Return the alt text of `plot_framework_summary`, from the numbers."""
    counts = pd.Series([_class(i) for i in indicators.to_dict("records")]).value_counts()
    said = ", ".join(f"{counts[c]} {MARKERS[c][3]}" for c in MARKERS if c in counts)
    return f"{len(agreements)} agreements with one symbol for each of {len(indicators)} indicators: {said}."

"""The report for a reviewer as one page: what to ask first, ratings, charts side by side, rows, notebooks."""

import re
from difflib import SequenceMatcher
from html import escape

from psa.methods.ratings import Ratings
from psa.review.choices import decided_choices
from psa.review.difference import LEVELS, Difference, RowChange
from psa.review.in_place import describe_in_place, edited_in_place
from psa.review.moved import MovedPoint, sources_of_row
from psa.review.notebooks import CellChange, NotebookChange
from psa.review.pictures import ChartChange, changed_charts
from psa.review.report import Review
from psa.words import count, number, plain

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#0b0c0c;margin:0 auto;max-width:1240px;padding:1rem}
:root{color-scheme:light}body{overflow-wrap:anywhere;background:#fff}
.name{font-weight:400}
.ratings{width:100%;overflow-wrap:break-word}.ratings th:first-child{width:26%}
.ratings td:nth-child(2){white-space:nowrap}
del{background:#fbe3df;text-decoration:line-through}ins{background:#dcefe0;text-decoration:underline}
.ratings small{color:#484949}
@media(max-width:40rem){
.ratings,.ratings tbody,.ratings tr,.ratings th,.ratings td{display:block;width:auto}
.ratings th:first-child{width:auto}
.ratings thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.ratings tbody th{border:0;padding:.8rem 0 0}
.ratings td{display:grid;grid-template-columns:4.5rem 1fr;border:0;padding:.1rem 0}
.ratings td::before{content:attr(data-head);color:#484949}
.ratings tbody tr{border-bottom:1px solid #dcdcdc;padding-bottom:.6rem}
}
svg{max-width:100%;height:auto}
h1{font-size:1.7rem}h2{font-size:1.3rem;margin-top:2.2rem;border-top:1px solid #b1b4b6;padding-top:1rem}
h3{font-size:1.05rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1rem}
figure{margin:0;border:1px solid #b1b4b6;padding:.6rem;min-width:0}figcaption{font-weight:700}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font-size:.85rem}
table{border-collapse:collapse;margin:.6rem 0}
td,th{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;border-bottom:1px solid #dcdcdc}
.ask h2{border:0;margin:0;padding:0}
.ask{border-left:6px solid #d4351c;padding:.2rem 1rem}
"""


def html_report(review: Review, tests: str = "") -> str:
    """Return the report of a change from a git revision on as an HTML page that needs no other file.

    Args:
        review: from `psa.review.report.gather`.
        tests: what the tests said.
    """
    compared = review.comparison
    charts = changed_charts(compared.before, compared.after)
    chosen = decided_choices(compared.before, compared.after)
    return page_of(compared.difference, charts, review.notebooks, tests, compared.after, chosen)


def page_of(
    difference: Difference,
    charts: list[ChartChange],
    notebooks: list[NotebookChange],
    tests: str,
    rated: Ratings,
    chosen: list[str] | None = None,
) -> str:
    """Return the page of a difference with its charts; nothing in it is a script.

    Args:
        chosen: the choices that it decides, from `psa.review.choices.decided_choices`.
    """
    title = f"Review: {rated.framework.settings['title'] or rated.framework.name}"
    parts = [f"<h1>{escape(title)}</h1>"]
    parts.append(f"<p>From {escape(difference.old)} to {escape(difference.new)}.</p>")
    parts.append(f"<p><strong>{_summary(difference, charts, notebooks)}</strong></p>")
    parts += _ask_first(difference, rated)
    parts += [f"<p>{_plain(note)}</p>" for note in difference.notes]
    parts += [
        *_choices(chosen or []),
        *_ratings(difference),
        *_charts(charts),
        *_rows(difference.rows),
    ]
    parts += [*_notebooks(notebooks), "<h2>Tests</h2>", f"<p>{_plain(tests or 'Not run.')}</p>"]
    head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    view = '<meta name="viewport" content="width=device-width,initial-scale=1">'
    return (
        f"{head}{view}<style>{STYLE}</style></head>\n<body><main>\n"
        + "\n".join(parts)
        + "\n</main></body></html>\n"
    )


def _summary(difference: Difference, charts: list[ChartChange], notebooks: list[NotebookChange]) -> str:
    """Return how much the change does, in one line."""
    rated = [
        count(number, level)
        for level in LEVELS
        if (number := len({c.id for c in difference.changes if c.level == level}))
    ]
    said = f"Rated otherwise: {', '.join(rated) or 'nothing'}. "
    rest = (
        count(len(difference.rows), "changed row"),
        count(len(charts), "altered chart"),
        count(len(notebooks), "changed notebook"),
    )
    return f"{said}{', '.join(rest)}."


def _choices(chosen: list[str]) -> list[str]:
    """Return the choices of ours that the change decides."""
    if not chosen:
        return []
    items = "".join(f"<li>{escape(line)}</li>" for line in chosen)
    return ["<h2>Choices of ours decided here</h2>", f"<ul>{items}</ul>"]


def _plain(markdown: str) -> str:
    """Return a sentence of the Markdown report without its marks, escaped."""
    return escape(markdown.replace("`", "").replace("**", "").replace("\\", ""))


def _ask_first(difference: Difference, rated: Ratings) -> list[str]:
    lines = describe_in_place(difference)
    if not lines:
        return []
    links = [_sources(sources_of_row(rated, one.row.key)) for one in edited_in_place(difference)]
    items = "".join(
        f"<li>{escape(line)}{f'. Source: {link}' if link else ''}</li>"
        for line, link in zip(lines, links, strict=True)
    )
    what = count(len(lines), "published figure")
    return ['<div class="ask">', f"<h2>Ask first: {what} edited in place</h2>", f"<ul>{items}</ul></div>"]


def _ratings(difference: Difference) -> list[str]:
    if not difference.changes:
        return ["<h2>Ratings</h2>", "<p>No rating changed.</p>"]
    rows, last = "", ""
    heads = ("Which", "What", "Before", "Now")
    for change in difference.changes:
        name = f' <span class="name">{escape(change.name)}</span>' if change.id != last else ""
        last = change.id
        cells = [
            (escape(change.column.replace("_", " ")), ""),
            (_word(change.old), change.old_reason),
            (_word(change.new), change.new_reason),
        ]
        texts = "".join(
            f'<td role="cell" data-head="{head}"><span>{word}{_why(reason)}</span></td>'
            for head, (word, reason) in zip(heads[1:], cells, strict=True)
        )
        rows += f'<tr role="row"><th role="rowheader" scope="row">{escape(change.id)}{name}</th>{texts}</tr>'
    head = "".join(f'<th role="columnheader" scope="col">{h}</th>' for h in heads)
    top = f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
    body = f'<tbody role="rowgroup">{rows}</tbody>'
    return ["<h2>Ratings</h2>", f'<table role="table" class="ratings">{top}{body}</table>']


def _why(reason: str) -> str:
    """Return the reason of a rating below its word."""
    return f"<br><small>{escape(reason)}</small>" if reason else ""


def _word(code: str) -> str:
    return escape((code or "none").replace("_", " "))


def _charts(charts: list[ChartChange]) -> list[str]:
    lines = [
        "<h2>Charts</h2>",
        f"<p>{count(len(charts), 'chart')} altered; no other is. Figures and changes that moved are ringed.</p>",
    ]
    for chart in charts:
        lines.append(f"<h3>{escape(f'{chart.id} {chart.name}'.strip())}</h3>")
        lines += [_moved(chart.moved)] if chart.moved else []
        figures = "".join(
            f"<figure><figcaption>{word}</figcaption>{svg or '<p>No chart.</p>'}</figure>"
            for word, svg in (("Before", chart.before), ("Now", chart.after))
        )
        lines.append(f'<div class="pair">{figures}</div>')
    return lines


def _moved(points: tuple[MovedPoint, ...]) -> str:
    """Return the figures that moved as a list, each with its sources."""
    items = "".join(
        f"<li>{escape(p.measure_id)}, {escape(p.period)}: <strong>{_figures(p)}</strong>"
        f"{f'. Source: {links}' if (links := _sources(p.sources)) else ''}</li>"
        for p in points
    )
    return f"<ul>{items}</ul>"


def _figures(point: MovedPoint) -> str:
    """Return a figure before and now, with as many decimals."""
    both = (point.before, point.after)
    decimals = max(len(plain(value).partition(".")[2]) for value in both if value is not None)
    return " → ".join("none" if v is None else escape(number(v, least=decimals)) for v in both)


def _sources(sources: tuple[tuple[str, str], ...]) -> str:
    def one(title: str, url: str) -> str:
        is_link = url.startswith(("https://", "http://"))
        return f'<a href="{escape(url)}">{escape(title)}</a>' if is_link else escape(title)

    return "; ".join(one(*source) for source in sources)


def _rows(rows: tuple[RowChange, ...]) -> list[str]:
    if not rows:
        return []
    items = []
    for row in rows:
        is_changed = row.kind == "changed"
        cells = "; ".join(
            f"{escape(name)} {escape(old or 'empty')} → <strong>{escape(new or 'empty')}</strong>"
            if is_changed
            else f"{escape(name)} {escape(old or new)}"
            for name, old, new in row.cells
        )
        place = f"{row.file}, row {row.row}" if row.row else row.file
        items.append(
            f"<li>{escape(row.kind.capitalize())}: <strong>{escape(row.key)}</strong> ({escape(place)})"
            f"<br><small>{cells}</small></li>"
        )
    return ["<h2>Rows</h2>", f"<ul>{''.join(items)}</ul>"]


def _notebooks(changes: list[NotebookChange]) -> list[str]:
    if not changes:
        return ["<h2>Notebooks</h2>", "<p>No file of a notebook differs.</p>"]
    lines = ["<h2>Notebooks</h2>"]
    for change in changes:
        sources, outputs, cells = change.counts
        lines.append(f"<h3>{escape(change.name)}: {escape(change.state)}</h3>")
        lines.append(
            f"<p>{count(sources, 'cell')} with other code or text, {outputs} with other outputs, "
            f"{cells} added or removed.</p>"
        )
        lines += [_cell(cell) for cell in change.cells if cell.kind]
    return lines


def _cell(cell: CellChange) -> str:
    """Return one cell before and now, side by side, with the words that differ marked."""
    sides = "".join(
        f"<figure><figcaption>{word}</figcaption><pre>{text or 'No such cell.'}</pre></figure>"
        for word, text in zip(("Before", "Now"), _marked(cell.before, cell.after), strict=True)
    )
    return f'<p>Cell {escape(cell.id)} ({escape(cell.type)}), {cell.kind}:</p><div class="pair">{sides}</div>'


def _marked(before: str, after: str) -> tuple[str, str]:
    """Return two texts, escaped, with the words that only the first or only the second has marked."""
    if not before or not after:
        return escape(before), escape(after)
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    parts: tuple[list[str], list[str]] = ([], [])
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, tag, words in zip(parts, ("del", "ins"), (old[start:end], new[first:last]), strict=True):
            text = escape("".join(words))
            side.append(text if kind == "equal" or not text else f"<{tag}>{text}</{tag}>")
    return "".join(parts[0]), "".join(parts[1])

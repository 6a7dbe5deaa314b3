"""The report for a reviewer as one page: what to ask first, ratings, charts side by side, rows, notebooks."""

from html import escape

from psa.methods.ratings import Ratings
from psa.review.difference import Difference, RowChange
from psa.review.in_place import describe_in_place, edited_in_place
from psa.review.moved import MovedPoint, sources_of_row
from psa.review.notebooks import CellChange, NotebookChange
from psa.review.pictures import ChartChange, changed_charts
from psa.review.report import Review
from psa.words import count, number

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#0b0c0c;margin:0 auto;max-width:1240px;padding:1rem}
body{overflow-wrap:anywhere}
.name{font-weight:400}@media(max-width:40rem){.name{display:block;max-width:9rem}td,th{padding-right:.5rem;font-size:.9rem}}
svg{max-width:100%;height:auto}
h1{font-size:1.7rem}h2{font-size:1.3rem;margin-top:2.2rem;border-top:1px solid #b1b4b6;padding-top:1rem}
h3{font-size:1.05rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1rem}
figure{margin:0;border:1px solid #b1b4b6;padding:.6rem;min-width:0}figcaption{font-weight:700}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font-size:.85rem}
.scroll{overflow-x:auto;overflow-wrap:normal}table{border-collapse:collapse;margin:.6rem 0}
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
    return page_of(compared.difference, charts, review.notebooks, tests, compared.after)


def page_of(
    difference: Difference,
    charts: list[ChartChange],
    notebooks: list[NotebookChange],
    tests: str,
    rated: Ratings,
) -> str:
    """Return the page of a difference with its charts; nothing in it is a script."""
    title = f"Review: {rated.framework.settings['title'] or rated.framework.name}"
    parts = [f"<h1>{escape(title)}</h1>"]
    parts.append(f"<p>From {escape(difference.old)} to {escape(difference.new)}.</p>")
    parts += [f"<p>{_plain(note)}</p>" for note in difference.notes]
    parts += [
        *_ask_first(difference, rated),
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
    for change in difference.changes:
        name = f' <span class="name">{escape(change.name)}</span>' if change.id != last else ""
        last = change.id
        rows += (
            f'<tr><th scope="row">{escape(change.id)}{name}</th><td>{escape(change.column.replace("_", " "))}</td>'
            f"<td>{_word(change.old)}</td><td>{_word(change.new)}</td></tr>"
        )
    head = "".join(f'<th scope="col">{h}</th>' for h in ("Which", "What", "Before", "Now"))
    return ["<h2>Ratings</h2>", f'<div class="scroll"><table><tr>{head}</tr>{rows}</table></div>']


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
        f"<li>{escape(p.measure_id)}, {escape(p.period)}: <strong>{_figure(p.before)} → {_figure(p.after)}</strong>"
        f"{f'. Source: {links}' if (links := _sources(p.sources)) else ''}</li>"
        for p in points
    )
    return f"<ul>{items}</ul>"


def _figure(value: float | None) -> str:
    return "none" if value is None else escape(number(value))


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
        cells = ", ".join(
            f"{name} {old or 'empty'} → {new or 'empty'}" if row.kind == "changed" else f"{name} {old or new}"
            for name, old, new in row.cells
        )
        items.append(f"<li>{escape(f'{row.file}, row {row.row}, {row.kind}: {row.key}: {cells}')}</li>")
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
    """Return one cell before and now, side by side."""
    sides = "".join(
        f"<figure><figcaption>{word}</figcaption><pre>{escape(text) or 'No such cell.'}</pre></figure>"
        for word, text in (("Before", cell.before), ("Now", cell.after))
    )
    return f'<p>Cell {escape(cell.id)} ({escape(cell.type)}), {cell.kind}:</p><div class="pair">{sides}</div>'

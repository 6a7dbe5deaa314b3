"""A notebook's page."""

import re

import nbformat

from psa.site.page import finish, notebook_page, style


def test_a_page_escapes_its_title_and_folds_its_code_away():
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("secret = 1"), nbformat.v4.new_markdown_cell("# Hello")]
    )
    page = notebook_page(notebook, "<script>alert(1)</script>")
    assert "<title>&lt;script&gt;" in page and "<script>alert(1)</script>" not in page
    assert page.index("<details") < page.index("secret")


def test_a_cell_of_some_words_is_no_tall_and_narrow_column_beside_a_long_one():
    cells = [
        "already at or past the target, before its date",
        "7 of 9 components improved, 2 deteriorated, 0 did neither, 0 not assessed",
        "target met",
    ]
    text = finish("<table><tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr></table>")
    assert f'<td class="middling">{cells[0]}</td><td class="long">{cells[1]}</td><td>{cells[2]}</td>' in text
    widths = {
        name: float(re.search(rf"td\.{name}{{min-width:([\d.]+)em}}", style())[1])
        for name in ("middling", "long")
    }
    assert 8 <= widths["middling"] < widths["long"]

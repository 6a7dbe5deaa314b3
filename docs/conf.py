"""How Sphinx builds these pages: Markdown by MyST, the reference of the code from its docstrings."""

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

project = "PSA workbook"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "alabaster"
pygments_style = "bw"  # the grey of the others is too pale for what a command says
html_theme_options = {
    "description": "Did the Government do what it promised?",
    "fixed_sidebar": True,
    "page_width": "1200px",
}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_copy_source = False
html_show_copyright = False
html_last_updated_fmt = None
exclude_patterns = ["_build"]

myst_heading_anchors = 3  # a heading's anchor is its words, as on the pages of a repository

# every reference must lead somewhere; those to other packages lead nowhere, because nothing is fetched
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(collections|datetime|matplotlib|numpy|pandas|pathlib)\..*"),
    (
        "py:class",
        r".* .*",
    ),  # the first words of a property's docstring, taken for a type where a colon follows
]
autodoc_default_options = {"members": True, "member-order": "bysource"}
napoleon_use_rtype = False


def skip_member(app, kind, name, member, skip, options):
    """Skip the fields of a named tuple, which its docstring tells already."""
    return True if str(getattr(member, "__doc__", "")).startswith("Alias for field number") else None


def escape_bars(app, kind, name, member, options, lines):
    """Escape the bars of a docstring: between two of them the markup would look for a substitution."""
    lines[:] = [line if "``" in line else line.replace("|", r"\|") for line in lines]


def setup(app):
    """Connect the hooks above; show CSV, which has no colours, as plain text."""
    app.add_lexer("csv", TextLexer)
    app.connect("autodoc-process-docstring", escape_bars)
    app.connect("autodoc-skip-member", skip_member)

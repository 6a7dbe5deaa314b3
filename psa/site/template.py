"""Fill the templates of pages."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).resolve().parent / "templates"


@lru_cache(maxsize=1)
def style() -> str:
    """Return the style sheet of all pages; it stands in each, so that a page can be sent alone."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@lru_cache
def script(name: str = "site.js") -> str:
    """Return a script: that of the index, unless another is named."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def page_text(template: str, root: str = "", current: str = "", site: str = "", **values: Any) -> str:
    """Return a page from a template.

    Args:
        template: its name in ``psa/site/templates``.
        root: the relative address of the outputs folder from the page.
        current: the page's own file name, where it is one of the site's own.
        site: what the page is part of, for its title.
        values: what the template shows; `title` is needed.
    """
    from psa.site.pages.registry import navigation

    found = _environment().get_template(template)
    text = found.render(root=root, current=current, site=site, css=style(), navigation=navigation(), **values)
    return text.rstrip() + "\n"

"""Fill the template of a page of the site."""

from psa.methods.ratings import Ratings
from psa.site.links import site_title
from psa.site.page import page_text
from psa.words import capital, count


def page(rated: Ratings, name: str, title: str, **values) -> str:
    site = site_title(rated)
    template = f"{name.removesuffix('.html')}.html.j2"
    return page_text(template, current=name, site="" if site == title else site, title=title,
                             word=rated.framework.word, capital=capital, count=count, **values)  # fmt: skip

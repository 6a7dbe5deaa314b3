"""Say what the metadata of one indicator of an Open SDG site mean: its name, unit, sources, settings of its rating."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psa.authoring.importing.metadata_files import Fields, plain_text
from psa.authoring.importing.published_values import read_figure
from psa.data.cells.numbers import is_plain_number

DIRECTIONS = {"positive": "increase", "negative": "decrease"}
SOURCES_AT_MOST = 30  # numbered fields of one indicator's metadata
NO_RATING = re.compile(r"not_available|not_applicable|no_rating", re.IGNORECASE)
_KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_-]+)+")
_NOTES = (
    ("Definitions", "computation_definitions"),
    ("Calculations", "computation_calculations"),
    ("Limitations", "comments_limitations"),
    ("Footnote", "data_footnote"),
    ("Other", "other_info"),
)


@dataclass(frozen=True)
class SdgSource:
    """One source of an indicator."""

    title: str
    publisher: str = ""
    url: str = ""
    kind: str = ""
    released: str = ""
    next_release: str = ""
    licence: str = ""


@dataclass(frozen=True)
class RatedItem:
    """One item of a site's settings: which combination is rated, and how; an empty text is not given."""

    direction: str = ""
    target: str = ""
    target_year: str = ""
    base_year: str = ""
    series: str = ""
    unit: str = ""
    breakdown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Metadata:
    """What the metadata say of an indicator; an empty text is not known."""

    goal: str
    number: str = ""
    goal_name: str = ""
    name: str = ""
    graph_title: str = ""
    unit: str = ""
    direction: str = ""
    target: str = ""
    target_name: str = ""
    geography: str = ""
    frequency: str = ""
    search_words: str = ""
    status: str = ""
    no_rating: str = ""
    is_proxy: bool = False
    is_academic: bool = False
    notes: tuple[str, ...] = ()
    sources: tuple[SdgSource, ...] = ()
    rated: tuple[RatedItem, ...] = ()
    lines: tuple[str, ...] = ()


def read_metadata(key: str, fields: Fields, words: Mapping[str, str], others: list[Fields]) -> Metadata:
    """Return what the metadata of an indicator say.

    Args:
        key: the indicator, such as 1-2-1.
        fields: names and values in the language that is read.
        words: what the keys of translations say.
        others: the same in the site's further languages.
    """
    texts = _Texts(fields, words)
    parts = [part for part in re.split("[-.]", key) if part != "archived"]
    items = _items(fields)
    directions = {item.direction for item in items if item.direction}
    about = Metadata(
        goal=texts("sdg_goal", "goal_number", "goal", most=40) or parts[0],
        number=texts("indicator_number", "indicator", most=40),
        goal_name=texts("goal_name", "goal_title", most=200),
        name=_name(texts, key),
        graph_title=texts("graph_title", most=300),
        unit=texts("computation_units", "unit", "unit_of_measure", most=100),
        direction=directions.pop() if len(directions) == 1 else "",
        target=texts("target_id", "target_number", "target", most=40) or ".".join(parts[:2]),
        target_name=_no_key(texts("target_name", "target", most=600)),
        geography=texts("national_geographical_coverage", "source_geographical_coverage_1", most=200),
        frequency=texts("source_periodicity_1", "data_periodicity", most=100),
        search_words=_search_words(texts, others),
        status=texts("reporting_status", most=40),
        no_rating=_no_rating(fields),
        is_proxy=texts("proxy", most=20).lower() == "proxy",
        is_academic=_is_academic(texts),
        notes=tuple(f"{label}: {text}" for label, name in _NOTES if (text := texts(name))),
        sources=_sources(texts, fields),
        rated=items,
        lines=_lines(fields),
    )
    return about


class _Texts:
    """The texts of one file of metadata."""

    def __init__(self, fields: Fields, words: Mapping[str, str]) -> None:
        self.fields = fields
        self.words = words

    def __call__(self, *names: str, most: int = 2000) -> str:
        """Return the first of several fields that holds a text; the key of a translation only where none does."""
        texts = [text for name in names if (text := plain_text(self.fields.get(name), most))]
        said = [plain_text(self.words.get(text, text), most) for text in texts]
        plain = [text for text in said if not _KEY.fullmatch(text)]
        return (plain or said or [""])[0]


def _no_key(text: str) -> str:
    """Return a text, and nothing for the key of a translation that the site does not hold."""
    return "" if _KEY.fullmatch(text) else text


def _name(texts: _Texts, key: str) -> str:
    """Return the name of an indicator; where it is the key of a translation, the site's own words for it."""
    name = texts("indicator_name", "indicator_title", "title", most=600)
    if not name or _KEY.fullmatch(name):
        own = (
            "indicator_available",
            "graph_title",
            "national_indicator_description",
            "indicator_description",
        )
        name = texts(*own, most=400) or name
    return name or f"Indicator {key.replace('-', '.')}"


def _search_words(texts: _Texts, others: list[Fields]) -> str:
    words = [texts("data_keywords", most=300), plain_text(texts.fields.get("tags"), 300)]
    words += [plain_text(fields.get("indicator_name"), 300) for fields in others]
    parts = [w.strip() for text in words for w in text.split(",") if text and not _KEY.fullmatch(text)]
    return ";".join(dict.fromkeys(part.replace(";", ",") for part in parts if part))


def _is_academic(texts: _Texts) -> bool:
    """Say whether the metadata speak of academic years; without a word on it a split year is a financial one."""
    said = " ".join(
        texts(name)
        for name in ("computation_units", "data_footnote", "source_periodicity_1", "computation_definitions",
                     "graph_title", "indicator_available", "indicator_name", "other_info")
    ).lower()  # fmt: skip
    is_academic = re.search(r"\b(academic|school|schulj\w+|ann[ée]e scolaire|учебн\w+) ?(year)?s?\b", said)
    is_financial = re.search(r"\b(financial|fiscal|tax) years?\b", said)
    return bool(is_academic and "year" in is_academic[0] and not is_financial)


def _sources(texts: _Texts, fields: Fields) -> tuple[SdgSource, ...]:
    sources = []
    for i in range(1, SOURCES_AT_MOST + 1):
        publisher = texts(f"source_organisation_{i}", most=300)
        title = texts(f"source_data_source_{i}", f"source_url_text_{i}", most=300) or publisher
        if title and fields.get(f"source_active_{i}") is not False:
            url = texts(f"source_url_{i}", most=500)
            sources.append(
                SdgSource(
                    title=title,
                    publisher=publisher,
                    url=url if re.match(r"https?://", url) else "",
                    kind=texts(f"source_statistical_classification_{i}", most=100),
                    released=texts(f"source_release_date_{i}", most=60),
                    next_release=texts(f"source_next_release_{i}", most=60),
                    licence=texts(f"source_licence_{i}", f"source_license_{i}", most=200),
                )
            )
    return tuple(dict.fromkeys(sources))


def _no_rating(fields: Fields) -> str:
    status = plain_text(fields.get("progress_status"), 60)
    return status if NO_RATING.search(status) else ""


def _items(fields: Fields) -> tuple[RatedItem, ...]:
    """Return the items of a site's progress configuration, in its order."""
    options = fields.get("progress_calculation_options")
    options = [options] if isinstance(options, dict) else options if isinstance(options, list) else []
    items = [_item(option) for option in options[:50] if isinstance(option, dict)]
    return tuple(dict.fromkeys(items))


def _item(option: dict[str, Any]) -> RatedItem:
    parts = option.get("disaggregation")
    parts = [parts] if isinstance(parts, dict) else parts if isinstance(parts, list) else []
    pairs = [
        (plain_text(p.get("field"), 100), plain_text(p.get("value"), 160))
        for p in parts
        if isinstance(p, dict)
    ]
    return RatedItem(
        direction=DIRECTIONS.get(plain_text(option.get("direction"), 20).lower(), ""),
        target=_number(option.get("target")),
        target_year=_year(option.get("target_year")),
        base_year=_year(option.get("base_year")),
        series=plain_text(option.get("series"), 160),
        unit=plain_text(option.get("unit"), 160),
        breakdown=tuple((field, word) for field, word in pairs if field and word),
    )


def _number(value: object) -> str:
    if isinstance(value, bool) or value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    figure = read_figure(str(value)[:40])
    return figure[0] if figure and is_plain_number(figure[0]) else ""


def _year(value: object) -> str:
    text = str(value).strip()[:10] if value is not None else ""
    return text[:4] if re.fullmatch(r"[12][0-9]{3}(\.0)?", text) else ""


def _lines(fields: Fields) -> tuple[str, ...]:
    """Return the targets that are drawn in the site's chart, in words."""
    found = []
    for name in ("graph_target_lines", "graph_target_points"):
        drawn = fields.get(name)
        for line in (drawn if isinstance(drawn, list) else [])[:20]:
            if isinstance(line, dict):
                words = [f"{key} {text}" for key, value in line.items() if (text := plain_text(value, 100))]
                found.append(f"{name}: {', '.join(words)}"[:300])
    return tuple(found)

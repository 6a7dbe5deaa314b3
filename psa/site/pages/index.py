"""The index of a framework's site."""

from collections.abc import Callable, Iterable
from functools import partial

import pandas as pd

from psa.data.framework import Framework
from psa.methods.ratings import Ratings
from psa.methods.scoreboard import OUTCOMES
from psa.methods.vocabulary import CLASSES, LABEL_CODES, ON_TRACK_CLASSES, ON_TRACK_CODES, Code
from psa.pages.outcomes import label_badge
from psa.pages.sentences.dates import day_words
from psa.pages.sentences.framework import describe_coverage
from psa.pages.sentences.news import led_words, news_lines, overdue_lines
from psa.pages.sentences.today import describe_as_at, is_running
from psa.site.addresses import Link, main_notebooks
from psa.site.dataset import dataset_text
from psa.site.downloads.names import FOLDER, own_names
from psa.site.pages.agreement_rows import agreement_rows, indicator_classes, sign_words
from psa.site.pages.explore import can_explore
from psa.site.pages.site_page import Site, Values, rows_of
from psa.site.pages.target_board import target_board
from psa.site.parts import PageParts
from psa.site.template import script
from psa.words import capital, count, percent, significant

KINDS = {
    "improve": "improve on the baseline trend",
    "target": "target",
    "minimum_standard": "minimum standard",
}
COVERAGE = {"all": "all indicators rated", "some": "some rated", "none": "none rated"}
ENDINGS = ("xlsx", "csv", "json")  # in the order in which the downloads are listed
FILES = {
    "xlsx": "Spreadsheet of the ratings",
    "datapackage": "Data package: what each column means",
    "csv-metadata": "CSV on the Web: the same in another form",
}


def index_page(site: Site, parts: PageParts) -> Values:
    """Return the index: the counts, every agreement with its indicators' ratings, departments, downloads."""
    rated, framework = site.rated, site.rated.framework
    rows, classes = agreement_rows(site, parts), indicator_classes(rated)
    is_improved = classes.to_numpy() == "improvement"
    departments = rows_of(rated.departments)
    downloads = whole_files(framework, site.book.downloads)
    return {
        "title": site.title,
        "about": about_site(site),
        "framework": framework,
        "rows": rows,
        "themes": _themes(rows),
        "board": [] if is_running(rated) else target_board(site, parts),
        "filters": _filters(site, rows, classes)
        | {"departments": {d["department_id"]: d["name"] for d in departments}},
        "labels": _counted([row["filter"]["label"] for row in rows], _label_codes(rated), framework.word),
        "ratings": _counted(
            list(classes),
            ON_TRACK_CLASSES if is_running(rated) else CLASSES,
            partial(sign_words, framework, is_ahead=is_running(rated)),
        ),
        "is_ahead": is_running(rated),
        "stands": _stands(rated, rows) if is_running(rated) else [],
        "can_explore": can_explore(rated),
        "as_at": describe_as_at(rated) if is_running(rated) else "",
        "news": news_lines(rated) if is_running(rated) else [],
        "day": day_words(str(rated.settings.today)) if is_running(rated) else "",
        "overdue": overdue_lines(rated) if is_running(rated) else [],
        "n_indicators": len(rated.promised),
        "examples": _examples(framework),
        "coverage": describe_coverage(rated),
        "expected_false": significant(float(rated.agreements["expected_false"].sum()), 2),
        "improved": is_improved.any(),
        "known": framework.of_agreements(rated.counted).loc[is_improved, "chance_met"].notna().any(),
        "more": _further_notebooks(site),
        "departments": [
            (d["name"], parts.link(d["department_id"]), led_words(rated, d["department_id"]))
            for d in departments
        ],
        "others": [page for page in site.book.pages if page.for_each == "none" and page.is_there],
        "failed": site.failed,
        "has_actions": not framework.transformation.empty,
        "downloads": downloads,
        "dataset": dataset_text(site.title, about_site(site), downloads, date=site.book.imprint.date),
        "script": script(),
    }


def _examples(framework: Framework) -> str:
    """Return three words to search for, the first of three indicators far apart; empty where no table has any."""
    words = framework.indicators["search_words"].dropna().str.split(";").str[0].str.strip()
    words = words[words != ""].drop_duplicates()
    return ", ".join(words.iloc[:: max(len(words) // 3, 1)].head(3)) + " …" if len(words) else ""


def about_site(site: Site) -> str:
    """Return what the whole set holds, in one sentence."""
    framework = site.rated.framework
    agreements = count(
        len(site.rated.agreements), framework.word("agreement"), framework.word("agreement", True)
    )
    figures = count(len(framework.observations), "published figure")
    return f"{site.title}: {agreements} with their indicators, ratings, sources and {figures}."


def _label_codes(rated: Ratings) -> dict[str, Code]:
    return ON_TRACK_CODES if is_running(rated) else LABEL_CODES


def _themes(rows: list[Values]) -> list[Values]:
    """Return the themes in the order of the table, each with its agreements and counts; one without a name for none."""
    themes: dict[str, list[Values]] = {}
    for row in rows:
        themes.setdefault(row["theme"], []).append(row)
    return [
        {
            "name": name,
            "rows": own,
            "counts": {key: sum(row[key] for row in own) for key in ("improved", "assessed", "total")},
        }
        for name, own in themes.items()
    ]


def _filters(site: Site, rows: list[Values], classes: pd.Series) -> Values:
    """Return what each filter offers: code and words, only those that some agreement has."""
    framework, kinds = site.rated.framework, set(site.rated.promised["kind"])
    labels, covered = ({row["filter"][key] for row in rows} for key in ("label", "coverage"))
    words = partial(sign_words, framework, is_ahead=is_running(site.rated))
    return {
        "labels": {code: framework.word(code) for code in _label_codes(site.rated) if code in labels},
        "ratings": {code: words(code) for code in CLASSES if (classes == code).any()},
        "kinds": {kind: words for kind, words in KINDS.items() if kind in kinds},
        "targets": {
            code: words
            for code, words in OUTCOMES.items()
            if (site.rated.scoreboard["outcome"] == code).any()
        },
        "coverage": {code: words for code, words in COVERAGE.items() if code in covered},
    }


def _stands(rated: Ratings, rows: list[Values]) -> list[Values]:
    """Return the agreements by their label, as a board: the badge of each label with how many have it, and which."""
    labels = [code for code in ON_TRACK_CODES if any(row["filter"]["label"] == code for row in rows)]
    return [
        {"badge": label_badge(rated, code), "words": rated.framework.word(code), "rows": own}
        for code in labels
        for own in [[row for row in rows if row["filter"]["label"] == code]]
    ]


def _counted(codes: list[str], table: dict[str, Code], words: Callable[[str], str]) -> list[Values]:
    """Return each code of a table that occurs: its words, meaning and sign, how often it occurs, and its share."""
    return [
        {
            "code": code,
            "words": words(code),
            "means": row.meaning,
            "sign": row.sign,
            "count": codes.count(code),
            "share": percent(codes.count(code) / len(codes)),
        }
        for code, row in table.items()
        if code in codes
    ]


def _further_notebooks(site: Site) -> list[Values]:
    """Return each further notebook for each agreement or department, with its pages by what they are about."""
    framework, pages = site.rated.framework, [page for page in site.book.pages if page.for_each != "none"]
    titles = framework.agreements.set_index("agreement_id")["title"]
    main = main_notebooks(pages)
    notebooks: dict[str, Values] = {}
    for page in pages:
        if page.is_there and page.notebook != main[page.for_each]:
            is_agreement = page.for_each == "agreement"
            about = titles[page.run_id] if is_agreement else framework.department_name(page.run_id)
            notebook = notebooks.setdefault(page.notebook, {"title": page.title, "links": []})
            notebook["links"].append((page.address, about))
    return list(notebooks.values())


def whole_files(framework: Framework, downloads: Iterable[str]) -> list[Link]:
    """Return the downloads of the whole framework, spreadsheet first, the description of the columns last."""
    own = own_names(framework)
    links = []
    for name in set(downloads) - own:
        stem, _, ending = name.rpartition(".")
        if ending in ENDINGS and not name.startswith("."):
            text = FILES.get(ending) or FILES.get(stem) or capital(stem.replace("_", " "))
            place = (list(FILES).index(stem) if stem in FILES else 0, ENDINGS.index(ending), name)
            links.append((place, (f"{FOLDER}/{name}", f"{text} ({ending.upper()})")))
    return [link for _, link in sorted(links)]

"""Every indicator under every rule, from every year that could serve as its baseline."""

from dataclasses import replace

import pandas as pd

from psa.data.framework import Framework
from psa.methods.comparison import NAMES, compare_rules, rate_defined, rate_indicators
from psa.methods.definitions import with_definitions
from psa.methods.indicators import assess_framework, assess_indicators
from psa.methods.long_frame import prepare_frame
from psa.methods.ratings import Ratings
from psa.methods.settings import Settings

MOST_YEARS = 50
FIGURES = ["measure_id", "baseline_period", "baseline_value", "latest_period", "latest_value"]


def under_baselines(rated: Ratings) -> pd.DataFrame:
    """Return the word of every rule for each indicator with figures of its own, for each year of a baseline.

    The baseline is the latest figure that ends by the day of the setting `baseline_by` in that year, also where the
    framework published another. A target that is a change from a published baseline keeps it, and so does an indicator
    whose baseline is known from its definition alone. Years run from that of the first figure to the last before the
    latest; at most the last `MOST_YEARS` of them.

    Returns:
        indicator_id, year, the figures compared (`FIGURES`; empty for components), one column a rule (`NAMES`).
    """
    measures = rated.measures[rated.measures["is_rateable"]]
    series = rated.series[rated.series["measure_id"].isin(measures.index)]
    table = rated.framework.indicators
    own = table[table["indicator_id"].isin(measures["indicator_id"])].reset_index(drop=True)
    official = rated.official.set_index("indicator_id")
    is_defined = own["indicator_id"].map(official["baseline_origin"]) == "definition"
    is_free = own["target_basis"].fillna("level").isin(["", "level"]) & ~is_defined
    for column in ("baseline_period", "baseline_value"):
        own[column] = own[column].mask(is_free)
    about = rated.framework.measures
    beside = rated.measures.index.difference(measures.index)
    tables = {"indicators": own, "measures": about[~about["measure_id"].isin(beside)]}
    framework = replace(rated.framework, tables=rated.framework.tables | tables)
    defined = prepare_frame(with_definitions(series, framework))
    years = [_one_year(framework, defined, rated.settings, year) for year in _years(series, rated.settings)]
    columns = ["indicator_id", "year", *FIGURES, *NAMES]
    return pd.concat(years, ignore_index=True) if years else pd.DataFrame(columns=columns)


def _years(series: pd.DataFrame, settings: Settings) -> range:
    """Return the years in which a baseline may end."""
    known = series.loc[series["value"].notna(), "end"]
    if known.empty:
        return range(0)
    last = known.max() if settings.through is None else min(known.max(), pd.Timestamp(settings.through))
    return range(max(known.min().year, last.year - MOST_YEARS), last.year)


def _one_year(framework: Framework, defined: pd.DataFrame, settings: Settings, year: int) -> pd.DataFrame:
    day = pd.Timestamp(settings.baseline_by) + pd.DateOffset(year=year)
    settings = replace(settings, baseline_by=day.date())
    measures = assess_framework(framework, defined, settings)
    indicators = assess_indicators(framework, measures, settings)
    words = rate_defined(defined, settings)
    rules = compare_rules(indicators, rate_indicators(words, measures, indicators))
    front = indicators[["indicator_id", *FIGURES]].reset_index(drop=True).assign(year=year)
    return front.join(rules[list(NAMES)])[["indicator_id", "year", *FIGURES, *NAMES]]

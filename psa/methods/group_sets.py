"""Find which groups of an indicator can stand side by side: the parts of one split, in one unit.

A group is a measure of role *group* with its ``dimension`` and ``dimension_value``: *sex* and *women*. The groups of an
indicator in one dimension, unit and vintage are a set. Where a value stands in it twice, or all labels name the
dimension with the value (*Poverty · Sex: women · Region: north*), what else the label says tells the sets apart:
women and men of the north are one, of the south another. What stays ambiguous is in no set.
"""

import re

import pandas as pd

KEY = ["indicator_id", "dimension", "unit", "vintage"]


def group_sets(measures: pd.DataFrame, dimensions: pd.Series) -> pd.DataFrame:
    """Return the groups that stand in a set of two or more, in the order of the measures.

    Args:
        measures: the ratings of measures, by measure_id.
        dimensions: what each measure is split by, by measure_id; NA where it is not.

    Returns:
        By measure_id: indicator_id, dimension, dimension_value, unit, vintage, rest (what else the label says of the
        set), depth (how much that is) and set (its number, in the order of the indicators).
    """
    names = dimensions.reindex(measures.index)
    is_group = (measures["role"] == "group") & names.notna() & measures["dimension_value"].notna()
    columns = ["indicator_id", "label", "dimension_value", "unit", "vintage"]
    frame = measures.loc[is_group, columns].assign(dimension=names[is_group])
    frame[["unit", "vintage"]] = frame[["unit", "vintage"]].fillna("")
    texts = list(zip(frame["label"], frame["dimension"], frame["dimension_value"], strict=True))
    frame["is_named"] = [_names(*text) for text in texts]
    frame["is_twice"] = frame.duplicated([*KEY, "dimension_value"], keep=False)
    together = frame.groupby(KEY)
    by_label = together["is_named"].transform("all") | together["is_twice"].transform("any")
    rest = pd.Series([_rest(*text) for text in texts], frame.index, dtype=object)
    frame["rest"] = rest.where(by_label, "")
    frame = frame[~frame.duplicated([*KEY, "rest", "dimension_value"], keep=False)]
    frame = frame[frame.groupby([*KEY, "rest"])["label"].transform("size") >= 2]
    frame["depth"] = [len(text.split(" · ")) if text else 0 for text in frame["rest"]]
    frame["set"] = frame.groupby([*KEY, "rest"], sort=False).ngroup()
    return frame.drop(columns=["label", "is_named", "is_twice"])


def _named(dimension: str, value: str) -> str:
    return f"{dimension}: {value}"


def _names(label: str, dimension: str, value: str) -> bool:
    """Return whether a label names the dimension with the value, as imported ones do."""
    return _named(dimension, value) in label.split(" · ")


def _rest(label: str, dimension: str, value: str) -> str:
    """Return what a label says beside the value."""
    parts = label.split(" · ")
    if _named(dimension, value) in parts:
        parts.remove(_named(dimension, value))
        return " · ".join(parts)
    without = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "", label, flags=re.IGNORECASE)
    return re.sub(r"[\s,:()·]+", " ", without).strip()

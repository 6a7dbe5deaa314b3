"""Which series share their errors, and how their figures come about."""

import pandas as pd

from psa.data.framework import Framework

MODELLED = ("model", "smoothed")  # whose neighbouring figures go together by the way they are made


def error_groups(framework: Framework) -> pd.DataFrame:
    """Return the error group and the basis of the figures of each measure, by measure_id.

    The group is the name that the measure gives in `shares_error_with`, else the data source of its indicator,
    else the publisher; empty where none is known. A derived measure has those of its first input.

    Returns:
        error_group, figure_basis (count, sample, model or smoothed).
    """
    declared = ["indicator_id", "shares_error_with", "figure_basis"]
    measures = framework.measures.set_index("measure_id")[declared]
    derived = framework.derived_measures.set_index("measure_id")
    inputs = derived["input_measure_ids"].astype(object).map(lambda text: text.split(";")[0].strip())
    of_input = measures[declared[1:]].reindex(inputs.to_numpy()).set_axis(derived.index)
    both = pd.concat([measures, derived[["indicator_id"]].join(of_input)]).astype(object)
    source = framework.indicators.set_index("indicator_id")[["data_source", "publisher"]].astype(object)
    group = both["shares_error_with"]
    for column in ("data_source", "publisher"):
        group = group.where(group.notna(), both["indicator_id"].map(source[column]))
    basis = both["figure_basis"].where(both["figure_basis"].notna(), "sample")
    # what a model made errs with its like: not with the survey's own figures
    name = group.where(~basis.isin(MODELLED), group + f" ({MODELLED[0]})")
    return pd.DataFrame({"error_group": name.where(group.notna(), ""), "figure_basis": basis})

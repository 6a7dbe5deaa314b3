"""Recorded crime of the police forces, added up again and set beside the totals that the framework holds."""

import pandas as pd
import pytest

from psa import paths

# the years to March 2003 to 2014 by force; the robberies held go on a year longer
FILE = paths.ROOT / "data" / "replay" / "police_forces.csv"
LAST = "2013-14"
SOURCE = "e2c2-repo-crimeproject-pfa"
MEASURES = {
    "psa-23/1:recorded-serious-driving": "Death or serious injury caused by illegal driving",
    "psa-23/1:recorded-violence-with-injury": "Violence with injury",
    "psa-23/2:recorded-domestic-burglary-later": "Domestic burglary",
    "psa-23/2:recorded-robbery": "Robbery",
    "psa-23/2:recorded-vehicle-offences": "Vehicle offences",
}


def sums_over_forces(forces: pd.DataFrame) -> pd.Series:
    """Return the offences of all forces together, by measure and period."""
    groups = {group: measure for measure, group in MEASURES.items()}
    forces = forces.assign(measure_id=forces["offence_group"].map(groups)).dropna(subset="measure_id")
    return forces.groupby(["measure_id", "period"])["offences"].sum()


def differences(forces: pd.DataFrame, held: pd.Series) -> list[tuple[str, str]]:
    """Return each measure and period for which the sum and the figure held differ, or one of them is missing."""
    sums = sums_over_forces(forces)
    both = pd.DataFrame({"sum": sums, "held": held[held.index.get_level_values("period") <= LAST]})
    return both.index[both["sum"] != both["held"]].tolist()


@pytest.fixture(scope="module")
def forces() -> pd.DataFrame:
    return pd.read_csv(FILE)


@pytest.fixture(scope="module")
def held(csr) -> pd.Series:
    table = csr.framework.observations
    return table[table["measure_id"].isin(MEASURES)].set_index(["measure_id", "period"])["value"]


def test_every_force_has_a_count_for_every_offence_group_and_year(forces):
    assert not forces.duplicated(["police_force", "offence_group", "period"]).any()
    assert set(forces.groupby(["offence_group", "period"]).size()) == {44}
    assert forces["period"].nunique() == 12
    assert (forces["offences"] >= 0).all()


def test_the_forces_add_up_to_the_figures_held(forces, held):
    assert len(sums_over_forces(forces)) == 5 * 12
    assert differences(forces, held) == []


def test_one_offence_more_in_one_force_is_noticed(forces, held):
    chosen = (
        (forces["police_force"] == "Wiltshire")
        & (forces["offence_group"] == "Robbery")
        & (forces["period"] == "2007-08")
    )
    changed = forces.assign(offences=forces["offences"] + chosen)
    assert differences(changed, held) == [("psa-23/2:recorded-robbery", "2007-08")]


def test_a_force_left_out_is_noticed(forces, held):
    without = forces[forces["police_force"] != "British Transport Police"]
    assert ("psa-23/2:recorded-robbery", "2010-11") in differences(without, held)


def test_the_homicides_of_the_same_file_are_those_of_the_other_source(forces, csr):
    table = csr.framework.observations
    homicide = table[table["measure_id"] == "psa-23/1:recorded-homicide"].set_index("period")["value"]
    sums = forces[forces["offence_group"] == "Homicide"].groupby("period")["offences"].sum()
    assert (sums == homicide[sums.index]).all()


def test_sums_are_marked_as_inferred_from_the_one_file(csr):
    table = csr.framework.observations
    rows = table[table["measure_id"].isin(MEASURES)]
    assert set(rows["provenance"]) == {"inferred"}
    assert set(rows["source_id"]) == {SOURCE}


def test_the_derived_sum_is_made_of_the_three_kinds(forces, csr):
    derived = csr.points("psa-23/2:derived-domestic-burglary-robbery-and-vehicle-offences").set_index(
        "period"
    )["value"]
    kinds = forces[forces["offence_group"].isin(["Domestic burglary", "Robbery", "Vehicle offences"])]
    assert derived.astype(int).to_dict() == kinds.groupby("period")["offences"].sum().to_dict()

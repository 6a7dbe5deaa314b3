"""Work out what each run reads, by content: a hash for each input, and one key of them all.

A run for an agreement reads that agreement's indicators, measures and figures, those that its derived
measures are computed from, and every table that is not about one agreement; a run for a department those of
all its agreements; any other run reads everything, unless its params say ``reads: code``: then it reads no
table of the framework.
"""

import json
from collections.abc import Iterable

import pandas as pd

from psa import paths
from psa.batch import fingerprints
from psa.batch.notebook import source_bytes
from psa.batch.params import Run, all_params
from psa.data.framework import Framework

# tables whose rows belong to one agreement each
OWN_TABLES = ("indicators", "measures", "derived_measures", "observations", "published_ratings")


class Inputs:
    """The inputs of every run of one framework.

    Args:
        framework: the framework, as it is loaded.
    """

    def __init__(self, framework: Framework):
        self._framework = framework
        tables = framework.tables
        self._needs = needed_agreements(tables)
        self._shared = {
            f"{name}.csv": fingerprints.hash_parts([table.to_csv(index=False).encode()])
            for name, table in sorted(tables.items())
            if name not in OWN_TABLES
        }
        owners = row_owners(tables)
        self._own = {name: self._hash_rows(name, tables[name], owners[name]) for name in OWN_TABLES}
        notebooks = [(params.notebook, params.for_each, params.title) for params in all_params()]
        self._notebooks = fingerprints.hash_parts([repr(notebooks).encode()])
        effective = repr(sorted(framework.settings.items()))
        self._common = {
            "package code": fingerprints.package(),
            "data/replay": fingerprints.replayed(),
            "requirements.lock": fingerprints.lock(),
            "params/settings.yml": fingerprints.settings(),
            "settings of the framework": fingerprints.hash_parts([effective.encode()]),
        }

    def inputs(self, run: Run) -> dict[str, str]:
        """Return a hash for each input of a run, by a name that a reader knows."""
        source = paths.NOTEBOOKS / f"{run.notebook}.ipynb"
        parameters = json.dumps(run.parameters, sort_keys=True, default=str)
        other_notebooks = (
            {} if run.reads == "code" else {"notebooks that pages lead to (params/)": self._notebooks}
        )
        return {
            **other_notebooks,
            f"notebooks/{source.name}": fingerprints.hash_parts([source_bytes(source)]),
            f"parameters (params/{run.notebook}.yml, --through)": fingerprints.hash_parts(
                [parameters.encode()]
            ),
            **self._common,
            **self._rows(run),
        }

    def key(self, run: Run) -> str:
        """Return the key of one run."""
        return fingerprints.hash_inputs(self.inputs(run))

    def whole(self) -> str:
        """Return one key of the framework as it is loaded: every row, the settings, the package's code."""
        rows = {f"{name} {owner}": key for name, own in self._own.items() for owner, key in own.items()}
        return fingerprints.hash_inputs({**self._common, **self._shared, **rows})

    def _rows(self, run: Run) -> dict[str, str]:
        if run.reads == "code":
            return {}
        found = dict(self._shared)
        agreements = self._agreements(run)
        for name in OWN_TABLES:
            for agreement, digest in self._own[name].items():
                if agreements is None or agreement in agreements:
                    found[self._name(name, agreement)] = digest
        return found

    def _agreements(self, run: Run) -> set[str] | None:
        """Return the agreements whose rows a run reads; None for all."""
        if run.for_each == "agreement":
            return self._needs.get(run.run_id, {run.run_id})
        if run.for_each != "department":
            return None
        roles, tables = self._framework.roles(), self._framework.tables
        objectives = tables["objectives"]
        own = set(objectives.loc[objectives["department_id"] == run.run_id, "objective_id"])
        listed = tables["objective_indicators"]
        shared = listed.loc[listed["objective_id"].isin(own), "shared_indicator_id"]
        owner = tables["indicators"].set_index("indicator_id")["agreement_id"]
        answers_for = {
            *roles.loc[roles["department_id"] == run.run_id, "agreement_id"],
            *own,
            *shared.map(owner).dropna(),
            *tables["transformation"]["action_id"],
        }
        return set().union(*(self._needs.get(agreement, {agreement}) for agreement in answers_for))

    def _name(self, table: str, agreement: str) -> str:
        """Return the name of the rows of one agreement: that of their file, where they have their own."""
        if (self._framework.folder / table / f"{agreement}.csv").is_file():
            return f"{table}/{agreement}.csv"
        return f"{table}.csv, rows of {agreement or 'no agreement'}"

    @staticmethod
    def _hash_rows(name: str, table: pd.DataFrame, owner: pd.Series) -> dict[str, str]:
        """Return a hash of each agreement's rows, with the names of the columns."""
        header = repr(list(table.columns)).encode()
        rows: dict[str, list[bytes]] = {}
        for agreement, row in zip(owner.fillna(""), table.itertuples(index=False, name=None), strict=True):
            rows.setdefault(agreement, [header]).append(repr(row).encode())
        return {agreement: fingerprints.hash_parts(parts) for agreement, parts in sorted(rows.items())}


def row_owners(tables: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """Return the agreement of each row of the tables whose rows belong to one."""
    by_indicator = tables["indicators"].set_index("indicator_id")["agreement_id"]
    by_measure = tables["measures"].set_index("measure_id")["indicator_id"].map(by_indicator)
    ratings = tables["published_ratings"]
    return {
        "indicators": tables["indicators"]["agreement_id"],
        "measures": tables["measures"]["measure_id"].map(by_measure),
        "derived_measures": tables["derived_measures"]["indicator_id"].map(by_indicator),
        "observations": tables["observations"]["measure_id"].map(by_measure),
        "published_ratings": ratings["agreement_id"].fillna(ratings["indicator_id"].map(by_indicator)),
    }


def needed_agreements(tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Return the agreements whose rows each needs: its own, and those of its derived measures' inputs."""
    needs = {agreement: {agreement} for agreement in tables["agreements"]["agreement_id"]}
    owners = row_owners(tables)
    by_measure = dict(zip(tables["measures"]["measure_id"], owners["measures"], strict=True))
    derived: Iterable[tuple[str, str]] = zip(
        owners["derived_measures"], tables["derived_measures"]["input_measure_ids"], strict=True
    )
    for owner, measure_ids in derived:
        inputs = {by_measure.get(measure_id.strip()) for measure_id in measure_ids.split(";")}
        needs.setdefault(owner, {owner}).update(agreement for agreement in inputs if agreement)
    return needs

"""Decide what is up to date: by the content of all that a run reads, never by file times.

Two keys. Each run has one, of just the rows that it reads, kept in the manifest; the batch as a whole has one
of every byte there is, kept beside it, so that when nothing at all has changed nothing need be loaded to know.
Importing this module is cheap for the same reason.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

from psa import paths
from psa.batch.handover import digest

MANIFEST = ["notebook", "run_id", "status", "why", "seconds", "key", "error"]


WHOLE = ".whole.json"


def whole_key(framework_folder: Path, through: str) -> str:
    """Return the key of the batch as a whole: tables, settings, notebooks, params, package code and lock."""
    lock = paths.ROOT / "requirements.lock"
    files = [
        *sorted(paths.NOTEBOOKS.glob("*.ipynb")),
        *sorted(paths.PARAMS.glob("*.yml")),
        *([lock] * lock.is_file()),
    ]
    parts = [
        digest(framework_folder),
        through,
        str(sys.version_info[:2]),
        _code().decode(),
        _replayed().decode(),
    ]
    return _hash(*(p.encode() for p in parts), *(b for f in files for b in (f.name.encode(), f.read_bytes())))


def write_whole(folder: Path, key: str) -> None:
    """Note that every file of an outputs folder is what the whole key gives.

    Args:
        folder: the outputs folder, at the end of a batch that left nothing undone.
        key: from `whole_key`.
    """
    made = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") or part == "failed" for part in path.relative_to(folder).parts)
    }
    (folder / WHOLE).write_text(json.dumps({"key": key, "files": made}), encoding="utf-8")


def count_whole(folder: Path, key: str) -> int:
    """Return how many runs an outputs folder holds, all up to date; 0 where something must be looked at."""
    path = folder / WHOLE
    if not path.is_file():
        return 0
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return 0
    if noted.get("key") != key:
        return 0
    for name, whole_digest in noted["files"].items():
        if (
            not (folder / name).is_file()
            or hashlib.sha256((folder / name).read_bytes()).hexdigest() != whole_digest
        ):
            return 0
    return len(read_manifest(folder))


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:32]


def _code() -> bytes:
    """Return a hash of the package: modules and templates."""
    return _tree_hash(paths.ROOT / "psa", ("*.py", "*.j2", "*.css", "*.js", "*.json"))


def _replayed() -> bytes:
    """Return a hash of the figures that others published, which the methods are shown on."""
    return _tree_hash(paths.ROOT / "data" / "replay", ("*.csv", "*.json"))


def _tree_hash(folder: Path, patterns: tuple[str, ...]) -> bytes:
    files = sorted(
        {f for p in patterns for f in folder.rglob(p) if "__pycache__" not in f.parts and f.is_file()}
    )
    return _hash(
        *(b for f in files for b in (f.relative_to(folder).as_posix().encode(), f.read_bytes()))
    ).encode()


class Keys:
    """Work out the key of each run: what it reads, by content, never by file times.

    A run for an agreement reads that agreement's indicators, measures and figures, and every table that
    is not about one agreement; a run for a department those of all its agreements; any other run reads
    everything, unless its params say ``reads: code``: then it reads nothing of the framework.
    """

    _OWN = ("indicators", "measures", "derived_measures", "observations", "published_ratings")

    def __init__(self, framework):
        self._framework = framework
        code = _code()
        lock = paths.ROOT / "requirements.lock"
        settings = (paths.PARAMS / "settings.yml").read_bytes()
        self._common = _hash(code, _replayed(), lock.read_bytes() if lock.is_file() else b"", settings,
                             repr(sorted(framework.settings.items())).encode())  # fmt: skip
        tables = framework.tables
        self._shared = _hash(*(self._bytes(t) for n, t in sorted(tables.items()) if n not in self._OWN))
        of_indicator = tables["indicators"].set_index("indicator_id")["agreement_id"]
        measures = tables["measures"].set_index("measure_id")["indicator_id"].map(of_indicator)
        needs = {a: {a} for a in tables["agreements"]["agreement_id"]}
        for row in tables["derived_measures"].itertuples():
            owner = of_indicator.get(row.indicator_id)
            needs.setdefault(owner, {owner}).update(
                measures.get(i.strip()) for i in row.input_measure_ids.split(";")
            )
        self._needs = needs
        owners = {
            "indicators": tables["indicators"]["agreement_id"],
            "measures": tables["measures"]["measure_id"].map(measures),
            "derived_measures": tables["derived_measures"]["indicator_id"].map(of_indicator),
            "observations": tables["observations"]["measure_id"].map(measures),
            "published_ratings": tables["published_ratings"]["agreement_id"].where(
                tables["published_ratings"]["agreement_id"].notna(),
                tables["published_ratings"]["indicator_id"].map(of_indicator),
            ),
        }
        self._own: dict[str, str] = {}
        for agreement in needs:
            parts = [self._bytes(tables[n][owners[n] == agreement]) for n in self._OWN]
            self._own[agreement] = _hash(*parts)
        self._everything = _hash(*(self._bytes(t) for _, t in sorted(tables.items())))

    @staticmethod
    def _bytes(table) -> bytes:
        return table.to_csv(index=False).encode()

    def key(self, run) -> str:
        """Return the key of one run."""
        source = (paths.NOTEBOOKS / f"{run.notebook}.ipynb").read_bytes()
        given = json.dumps(run.parameters, sort_keys=True).encode()
        if run.reads == "code":
            read = []
        elif run.for_each == "agreement":
            agreements = self._needs.get(run.run_id, {run.run_id})
            read = [self._shared, *(self._own.get(a, "") for a in sorted(agreements))]
        elif run.for_each == "department":
            roles = self._framework.roles()
            own = set(roles.loc[roles["department_id"] == run.run_id, "agreement_id"])
            own = set().union(*(self._needs.get(a, {a}) for a in own)) if own else set()
            read = [self._shared, *(self._own.get(a, "") for a in sorted(own))]
        else:
            read = [self._everything]
        return _hash(self._common.encode(), _cells(source), given, *(r.encode() for r in read))


def _cells(source: bytes) -> bytes:
    """Return what matters of a notebook to a run: its cells' sources and tags, not its outputs."""
    notebook = json.loads(source)
    return json.dumps(
        [[c["cell_type"], c["source"], c["metadata"].get("tags", [])] for c in notebook["cells"]]
    ).encode()


def read_manifest(folder: Path) -> dict[str, dict]:
    """Return the manifest of an outputs folder by run name; empty where there is none."""
    path = folder / "manifest.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {f"{r['notebook']}/{r['run_id']}": r for r in csv.DictReader(file)}


def plan(runs: list, keys: dict[str, str], folder: Path, force: bool = False) -> dict[str, str]:
    """Return, for each run by name, why it is to be executed; empty where it is up to date."""
    manifest = read_manifest(folder)
    why = {}
    for run in runs:
        old = manifest.get(run.name)
        if force:
            why[run.name] = "forced"
        elif not old:
            why[run.name] = "never run"
        elif old["status"] == "failed":
            why[run.name] = "failed last time"
        elif old["status"] == "interrupted":
            why[run.name] = "interrupted last time"
        elif old["key"] != keys[run.name]:
            why[run.name] = "something that it reads has changed"
        elif not all((folder / f"{run.name}.{x}").is_file() for x in ("ipynb", "html", "csv")):
            why[run.name] = "an output is missing"
        else:
            why[run.name] = ""
    return why

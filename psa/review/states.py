"""Two states of a repository or a folder: commits, working tree, outputs."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import yaml

from psa import paths
from psa.data.defaults import default_settings
from psa.data.faults import FrameworkError
from psa.data.framework import Framework
from psa.data.load import load_framework
from psa.files.write import RATING_FILES
from psa.methods.checks import CHECKS
from psa.review.git import find_commit, git, say_refusal


@dataclass(frozen=True)
class State:
    """A state of a framework that can be rated.

    Attributes:
        label: what the user called it.
        folder: its tables.
        settings: the defaults of its ``params/settings.yml``; None for the present ones.
        outputs: its committed results, where there are such.
        commit: the full id of the revision; None for a folder.
        root: the repository, where the state belongs to one.
        home: the folder of the framework in the work tree, where the state is one of a revision.
    """

    label: str
    folder: Path
    settings: dict[str, str] | None = None
    outputs: Path | None = None
    commit: str | None = None
    root: Path | None = None
    home: Path | None = None


def load(state: State) -> Framework:
    try:
        framework = load_framework(state.folder, CHECKS)
    except FrameworkError as error:
        raise FrameworkError([replace(f, file=f"{state.label}: {f.file}") for f in error.faults]) from error
    if state.settings is None:
        return framework
    own = {k: framework.settings[k] for k in framework.declared}
    return replace(framework, settings={**default_settings(), **state.settings, **own})


@contextmanager
def open_states(old: str, new: str, framework: str | Path | None = None) -> Iterator[tuple[State, State]]:
    """Give two states of a framework, each named by a folder of tables or a git revision.

    Files of a revision are put in a folder that is removed afterwards; the work tree is not touched.
    An empty name is the framework as it stands.

    Raises:
        ValueError: a name is neither.
    """
    with ExitStack() as stack:
        yield _open_state(old, framework, stack), _open_state(new, framework, stack)


def _open_state(name: str, framework: str | Path | None, stack: ExitStack) -> State:
    wanted = str(framework or default_settings()["framework"])
    if not name:
        folder = paths.framework_folder(wanted)
        root = _toplevel(folder)
        return State(
            "the tables as they stand", folder, None, _outputs_of(root or paths.ROOT, folder.name), None, root
        )
    if is_framework(Path(name)):
        return State(name, Path(name).resolve())
    root, inside = _where(wanted)
    if root is None:
        raise ValueError(f"{name}: no folder of tables, and {wanted} is in no git repository")
    commit = find_commit(root, name)
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="psa-diff-")))
    _materialise(root, commit, [inside, "params/settings.yml", "outputs"], scratch)
    if not is_framework(scratch / inside):
        raise ValueError(f"{name}: there is no framework in {inside} at this revision")
    settings = scratch / "params" / "settings.yml"
    values = _defaults(settings, name) if settings.is_file() else None
    label = name if commit.startswith(name) else f"{name} ({commit[:10]})"
    outputs = _outputs_of(scratch, Path(inside).name)
    return State(label, scratch / inside, values, outputs, commit, root, root / inside)


def is_framework(folder: Path) -> bool:
    """Return whether a folder holds a framework's tables."""
    return (folder / "agreements.csv").is_file() or (folder / "indicators.csv").is_file()


def is_outputs(folder: Path) -> bool:
    """Return whether a folder holds rating tables."""
    return any((folder / name).is_file() for name in RATING_FILES)


def _defaults(path: Path, label: str) -> dict[str, str]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {str(k): v["default"] for k, v in found.items()}
    except (yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
        raise ValueError(f"{label}: params/settings.yml cannot be read: {error}") from error


def _outputs_of(root: Path, framework: str) -> Path | None:
    folder = root / "outputs"
    if framework != default_settings()["framework"]:
        folder = folder / framework
    return folder if is_outputs(folder) else None


def _toplevel(folder: Path) -> Path | None:
    try:
        return Path(git(folder, "rev-parse", "--show-toplevel").decode("utf-8").rstrip("\n"))
    except (ValueError, FileNotFoundError):
        return None


def _where(framework: str) -> tuple[Path | None, str]:
    """Return the repository of a framework, which need not exist in the work tree, and its path inside."""
    try:
        folder = paths.framework_folder(framework)
    except FileNotFoundError:
        folder = paths.RAW / Path(framework).name
    root = _toplevel(folder if folder.is_dir() else paths.ROOT)
    if root is None:
        say_refusal(folder if folder.is_dir() else paths.ROOT)
    if root is None or not folder.resolve().is_relative_to(root.resolve()):
        return None, ""
    return root, folder.resolve().relative_to(root.resolve()).as_posix()


def _blobs(root: Path, commit: str, wanted: list[str]) -> dict[str, bytes]:
    """Return the files below the wanted paths of a commit, by path: as they are stored, no filters, no links."""
    names, ids = [], []
    for line in git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted).split(b"\0"):
        about, _, name = line.partition(b"\t")
        if about.startswith(b"100"):  # the mode of a plain file
            names.append(name.decode("utf-8", "surrogateescape"))
            ids.append(about.split()[2])
    if not names:
        return {}
    data = git(root, "cat-file", "--batch", given=b"\n".join(ids) + b"\n")
    contents: dict[str, bytes] = {}
    position = 0
    for path in names:
        end = data.index(b"\n", position)
        size = int(data[position:end].split()[2])
        contents[path] = data[end + 1 : end + 1 + size]
        position = end + 1 + size + 1
    return contents


def _materialise(root: Path, commit: str, wanted: list[str], to: Path) -> None:
    """Write the tables among the wanted paths of a commit below a folder."""
    for path, data in _blobs(root, commit, wanted).items():
        name = PurePosixPath(path)
        is_wanted = name.suffix in {".csv", ".yml"} and (
            name.parts[0] != "outputs" or name.name in RATING_FILES
        )
        if is_wanted and not name.is_absolute() and ".." not in name.parts:
            target = to / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


CODE = ("psa", "notebooks", "params")


def _code_of(state: State) -> dict[str, bytes]:
    """Return the files of code of a state in a repository, by path; line ends as git stores them."""
    if state.root is None:
        return {}
    if state.commit:
        found = _blobs(state.root, state.commit, list(CODE))
    else:
        listed = git(state.root, "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *CODE)
        names = [n for n in listed.decode("utf-8", "surrogateescape").split("\0") if n]
        found = {n: (state.root / n).read_bytes() for n in names if (state.root / n).is_file()}
    return {name: data.replace(b"\r\n", b"\n") for name, data in found.items()}


def code_changes(old: State, new: State) -> list[str] | None:
    """Return the files of code that differ between two states; None where that cannot be known."""
    if old.root is None or new.root != old.root or old.commit is None and new.commit is None:
        return None
    before, after = _code_of(old), _code_of(new)
    names = {*before, *after} - {"params/settings.yml"}
    return sorted(n for n in names if before.get(n) != after.get(n))

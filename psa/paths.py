"""Where the folders are: anchored at the repository, never at the working directory.

papermill and nbval run the same notebook from different working directories, so a relative path
would mean two things. Four environment variables move a folder for one run:

``PSA_OUTPUTS``     where results are written (a batch stages them; a review writes elsewhere)
``PSA_FRAMEWORKS``  a further folder in which frameworks are looked up by name
``PSA_CACHE``       where rated frameworks are kept between commands (``outputs/.rated``), or ``off``
``PSA_PARAMS``      a further folder of params, for notebooks kept outside the repository
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


RAW = ROOT / "data" / "raw"


PROCESSED = ROOT / "data" / "processed"


NOTEBOOKS = ROOT / "notebooks"


PARAMS = ROOT / "params"


def outputs() -> Path:
    """Return the folder that results are written to."""
    return Path(os.environ.get("PSA_OUTPUTS") or ROOT / "outputs")


def outputs_of(framework: str | Path) -> Path:
    """Return the folder for the results of a framework: that of its name, or the outputs folder for the default one."""
    home = framework_folder(framework)
    return outputs() if home == RAW / default_framework() else outputs() / home.name


def cache() -> Path | None:
    """Return the folder in which rated frameworks are kept between commands; None for nowhere."""
    name = os.environ.get("PSA_CACHE", "")
    return None if name == "off" else Path(name or ROOT / "outputs" / ".rated")


def default_framework() -> str:
    """Return the framework that is meant where none is named (``params/settings.yml``)."""
    import yaml

    return yaml.safe_load((PARAMS / "settings.yml").read_text(encoding="utf-8"))["framework"]["default"]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name longer than a path may be
        return False


def framework_folder(name_or_path: str | Path) -> Path:
    """Return the folder of a framework, given by name or by path.

    A name is looked up in the folder named by ``PSA_FRAMEWORKS``, then in ``data/raw``. Anything with
    a path separator, and any other existing folder, is a path.

    Raises:
        FileNotFoundError: no such folder; the message lists the names that exist.
    """
    text = str(name_or_path)
    is_name = text and Path(text).name == text and text not in {".", ".."}
    if is_name:
        homes = [Path(os.environ["PSA_FRAMEWORKS"])] if os.environ.get("PSA_FRAMEWORKS") else []
        for home in [*homes, RAW]:
            if _is_folder(home / text):
                return home / text
    if text and _is_folder(Path(text)):
        return Path(text).resolve()
    known = sorted(p.name for p in RAW.iterdir() if p.is_dir()) if RAW.is_dir() else []
    raise FileNotFoundError(
        f"{text or '(empty)'}: no such framework folder. "
        f"Give the path of a folder of tables, or one of these names: {', '.join(known) or 'none yet'}."
    )

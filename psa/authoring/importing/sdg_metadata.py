"""Read the metadata of one indicator of an Open SDG site: the front matter of ``meta/1-2-1.md``."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from psa.authoring.importing.source import one_line
from psa.data.cells.texts import text_fault
from psa.data.faults import Fault

DIRECTIONS = {"positive": "increase", "negative": "decrease"}
SOURCES_AT_MOST = 12  # numbered fields of one indicator's metadata


@dataclass(frozen=True)
class SdgSource:
    """One source of an indicator."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True)
class Metadata:
    """What the metadata say of an indicator; an empty text is not known."""

    goal: str
    goal_name: str = ""
    name: str = ""
    graph_title: str = ""
    unit: str = ""
    direction: str = "none"
    target: str = ""
    sources: tuple[SdgSource, ...] = ()


def read_metadata(path: Path | None, key: str) -> tuple[Metadata, list[Fault]]:
    """Return the metadata of an indicator and their faults.

    Args:
        path: the file; None where there is none, which is a fault.
        key: the indicator, such as 1-2-1.
    """
    goal = re.split("[-.]", key)[0]
    if path is None:
        problem = f"there are figures (data/indicator_{key}.csv) but no metadata"
        remedy = "Add it, with indicator_name and goal_number"
        return Metadata(goal), [Fault(f"meta/{key}.md", None, None, problem, remedy)]
    shown = f"meta/{path.name}"
    content, faults = _front_matter(path, shown)
    if faults:
        return Metadata(goal), faults
    fields = _Fields(content, shown)
    metadata = Metadata(
        goal=fields.text("goal_number", "sdg_goal", "goal") or goal,
        goal_name=fields.text("goal_name", "goal_title"),
        name=fields.text("indicator_name", "indicator_title", "title", "graph_title"),
        graph_title=fields.text("graph_title"),
        unit=fields.text("computation_units", "unit", "unit_of_measure"),
        direction=_direction(content),
        target=fields.text("target_id", "target_number", "target"),
        sources=_sources(fields),
    )
    if not metadata.name:
        remedy = "Write indicator_name"
        fields.faults.append(Fault(shown, None, "indicator_name", "the indicator has no name", remedy))
    return metadata, fields.faults


class _Fields:
    """The fields of one file of metadata, and the faults of those that were read."""

    def __init__(self, content: dict[str, Any], shown: str) -> None:
        self.content = content
        self.shown = shown
        self.faults: list[Fault] = []

    def text(self, *names: str) -> str:
        """Return the first of several fields that holds a text; the key of a translation only where none does."""
        texts = []
        for name in names:
            value = self.content.get(name)
            if value is None or isinstance(value, (dict, list, bool)) or not (text := _plain_value(value)):
                continue
            if finding := text_fault(text):
                self.faults.append(Fault(self.shown, None, name, *finding))
            texts.append(text)
        plain = [text for text in texts if not re.fullmatch(r"[a-z_]+\.[A-Za-z0-9_.-]+", text)]
        return (plain or texts or [""])[0]


class _Words(HTMLParser):
    """Collect the words of a web page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _plain_value(value: object) -> str:
    """Return a text of a web page without its tags, in one line."""
    words = _Words()
    words.feed(str(value))
    words.close()
    return one_line("".join(words.parts))


def _sources(fields: _Fields) -> tuple[SdgSource, ...]:
    sources = []
    for i in range(1, SOURCES_AT_MOST + 1):
        publisher = fields.text(f"source_organisation_{i}")
        title = fields.text(f"source_data_source_{i}", f"source_url_text_{i}") or publisher
        if title and fields.content.get(f"source_active_{i}") is not False:
            sources.append(SdgSource(title, publisher, fields.text(f"source_url_{i}")))
    return tuple(sources)


def _direction(content: dict[str, Any]) -> str:
    """Return the direction that the metadata give for the progress of the indicator; none where they do not agree."""
    options = content.get("progress_calculation_options")
    options = [options] if isinstance(options, dict) else options if isinstance(options, list) else []
    words = {str(o.get("direction", "")).strip().lower() for o in options if isinstance(o, dict)}
    return DIRECTIONS.get(words.pop(), "none") if len(words) == 1 else "none"


def _front_matter(path: Path, shown: str) -> tuple[dict[str, Any], list[Fault]]:
    """Return the front matter of a file of metadata; empty, with a fault, where it cannot be read."""
    remedy = "Begin the file with ---, then name: value on each line, then ---"
    try:
        text = path.read_bytes().decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        problem = f"byte {error.object[error.start]:#04x} is not UTF-8"
        return {}, [Fault(shown, None, None, problem, "Save it as UTF-8")]
    rows_before = 0
    if path.suffix == ".md":
        match = re.match(r"---[ \t]*\r?\n(.*?)(?:^---[ \t]*\r?$|\Z)", text, re.DOTALL | re.MULTILINE)
        if not match:
            return {}, [Fault(shown, 1, None, "the file does not begin with front matter", remedy)]
        text, rows_before = match[1], 1
    content, fault = _read_yaml(text, shown, rows_before)
    if fault is None and not isinstance(content, dict):
        problem = "the metadata are not names with values"
        fault = Fault(shown, 1 + rows_before, None, problem, remedy)
    return ({}, [fault]) if fault else (content, [])


def _read_yaml(text: str, shown: str, rows_before: int) -> tuple[Any, Fault | None]:
    """Return what a text in YAML holds, or why it cannot be read."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
            problem = "it repeats a value by an alias (*name)"
            return None, Fault(shown, None, None, problem, "Write the value itself")
        return yaml.safe_load(text), None
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 + rows_before if error.problem_mark else None
        problem = f"not YAML: {one_line(error.problem or error.context or 'cannot be read')}"
        remedy = "Quote a text that holds a colon or begins with a sign"
        return None, Fault(shown, row, None, problem, remedy)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, Fault(shown, None, None, f"not YAML: {one_line(error)[:100]}", "Quote the text")

"""What the columns of published tables are called, in many languages: the words of ``column_words.yml``."""

from pathlib import Path

import yaml

_WORDS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
PERIODS = tuple(_WORDS["periods"])
FIGURES = tuple(_WORDS["figures"])
UNITS = tuple(_WORDS["units"])
MULTIPLIERS = tuple(_WORDS["multipliers"])
STATUSES = tuple(_WORDS["statuses"])
NOTES = tuple(_WORDS["notes"])
AREA_CODES = tuple(_WORDS["area_codes"])
SERIES = tuple(_WORDS["series"])

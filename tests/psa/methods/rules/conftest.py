"""Find the made series where these tests stand alone, as in the page on how to add a rule, without pyproject.toml."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "support"))

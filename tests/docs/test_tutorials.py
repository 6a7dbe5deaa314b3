"""Each tutorial is executed, and has a picture of what it makes, small and with words for who cannot see it."""

import importlib.util
import re
import struct
from pathlib import Path

import pytest
from blocks import read_blocks

ROOT = Path(__file__).resolve().parent.parent.parent
spec = importlib.util.spec_from_file_location("pictures", ROOT / "tools" / "pictures.py")
PICTURES = importlib.util.module_from_spec(spec)
spec.loader.exec_module(PICTURES)
LARGEST = 120_000  # bytes of a picture


@pytest.mark.parametrize("name", PICTURES.TUTORIALS)
def test_a_tutorial_is_executed_and_shows_what_it_makes(name):
    page, made, width, height = PICTURES.TUTORIALS[name]
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = [block for block in read_blocks(text) if block.is_executed]  # by test_docs.py
    assert blocks and any(Path(made).name in block.text or "psa run" in block.text for block in blocks)
    ((words, file),) = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text)
    assert len(words.split()) >= 15
    data = (ROOT / "docs" / page).parent.joinpath(file).read_bytes()
    assert Path(file).name == f"{name}.png" and len(data) <= LARGEST
    assert struct.unpack(">II", data[16:24]) == (width, height)


def test_each_picture_is_of_a_tutorial():
    assert {path.stem for path in (ROOT / "docs" / "pictures").iterdir()} == set(PICTURES.TUTORIALS)

"""Find what a spreadsheet or a wrong encoding did to a text or a name."""

import re

from psa.data.cells.dates import became_date
from psa.data.cells.signs import CONTROL, INVISIBLE, SPACES, error_fault, formula_fault, short


def mangled_letters(text: str) -> str | None:
    """Return what a text said before UTF-8 was read as Latin-1 and saved again; None where it is sound.

    ``CafÃ©`` was ``Café``, ``Â£5`` was ``£5``.
    """
    if text.isascii():
        return None
    for encoding in ("cp1252", "latin-1"):
        try:
            mended = text.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        return mended if mended != text else None
    return None


def text_fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with any text, whatever its column: errors, formulas, lost letters."""
    known = error_fault(text) or formula_fault(text)
    if known:
        return known
    if "\ufffd" in text:
        return (
            f"{short(text)} has lost a letter (\ufffd)",
            "Write the letter again, and save the file as UTF-8",
        )
    if CONTROL.search(text):
        return f"{short(text)} contains a control character", "Type the cell again"
    if mended := mangled_letters(text):
        return (
            f"{short(text)} has letters that were read in the wrong encoding",
            f"Write {short(mended)}, and save the file as UTF-8",
        )
    return None


def name_fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with an id: it is a date, or holds quotation marks or characters not seen."""
    if wrong := became_date(text):
        return wrong
    plain = SPACES.sub(" ", INVISIBLE.sub("", text))
    if plain != text:
        return (
            f"{text!r} contains a space or mark that cannot be seen",
            f"Write {plain!r} with plain characters",
        )
    bare = re.sub('[“”„‟«»‘’‚‛"]', "", text)
    return None if bare == text else (f"{text!r} contains a quotation mark", f"Write {bare}")

"""HTML is written once, by what knows what it says: no regular expression looks for it anywhere in the package."""

import ast
import re
from pathlib import Path

PSA = Path(__file__).resolve().parent.parent / "psa"
FILES = sorted(PSA.rglob("*.py"))
NOT_A_SIGN = re.compile(r"\(\?P?<[=!]?|\[\^[^\]]*\]")  # a named group, a look behind, signs that are left out


def patterns_of(source: str) -> list[str]:
    """Return the text of each regular expression that a module's calls of `re` hold."""
    found = []
    for node in ast.walk(ast.parse(source)):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
        if is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
            texts = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
            found.append("".join(text for text in texts if isinstance(text, str)))
    return found


def html_patterns(source: str) -> list[str]:
    """Return the regular expressions that look for a tag."""
    return [pattern for pattern in patterns_of(source) if "<" in NOT_A_SIGN.sub("", pattern)]


def test_no_regular_expression_looks_for_a_tag():
    sources = {path.relative_to(PSA).as_posix(): path.read_text(encoding="utf-8") for path in FILES}
    found = {name: html_patterns(source) for name, source in sources.items() if "re." in source}
    assert len(found) > 10 and {name: patterns for name, patterns in found.items() if patterns} == {}


def test_the_search_finds_one_and_lets_groups_and_what_is_left_out_be():
    source = """
re.sub(r"<h([1-6])[^>]*>", "", text)
re.compile("(?P<name>a)(?<=b)(?<!c)[^<>]")
re.fullmatch("https?://[^\\\\s<>]+", url)
re.search("<desc>" "(.*?)", text)
"""
    assert html_patterns(source) == ["<h([1-6])[^>]*>", "<desc>(.*?)"]

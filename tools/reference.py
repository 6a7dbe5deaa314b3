"""Write the reference pages that follow from the code: tables, commands, other bodies' rules, the package.

Run by ``make reference``; a test fails where a page is out of date.
"""

import ast
import sys
from collections.abc import Iterable
from pathlib import Path

import click

import psa as psa_package
from psa.cli import main as command
from psa.data.defaults import default_settings, setting_reasons
from psa.data.framework import DEFAULT_WORDS
from psa.data.periods import MEANINGS
from psa.data.schema import TABLES, Column, Table
from psa.evidence.simulate import BETTER
from psa.files.write import write_text
from psa.methods.rules import RULES
from psa.methods.rules.parts import Rule

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by tools/reference.py from {}: edit that, then run make reference. -->\n"

TYPES = (
    ("text", "any words; a cell that holds a comma stands in quotation marks"),
    ("number", "digits with a point, such as `72.8`: no thousands separator, no unit, no per cent sign"),
    ("integer", "a whole number"),
    ("boolean", "`true` or `false`"),
    ("period", "a label in one of the forms [below](#periods), such as `2008`, `2008-09` or `2008-12-31`"),
    ("date", "a day, a month or a year: `2008-12-31`, `2008-12` or `2008`"),
    ("choice", "one of the words that are listed"),
    ("id", "the key of a row in the table that is named"),
    ("ids", "one id, or several joined by `;`"),
)


def cell(text: str) -> str:
    """Return a text as it can stand in a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", r"\|")


def grid(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    headers = list(headers)
    lines = [headers, ["---"] * len(headers), *([cell(c) for c in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# ------------------------------------------------------------------------------------------- tables


def _values(column: Column) -> str:
    if column.choices:
        return ", ".join(f"`{c}`" for c in column.choices)
    return f"ids of [{column.refers_to}](#{column.refers_to})" if column.refers_to else ""


def _type(column: Column) -> str:
    return "id" if column.refers_to and column.type == "text" else column.type


def describe_table(table: Table) -> str:
    """Return one table's section: its file, its key, and a row for each column."""
    file = f"`{table.name}.csv`"
    if table.is_folder:
        file += f", or a folder `{table.name}/` of such files"
    said = [f"{table.purpose[:1].upper()}{table.purpose[1:]}."]
    said.append(f"File: {file}; {'required' if table.is_required else 'may be absent'}.")
    if table.key:
        said.append(f"Key, which no two rows may share: {', '.join(f'`{k}`' for k in table.key)}.")
    rows = (
        (f"`{c.name}`", _type(c), "yes" if c.is_required else "", _values(c), c.meaning)
        for c in table.columns
    )
    head = ("column", "type", "required", "values", "note")
    return f"## {table.name}\n\n{' '.join(said)}\n\n{grid(head, rows)}"


def tables_page() -> str:
    """Return the page on the tables of a framework."""
    parts = [
        MADE.format("psa/data/tables.yml"),
        "# Tables of a framework\n",
        "A framework is a folder of CSV files in UTF-8, each with a header row. An empty cell means *not known*,\n"
        "never zero. Columns may stand in any order, and columns of your own are kept and ignored. A *required*\n"
        "column must be there, and none of its cells may be empty. `psa check` lists every fault.\n",
        grid(
            ("table", "holds", "required"),
            ((f"[{t.name}](#{t.name})", t.purpose, "yes" if t.is_required else "") for t in TABLES.values()),
        ),
        "## Types\n",
        grid(("type", "what a cell may hold"), TYPES),
        "## Periods\n",
        "A label is read in one way only, wherever it stands. Write a published label that reads otherwise in one of\n"
        "these forms, and its own words in `period_as_published`.\n",
        grid(("label", "read as"), ((f"`{label}`", meaning) for label, meaning in MEANINGS)),
        *(describe_table(t) for t in TABLES.values()),
        "## Settings of a framework\n",
        "The rows that [framework](#framework) may have. The default holds where the framework says nothing; it\n"
        "and its reason stand in `params/settings.yml`.\n",
        grid(
            ("setting", "default", "reason"),
            (
                (f"`{name}`", f"`{value}`" if value else "", setting_reasons()[name])
                for name, value in default_settings().items()
            ),
        ),
        "## Words of a framework\n",
        "The terms that [vocabulary](#vocabulary) may rename.\n",
        grid(("term", "word", "plural"), ((f"`{t}`", one, many) for t, (one, many) in DEFAULT_WORDS.items())),
    ]
    return "\n".join(parts)


# ----------------------------------------------------------------------------------------- commands


def _default(parameter: click.Parameter) -> str:
    value = parameter.default
    is_shown = isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
    return f"`{value}`" if is_shown else ""


def _help(text: str) -> str:
    """Return a command's help: a paragraph that the terminal shows line by line is shown so here too."""
    parts = []
    for paragraph in text.strip().split("\n\n"):
        lines = "\n".join(line.strip(" \b") for line in paragraph.splitlines()).strip()
        parts.append(f"```text\n{lines}\n```" if "\b" in paragraph else lines)
    return "\n\n".join(parts)


def describe_command(name: str, command: click.Command) -> str:
    """Return one command's section: what it does, how it is called, its options."""
    context = click.Context(command, info_name=f"psa {name}")
    usage = " ".join([f"psa {name}", *command.collect_usage_pieces(context)])
    parts = [f"## psa {name}\n", f"{_help(command.help)}\n", f"```text\n{usage}\n```\n"]
    rows = []
    for option in command.get_params(context):
        if isinstance(option, click.Option) and not option.hidden and "--help" not in option.opts:
            takes = "" if option.is_flag else f" {option.make_metavar(context)}"
            names = ", ".join((*option.opts, *option.secondary_opts))
            needed = "yes" if option.required else ""
            rows.append((f"`{names}{takes}`", needed, _default(option), option.help or ""))
    if rows:
        parts.append(grid(("option", "required", "default", "meaning"), rows))
    return "\n".join(parts)


def commands_page() -> str:
    """Return the page on the commands."""
    commands = {name: c for name, c in sorted(command.commands.items()) if not c.hidden}
    listed = ((f"[psa {n}](#psa-{n})", c.help.strip().split("\n\n")[0]) for n, c in commands.items())
    parts = [
        MADE.format("psa/cli/"),
        "# Commands\n",
        "`psa COMMAND --help` says the same in a terminal. A command ends with status 0 where it did what was\n"
        "asked, 1 where the tables or a notebook are at fault, and 2 where it was called wrongly. Without\n"
        f"`--framework`, the framework is `{default_settings()['framework']}`.\n",
        grid(("command", "what it does"), listed),
        *(describe_command(name, command) for name, command in commands.items()),
    ]
    return "\n".join(parts)


# -------------------------------------------------------------------------------------------- rules


def where_shown(rule: Rule) -> str:
    """Return the numbers of the notebooks that show a rule."""
    is_simulated = rule.name in {name for name, _ in BETTER.values()}
    return "notebooks 02, 04, 05, 06" if is_simulated else "notebooks 02, 04, 06"


def source_of(rule: Rule) -> str:
    """Return who published a rule, for which country and when."""
    country = "" if rule.country in rule.body else rule.country
    return f"{', '.join(part for part in (rule.body, country, rule.year) if part)}: {rule.source}"


def describe_rule(rule: Rule) -> str:
    """Return one rule's section: the docstring of its file, then its facts."""
    fields = ("time", "value", "sign", *rule.reads)
    monotone = "never" if rule.is_monotone else "can"
    rows = (
        ("title", rule.title),
        ("words, best first", ", ".join(f"`{word}` ({side})" for word, side in rule.words.items())),
        ("number beside the word", rule.statistic),
        ("reads", ", ".join(f"`{field}`" for field in fields)),
        ("a worse latest figure", f"{monotone} gives a better word".replace("can gives", "can give")),
        ("source", source_of(rule)),
    )
    return f"## {rule.name}\n\n{rule.page}\n\n{grid(('fact', rule.name), rows)}"


def rules_page() -> str:
    """Return the page on other bodies' rules: an index, then every rule."""
    parts = [
        MADE.format("the files in psa/methods/rules/"),
        "# Other bodies' rules\n",
        "The same figures are rated by the rules that other bodies publish: `psa rate --rule NAME`. Each rule is one\n"
        "file; [add one](../how-to/add-a-rule.md). The official rule, `treasury`, and ours, `baseline-trend`, are\n"
        "explained in [the methods](../methods.md). The notebooks 02, 04 and 06 set the rules side by side; 05\n"
        "shows how often a rule is right on made series.\n",
        grid(
            ("rule", "function", "where shown", "source"),
            (
                (
                    f"[{name}](#{name})",
                    f"`{rule.rate.__module__}.rate`",
                    where_shown(rule),
                    source_of(rule),
                )
                for name, rule in RULES.items()
            ),
        ),
        "Every rule may also answer `not_assessed`, with its reason. What a rule reads beside time, value and the\n"
        "good direction are fields of `psa.methods.rules.parts.Series`.\n",
        *(describe_rule(rule) for rule in RULES.values()),
    ]
    return "\n".join(parts)


# ------------------------------------------------------------------------------------------ package

ROOMS = {
    "": "what every room may use",
    "files": "files written whole or not at all, tables as text",
    "workbook": "the front door: a framework, loaded and rated",
    "data": "rows in, one checked framework out",
    "data.reading": "a folder of CSV files as text",
    "data.cells": "what one cell may hold",
    "data.checks": "everything that is wrong with the tables",
    "data.remarks": "what is possible and yet looks wrong",
    "methods": "pure rules and statistics: frames and arrays in, frames out",
    "methods.rules": "the rules of other bodies, one file each",
    "methods.rules.parts": "what these rules are made of",
    "evidence": "simulation and replay: how often each rule is right",
    "pages": "what a notebook shows",
    "pages.parts": "what a page is made of: the answer, cards, facts, what could not be rated",
    "pages.sentences": "every sentence, by what it is about",
    "pages.tables": "every table, by what it is about",
    "pages.charts": "every chart, one file a kind",
    "site": "what a reader opens",
    "site.pages": "one page of the site each",
    "site.downloads": "the results as files",
    "site.publishing": "dated copies of a site that stay",
    "batch": "runs of the notebooks: expanded, executed, recorded",
    "batch.warm": "forked kernels, which know nothing of the rest",
    "authoring": "adding rows, new frameworks",
    "authoring.importing": "frameworks from other forms",
    "authoring.updating": "a release taken into a framework",
    "review": "comparing two states and reporting a change",
    "cli": "the command",
}
DESCRIBED = (
    "psa.workbook.workbook",
    "psa.workbook.views",
    "psa.data.framework",
    "psa.data.records",
    "psa.data.faults",
    "psa.data.series",
    "psa.data.periods",
    "psa.methods.moderation",
    "psa.methods.settings",
    "psa.methods.indicators",
    "psa.methods.ratings",
    "psa.methods.row_records",
    "psa.methods.by_rule",
    "psa.methods.judgements",
    "psa.methods.flips",
    "psa.pages.tables.table",
)


def modules_of(room: str) -> list[tuple[str, str]]:
    """Return the modules that stand directly in a room, each with the first sentence of its docstring."""
    folder = Path(psa_package.__file__).parent.joinpath(*room.split(".") if room else ())
    found = []
    for path in sorted(folder.glob("*.py")):
        if path.stem.startswith("__"):
            continue
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        name = ".".join(part for part in ("psa", room, path.stem) if part)
        found.append((f"`{name}`", text.partition("\n\n")[0]))
    return found


def package_page() -> str:
    """Return the page on the package: its front door in full, then every module of every room in a line."""
    parts = [
        MADE.format("the docstrings in psa/"),
        "# The package\n",
        'A notebook of your own needs one line: `import psa`. `psa.load("NAME")` gives a workbook; everything else is\n'
        "reached from it. A module imports only from the rooms above its own in [the design](../design.md). Names\n"
        "that begin with `_` may change without notice.\n",
        *(f"## {name}\n\n```{{eval-rst}}\n.. automodule:: {name}\n```\n" for name in DESCRIBED),
        "## Every module\n",
    ]
    for room, about in ROOMS.items():
        parts += [
            f"### {f'psa.{room}' if room else 'psa'}: {about}\n",
            grid(("module", "what it does"), modules_of(room)),
        ]
    return "\n".join(parts)


PAGES = {
    "tables.md": tables_page,
    "commands.md": commands_page,
    "rules.md": rules_page,
    "api.md": package_page,
}


def main() -> None:
    """Write every page."""
    for name, make in PAGES.items():
        write_text(make(), FOLDER / name)
        sys.stdout.write(f"wrote docs/reference/{name}\n")


if __name__ == "__main__":
    main()

"""What git keeps of outputs/: the default framework's tables, and nothing else that a run makes."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

KEPT = {
    "outputs/indicator_ratings.csv",
    "outputs/agreement_ratings.csv",
    "outputs/02_assess_agreement/a-01.csv",
    "outputs/07_mine/a-01.csv",
}
IGNORED = {
    "outputs/index.html",
    "outputs/manifest.csv",
    "outputs/.lock",
    "outputs/02_assess_agreement/a-01.html",
    "outputs/02_assess_agreement/a-01.ipynb",
    "outputs/downloads/sources.csv",
    "outputs/failed/02_assess_agreement/a-01.ipynb",
    "outputs/tiny/indicator_ratings.csv",
    "outputs/tiny/index.html",
    "outputs/tiny/02_assess_agreement/pledge-a.csv",
    "outputs/coast-2030/agreement_ratings.csv",
}


def test_the_default_framework_s_tables_are_kept_and_all_else_of_outputs_is_ignored(tmp_path):
    shutil.copy(ROOT / ".gitignore", tmp_path)
    for name in KEPT | IGNORED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    said = subprocess.run(
        ["git", "status", "--porcelain", "-z", "-uall"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert {line[3:] for line in said.stdout.split("\0") if line} == KEPT | {".gitignore"}

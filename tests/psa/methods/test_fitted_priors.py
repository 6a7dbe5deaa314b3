"""The rows of trend_priors fitted to a framework, and the command that prints them."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from psa.cli import main
from psa.data.load import load_framework
from psa.data.series import load_series
from psa.methods.definitions import with_definitions
from psa.methods.fitted_priors import fitted_priors
from psa.methods.moderation import framework_priors
from psa.methods.settings import settings_for

GERMAN = Path(__file__).parents[2] / "frameworks" / "german"


@pytest.fixture(scope="module")
def german():
    framework = load_framework(GERMAN)
    return with_definitions(load_series(framework), framework), settings_for(framework)


def test_only_scales_with_ten_series_have_a_row_and_modelled_series_are_in_none(german):
    frame, settings = german
    found = {one.scale: one for one in fitted_priors(frame, settings, "2026-11-28")}
    assert set(found) == {"logit", "relative"} and all(one.series_count >= 10 for one in found.values())
    assert all(one.d0 > 0 and one.s0_squared > 0 and one.date == "2026-11-28" for one in found.values())
    assert fitted_priors(frame.assign(figure_basis="model"), settings, "2026-11-28") == ()
    assert fitted_priors(frame.iloc[:0], settings, "2026-11-28") == ()


def test_priors_of_before_and_figures_after_the_baseline_play_no_part(german):
    frame, settings = german
    late = frame.copy()
    is_late = pd.to_datetime(late["start"]) > pd.Timestamp(settings.baseline_by)
    late.loc[is_late, "value"] += 1  # as many decimals as before
    first = fitted_priors(frame, settings, "2026-11-28")
    stated = settings_for(load_framework(GERMAN), trend_priors=first)
    assert fitted_priors(late, stated, "2026-11-28") == first


def test_the_command_prints_rows_that_the_table_reads(tmp_path):
    folder = shutil.copytree(GERMAN, tmp_path / "german")
    result = CliRunner().invoke(main, ["priors", "--framework", str(folder), "--on", "2026-11-28"])
    assert result.exit_code == 0 and "fewer than 10 series of log, dispersion" in result.stderr
    (folder / "trend_priors.csv").write_text(result.stdout, encoding="utf-8")
    read = {one.scale: one for one in framework_priors(load_framework(folder))}
    assert set(read) == {"logit", "relative"} and read["logit"].date == "2026-11-28"
    again = CliRunner().invoke(main, ["priors", "--framework", str(folder), "--on", "2026-11-28"])
    assert again.stdout == result.stdout

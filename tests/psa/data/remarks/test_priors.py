"""Priors fitted to other figures than the tables hold today are remarked on."""

import pytest
from one_series_folder import one_series
from remarked import remarks_of

HEADER = "scale,d0,s0_squared,series_count,figure_count,fitted_on,note"


@pytest.mark.parametrize(
    ("then", "is_old"), [("10", False), ("12", False), ("13", True), ("8", True), ("", False)]
)
def test_a_prior_is_old_where_the_figures_are_a_fifth_more_or_fewer(tmp_path, then, is_old):
    folder = one_series(tmp_path / "f", "40 41 39 40 42 41 40 39 40 41", "mean", "days")
    rows = [f"{scale},1,.004,12,{then},2026-11-28," for scale in ("logit", "log")]
    (folder / "trend_priors.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    found = [str(r) for r in remarks_of(folder) if r.file == "trend_priors.csv"]
    assert len(found) == is_old
    assert all(f"held {then} figures" in text and "hold 10 now. Run psa priors" in text for text in found)

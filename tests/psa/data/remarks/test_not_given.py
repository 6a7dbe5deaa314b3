"""What a folder does not give is said: the years that are taken in its place, and files without a figure."""

import pytest
from click.testing import CliRunner

from psa.cli import main
from psa.data.load import check_framework
from psa.data.remarks.not_given import not_given


def remarks_of(folder):
    faults, tables = check_framework(folder)
    assert faults == []
    return [str(remark) for remark in not_given(folder, tables)]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            None,
            "it does not say baseline_by and through, so baseline_by 2008-03-31 and through 2011-03-31 are taken",
        ),
        ("title,T\nthrough,2023-12-31", "it does not say baseline_by, so baseline_by 2008-03-31 is taken"),
        ("title,T\nbaseline_by,2009-12-31", "it does not say through, so through 2011-03-31 is taken"),
    ],
)
def test_years_that_a_framework_does_not_state_are_said_with_those_that_are_taken(
    tiny_folder, settings, said
):
    path = tiny_folder / "framework.csv"
    path.unlink() if settings is None else path.write_text(f"setting,value\n{settings}\n", encoding="utf-8")
    (remark,) = remarks_of(tiny_folder)
    assert remark.startswith(f"framework.csv: {said}, which w") and "chosen for another framework" in remark


def test_a_file_of_figures_that_broke_off_after_its_header_is_named(local_folder):
    path = local_folder / "observations" / "parks.csv"
    path.write_text("measure_id,period,value,source_id\r\n", encoding="utf-8")
    (remark,) = remarks_of(local_folder)
    assert remark.startswith("observations/parks.csv: the file has a header and no figure. Give it its rows")


def test_check_shows_them(tiny_folder):
    (tiny_folder / "framework.csv").unlink()
    done = CliRunner().invoke(main, ["check", "--framework", str(tiny_folder)])
    assert (
        done.exit_code == 0
        and "Remark: framework.csv: it does not say baseline_by and through" in done.output
    )


@pytest.mark.parametrize("kind", ["tiny_folder", "local_folder"])
def test_a_framework_that_gives_all_needs_no_remark(request, kind):
    assert remarks_of(request.getfixturevalue(kind)) == []

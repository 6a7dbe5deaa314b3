"""Labels keep off each other and off what is drawn; texts are fitted by about how wide they are."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from psa.pages.charts.fit import clean, text_width, wrap
from psa.pages.charts.labels import Labels


def plot():
    ax = Figure(figsize=(400 / 72, 200 / 72), dpi=72).add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 400), ylim=(0, 200))
    return ax


def test_labels_at_one_place_do_not_overlap():
    labels = Labels(plot())
    for text in ("baseline 9.6", "latest 9.6", "baseline trend", "break in series", "last"):
        labels.place(text, 200, 100)
    boxes = labels.boxes
    assert len(boxes) == 5
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert min(a[2], b[2]) <= max(a[0], b[0]) or min(a[3], b[3]) <= max(a[1], b[1])


def test_a_label_stands_on_the_side_where_no_line_is():
    labels = Labels(plot())
    labels.avoid_line([100, 200, 300], [100, 100, 190], 10)
    labels.place("label", 200, 100)
    assert labels.boxes[0, 3] < 100


def test_a_line_that_is_interrupted_is_no_obstacle_between_its_parts():
    labels = Labels(plot())
    labels.avoid_line([0, np.nan, 400], [100, np.nan, 100], 10)
    assert len(labels.drawn) == 0


@pytest.mark.parametrize("x", [0, 400])
@pytest.mark.parametrize("y", [0, 200])
def test_a_label_at_a_corner_stays_inside_the_plot(x, y):
    labels = Labels(plot())
    labels.place("a rather long label", x, y)
    left, bottom, right, top = labels.boxes[0]
    assert left >= -1 and right <= 401 and bottom >= 0 and top <= 200


def test_a_label_moves_with_its_point_and_has_a_line_to_it_only_where_it_is_far():
    labels = Labels(plot())
    labels.place("near", 200, 100)
    labels.avoid_marks(np.repeat(np.arange(0, 400, 6), 9), np.tile(np.arange(76, 148, 8), 67), 9)
    labels.place("far", 200, 100)
    near, far = labels.ax.texts
    assert near.xy == far.xy == (200, 100) and near.arrow_patch is None and far.arrow_patch is not None


def test_text_is_wrapped_to_a_width_and_cut_only_where_the_last_line_is_full():
    wide = text_width("one two")
    assert wrap("one two three", wide) == ["one two", "three"]
    assert wrap("one two three", wide, 1) == ["one t…"] or wrap("one two three", wide, 1)[0].endswith("…")
    assert wrap("", wide) == [""]
    (word,) = wrap("w" * 90, wide)
    assert word.endswith("…") and text_width(word) <= wide


def test_letters_that_xml_cannot_hold_are_left_out():
    assert clean("a\x00b\x07c\ud800d\uffff") == "abcd"

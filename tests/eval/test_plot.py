from xml.etree import ElementTree

import pytest

from eval.errors import ResultsError
from eval.plot import LEFT, PLOT, draw

SVG = "{http://www.w3.org/2000/svg}"


def test_a_bar_is_as_long_as_its_mean(known_result):
    drawing = ElementTree.fromstring(draw([known_result], "R@10"))
    _, *bars = drawing.iter(f"{SVG}rect")
    widths = [float(bar.get("width")) / PLOT for bar in bars]
    assert widths[:3] == pytest.approx([2 / 3, 2 / 3, 1], abs=1e-3)
    assert len(bars) == 3 + 4 * 3  # three modes over all and over four slices
    assert {float(bar.get("x")) for bar in bars} == {LEFT}


def test_titles_say_set_slice_and_number(known_result):
    words = [
        text.text
        for text in ElementTree.fromstring(draw([known_result], "R@10")).iter(f"{SVG}text")
    ]
    assert "known: all 3 queries" in words
    assert "known: type list, 2 queries" in words
    assert "1.000  (1.00–1.00)" in words


def test_an_unknown_measure(known_result):
    with pytest.raises(ResultsError, match="unknown measure 'AP'"):
        draw([known_result], "AP")

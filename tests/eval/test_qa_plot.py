"""The drawing of risk and calibration."""

from xml.etree import ElementTree

from eval.qa_plot import LEFT, SIDE, TOP, draw_curves
from tests.eval.qa_cases import judged

SVG = "{http://www.w3.org/2000/svg}"


def test_a_drawing_of_what_is_known():
    answers = [judged(confidence=0.95), judged(confidence=0.85, is_right=False)]
    root = ElementTree.fromstring(draw_curves("甲 <set>", answers))
    (curve,) = root.iter(f"{SVG}polyline")
    half, whole = LEFT + SIDE / 2, LEFT + SIDE
    assert curve.get("points") == f"{half:.1f},{TOP + SIDE:.1f} {whole:.1f},{TOP + SIDE / 2:.1f}"
    dots = list(root.iter(f"{SVG}circle"))
    assert [dot.get("cy") for dot in dots] == [f"{TOP + SIDE:.1f}", f"{TOP:.1f}"]
    assert root.find(f"{SVG}title").text.startswith("甲 <set>")

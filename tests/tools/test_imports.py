"""The picture of the imports is drawn from them, and current."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx

from tools.imports import BANDS, Box, band_of, boxes_of, draw, graph_of

ROOT = Path(__file__).parents[2]


def test_it_is_current():
    command = [sys.executable, "-m", "tools.imports", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_one_that_is_not_is_told(tmp_path):
    old = tmp_path / "old.svg"
    old.write_text(draw().replace(">index<", ">outdex<"), encoding="utf-8")
    command = [sys.executable, "-m", "tools.imports", "--check", "--output", str(old)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "python -m tools.imports" in done.stderr


def test_each_module_is_in_one_box_and_arrows_are_imports():
    graph = graph_of(name for names in BANDS for name in names)
    boxes = [box for names in BANDS for name in names for box in boxes_of(name, graph)]
    held = [module for box in boxes for module in box.modules]
    assert len(held) == len(set(held))
    assert {*graph} - {*held} <= {"index", "qa", "ui"}
    for name in ("ui", "qa", "index"):
        for one, other in band_of(name, boxes_of(name, graph), graph).arrows:
            rings = [row for row in band_of(name, boxes_of(name, graph), graph).rows]
            upper = next(group for row in rings for group in row if one in group)
            lower = next(group for row in rings for group in row if other in group)
            assert any(
                graph.has_edge(a, b)
                for first in upper
                for second in lower
                for a in first.modules
                for b in second.modules
            )


def test_what_imports_stands_above_and_a_circle_in_one_frame():
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "b"), ("a", "c"), ("c", "d"), ("a", "d")])
    a, b, c, d = (Box(name, frozenset({name})) for name in "abcd")
    band = band_of("all", [a, b, c, d], graph)
    assert band.rows == (((a,),), ((b, c),), ((d,),))
    assert band.arrows == ((a, b), (b, d))


def test_it_is_a_drawing_that_stays_in_its_frame():
    root = ET.fromstring(draw())
    width, height = float(root.get("width")), float(root.get("height"))
    for own in root.iter("{http://www.w3.org/2000/svg}rect"):
        if own.get("width") == "100%":
            continue
        assert 0 <= float(own.get("x")) <= float(own.get("x")) + float(own.get("width")) <= width
        assert 0 <= float(own.get("y")) <= height

"""Indexes to test with: two short plans, the five real ones, and the five with the real model."""

import shutil
from pathlib import Path

import pytest

from index import PlanIndex
from tests.index.encoders import HashingEncoder
from tests.index.small_corpus import NEW, NEW_TEXT

CORPUS = Path(__file__).parents[2] / "corpus"

CHAOSHAN = """潮山市大气污染防治2023年工作方案

一、工作目标
到2023年底,PM2.5年均浓度不高于35微克/立方米。
二、重点任务
(一)推进清洁取暖。完成散煤替代2万户。(市住建局牵头,市财政局参与)
(二)淘汰老旧车辆。淘汰国三柴油货车300辆。(市公安局负责)
"""
YUNXI = """云溪市空气质量持续改善行动计划

一、总体要求
以改善环境空气质量为核心。
二、主要任务
1.新增公交车全部使用新能源。(市交通局牵头)
2.推进散煤治理。
"""
MANIFEST = """
[plans.chaoshan-2023]
city = "潮山市"
period = [2023, 2023]

[plans.yunxi-2025]
city = "云溪市"
period = [2024, 2025]
"""


@pytest.fixture
def encoder():
    return HashingEncoder()


@pytest.fixture
def corpus(tmp_path):
    """A corpus of two short plans."""
    plans = tmp_path / "corpus" / "plans"
    plans.mkdir(parents=True)
    (plans / "chaoshan-2023.txt").write_text(CHAOSHAN, encoding="utf-8")
    (plans / "yunxi-2025.txt").write_text(YUNXI, encoding="utf-8")
    (plans.parent / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    return plans.parent


@pytest.fixture
def folder(tmp_path):
    """Where an index may go; not there yet."""
    return tmp_path / "data" / "index"


@pytest.fixture
def built(corpus, folder, encoder):
    """The index of the two short plans."""
    return PlanIndex.build(corpus, folder, encoder=encoder, progress=False)


@pytest.fixture(scope="session")
def real_index(hashed_index):
    """The five plans, with vectors that mean nothing."""
    return hashed_index


@pytest.fixture
def new_plan(tmp_path):
    path = tmp_path / f"{NEW}.txt"
    path.write_text(NEW_TEXT, encoding="utf-8")
    return path


@pytest.fixture
def larger(corpus, tmp_path):
    """The corpus with one plan more."""
    larger = tmp_path / "larger"
    shutil.copytree(corpus, larger)
    (larger / "plans" / "new-2026.txt").write_text("新城方案\n\n一、推进散煤治理。\n")
    return larger

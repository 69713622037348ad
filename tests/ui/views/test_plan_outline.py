"""The tree of clauses: who stands under whom, what is lost, what was found where."""

import pytest

from ui.views.plan_outline import outline_of


def flat(nodes):
    for node in nodes:
        yield node
        yield from flat(node.children)


@pytest.mark.parametrize("plan_id", ["guigang-2021", "haidong-2018-2020", "haidong-2024"])
def test_every_clause_is_in_the_tree_once_at_its_depth(hashed_index, plan_id):
    plan = hashed_index.plan(plan_id)
    nodes = [node for node in flat(outline_of(plan, ())) if node.name]
    assert len(nodes) == len(plan.clauses)
    for node, clause in zip(nodes, plan.clauses, strict=True):
        assert node.depth == max(0, len(clause.path) - 1)


def test_a_heading_that_the_source_lost_has_its_place(hashed_index):
    roots = outline_of(hashed_index.plan("guigang-2021"), ())
    assert [root.name for root in roots] == ["正文前", "", ""]
    lost = [node for node in roots[1].children if not node.name]
    assert len(lost) == 4  # numbers restart four times
    assert lost[0].children[0].name == "1.积极调整优化产业体系"


def test_what_was_found_counts_for_all_above_it(hashed_index):
    plan = hashed_index.plan("xianyang-2020")
    place = plan.text.find("公交车")
    roots = outline_of(plan, [(place, place + 3)], place)
    on_the_way = [node for node in flat(roots) if node.found]
    assert [node.depth for node in on_the_way] == [0, 1, 2]
    assert on_the_way[-1].name == "20.加快车辆结构升级"
    assert all(node.is_open for node in on_the_way)

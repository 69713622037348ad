"""Small plans, and what an index of some of them must answer."""

import itertools

from index import PlanIndex
from tests.index.encoders import HashingEncoder

TASKS = (
    "推进散煤治理",
    "新增公交车",
    "加强扬尘管控",
    "淘汰燃煤锅炉",
    "综合利用秸秆",
    "治理加油站油气",
)
QUERIES = ("散煤", "公交车", "扬尘管控", "全市PM2.5", "锅炉 淘汰")
CITIES = ("咸阳市", "海东市", "阳泉市", "贵港市", "焦作市", "六安市")


def write_plans(folder, number=6):
    """Write some plans, each of another city; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for plan in range(number):
        city = CITIES[plan % len(CITIES)]
        lines = [f"{city}大气污染防治{2018 + plan}年工作方案", ""]
        for clause, task in enumerate(itertools.islice(itertools.cycle(TASKS), plan, plan + 5)):
            lines += [
                f"{clause + 1}.{task}。到{2020 + plan}年，全市{task}{100 * plan + clause}项，"
                f"PM2.5年均浓度不高于{40 + plan}微克/立方米。（市生态环境局牵头）",
                "",
            ]
        path = folder / f"plan-{plan}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        paths.append(path)
    return paths


def answers(index):
    """What an index says, to be compared with another's."""
    return {
        (query, mode): [
            (hit.passage.id, hit.passage.text, round(hit.score, 6))
            for hit in index.search(query, k=5, mode=mode)
        ]
        for query in QUERIES
        for mode in ("hybrid", "lexical", "dense")
    }


def expected(paths, scratch):
    """What an index of some plans must say, by their ids: one built from them alone."""
    known = {}

    def of(ids):
        key = frozenset(ids)
        if key not in known:
            corpus = scratch / f"corpus-{len(known)}"
            (corpus / "plans").mkdir(parents=True)
            for path in paths:
                if path.stem in key:
                    (corpus / "plans" / path.name).write_bytes(path.read_bytes())
            folder = scratch / f"index-{len(known)}"
            known[key] = answers(
                PlanIndex.build(corpus, folder, encoder=HashingEncoder(), progress=False)
            )
        return known[key]

    return of

"""China's provinces as a map of tiles, drawn as SVG, shaded by how many plans are held."""

from collections.abc import Mapping

from markupsafe import Markup

from ui.addresses import address
from ui.markup import escape
from ui.texts import MAP

_TILES = {
    "黑龙江": (0, 8),
    **{"内蒙古": (1, 5), "吉林": (1, 8)},
    **{"新疆": (2, 0), "宁夏": (2, 4), "北京": (2, 6), "天津": (2, 7), "辽宁": (2, 8)},
    **{
        "青海": (3, 2),
        "甘肃": (3, 3),
        "陕西": (3, 4),
        "山西": (3, 5),
        "河北": (3, 6),
        "山东": (3, 7),
    },
    **{
        "西藏": (4, 1),
        "四川": (4, 3),
        "重庆": (4, 4),
        "河南": (4, 5),
        "安徽": (4, 6),
        "江苏": (4, 7),
    },
    **{
        "云南": (5, 2),
        "贵州": (5, 3),
        "湖南": (5, 4),
        "湖北": (5, 5),
        "江西": (5, 6),
        "浙江": (5, 7),
    },
    **{"广西": (6, 4), "广东": (6, 5), "福建": (6, 6), "上海": (4, 8), "台湾": (6, 8)},
    **{"海南": (7, 4), "澳门": (7, 5), "香港": (7, 6)},
}
"""Row and column of each: neighbours stand beside each other as far as squares can."""
_SIDE = 54
_ROWS, _COLUMNS = 8, 9


def province_map(counts: Mapping[str, int], chosen: str = "") -> Markup:
    """Return the map.

    Args:
        counts: Plans by the province's name in full (山西省).
        chosen: The province whose plans are shown, in full.
    """
    full = {_short(name): name for name in counts}
    tiles = []
    for short, (row, column) in _TILES.items():
        name = full.get(short, "")
        x, y, half = column * _SIDE, row * _SIDE, _SIDE / 2
        count = counts.get(name, 0)
        kind = "tile" + (" held" if count else "") + (" chosen" if name and name == chosen else "")
        tile = (
            f'<g class="{kind}"><rect x="{x + 1}" y="{y + 1}" width="{_SIDE - 2}" '
            f'height="{_SIDE - 2}" rx="6"/>'
            f'<text x="{x + half:.0f}" y="{y + half - (8 if count else 0):.0f}">{short}</text>'
        )
        if count:
            tile += f'<text class="count" x="{x + half:.0f}" y="{y + half + 12:.0f}">{count}</text>'
            target = escape(address("/plans", {"province": name}))
            label = escape(f"{name}：{count}")
            tiles.append(f'<a href="{target}" aria-label="{label}">{tile}</g></a>')
        else:
            tiles.append(f"{tile}</g>")
    label = escape(str(MAP))
    box = f"0 0 {_COLUMNS * _SIDE} {_ROWS * _SIDE}"
    return Markup(
        f'<svg class="province-map" viewBox="{box}" role="group" aria-label="{label}">'
        f"{''.join(tiles)}</svg>"
    )


def _short(province: str) -> str:
    """Return a province's name without what it is."""
    return province[:3] if province.startswith(("黑龙江", "内蒙古")) else province[:2]

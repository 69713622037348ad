"""Radicals that some PDFs have in place of the characters that look the same."""

import unicodedata

# Those of the supplement that stand for a character of their own; Unicode's
# EquivalentUnifiedIdeograph.txt has them all.
_SUPPLEMENT = (
    "⺁厂⺈刀⺊卜⺌小⺎兀⺒巳⺓幺⺕彐⺗心⺙攵⺝月⺟母⺠民⺤爪⺩王⺪疋⺬示⺮竹⺲罒⺶羊⺷羊⺸羊⺹老⺼肉"
    "⻁虎⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼"
    "⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
)

IDEOGRAPHS = {
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)),
}
"""The character for each radical of Unicode's two blocks of them."""

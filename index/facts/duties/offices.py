"""Names of offices: which words can be one, how they are trimmed and known for search."""

import re

MAX_OFFICE_CHARS = 40
"""Longest seen: 22, with a bracket inside; a longer text is a sentence."""

_AND_OTHERS = re.compile(
    r"(?:等(?:市直|市级|各|有关|相关|成员|职能|责任)*(?:部门|单位|企业|机构|地区|区县|县区)?)$"
)
_BEFORE = re.compile(
    r"^(?:(?:其中|同时|并|均|都|具体|主要)?,?由|其中|同时|并由|并|以及|及|和)(?=.{3})"
)
_PROSE = re.compile(
    r"^(?:[以含按]|经(?!济)|对(?!外))|[的了是由将被把要该:“”\"《》]|以下|以上|名单|包含|包括|明确|不再|根据|按照|按职|对于|[。;,]"
)
_ABOUT = re.compile("^(?:[以含]|经(?!济)|对(?!外))|由|名单|清单|目录")
_STRICT = (
    r"局|委|委员会|办|办公室|厅|政府|管委会|公司|集团|中心|支队|大队|总队|部门|单位|海关"
    r"|指挥部|党委|分行|银行|法院|检察院|协会|联合会|工会|企业|领导小组|工作组|组织部|宣传部"
    r"|保障部|政法委|监委|公安|街道办|办事处|管理处|管理站|监测站"
)
_LOOSE = r"街道|镇|乡|县|区|市|州|旗|园区|学校|部|处|社|队|行|台|站|网|会|院|所|组|电网|电力|执法"
_STRICT_END = re.compile(rf"(?:{_STRICT})(?:\([^()]*\))?$")
_LOOSE_END = re.compile(rf"(?:{_STRICT}|{_LOOSE})(?:\([^()]*\))?$")

_COUNTY_GOVERNMENT = re.compile(
    r"各?(?=[^府]*[县区])[市县区旗州、级()两]+(?:人民)?政府(?:\([^()]*\))?"
)
COUNTY_GOVERNMENT = "县区政府"
"""The one name for 各县(市、区)人民政府, 各縣區人民政府, 县区政府."""
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{2,7}[县区市旗]$")


def trim_office(words: str) -> tuple[int, int]:
    """Return the range of an office's name in the words of a list, empty where there is none.

    Args:
        words: Of a shadow, without the comma before and behind: ``由市公安局等部门``.
    """
    before = _BEFORE.match(words)
    start = before.end() if before else 0
    others = _AND_OTHERS.search(words, start)
    end = others.start() if others else len(words)
    name = words[start:end]
    plain = re.sub(r"\([^()]*\)", "", name)
    if not 2 <= len(name) <= MAX_OFFICE_CHARS or _PROSE.search(plain) or not plain.strip():
        return 0, 0
    return start, end


def is_about_something(words: str) -> bool:
    """Tell whether words begin a sentence on something else: 名单由市工信局 of …牵头确定."""
    return _ABOUT.search(words) is not None


def is_office(name: str) -> bool:
    """Tell whether a name surely is an office's: it ends like one and is more than that."""
    return len(name) >= 3 and _LOOSE_END.search(name) is not None


def is_office_surely(name: str) -> bool:
    """Tell the same of a name in doubtful company; 物流园区 and 环节 are none here."""
    return len(name) >= 3 and _STRICT_END.search(name) is not None


def search_name(name: str) -> str:
    """Return the name an office is known by for search, from its shadow.

    Governments of the counties in general have one name, 港北区 is its government; all else
    stays: 市环保局 is not 市生态环境局.
    """
    if _COUNTY_GOVERNMENT.fullmatch(name):
        return COUNTY_GOVERNMENT
    if _DISTRICT.fullmatch(name):
        return f"{name}政府"
    return name.replace("人民政府", "政府")


def is_county_government(name: str) -> bool:
    """Tell whether an office is the government of a county or district, of one or of all."""
    return search_name(name).endswith("政府") and not re.match(r"[省市]?政府", name)

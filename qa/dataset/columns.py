"""The tables of the data set and their columns: what schema, codebook and checks are made from."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "integer", "number", "boolean", "date", "list", "array"]
"""``list`` is several names in one cell, joined by ；; ``array`` texts of any content, as JSON."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        zh: What it says, in Chinese; ``en`` in English.
        is_required: It has a value in each row.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``key`` names the columns that tell its rows apart."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, from left to right."""
        return tuple(column.name for column in self.columns)


_PLACE = (
    Column("province", "string", "省级行政区，全称", "Province, in full"),
    Column("city", "string", "地级市、州、盟或直辖市，全称", "Prefecture or municipality, in full"),
    Column("county", "string", "县、区、旗，全称；仅县级文件有", "County, of a county's document"),
)
_SOURCE = (
    Column(
        "sha256",
        "string",
        "源文件的 SHA-256",
        "SHA-256 of the file, hexadecimal",
        True,
    ),
    Column(
        "is_corrected",
        "boolean",
        "是否经人订正：方案表指有字段由人补充或更正，或有勘误；其他表指引文范围内有勘误",
        "Whether a person corrected it: in plans, a field was given or corrected or there are "
        "errata; elsewhere, an erratum lies in the quotation",
        True,
    ),
)


def _cited(quote_zh: str, quote_en: str) -> tuple[Column, ...]:
    """Return the columns that say where a row stands."""
    return (
        Column("plan_id", "string", "所属方案", "The plan it stands in", True),
        Column("clause_id", "string", "所属条款", "The clause it stands in", True),
        Column("reference", "string", "引用形式：地名、标题、条款", "As it is cited", True),
        Column(
            "start",
            "integer",
            "起点，按码位从 0 计，指向 texts/ 中的原文",
            "Offset of the first character in the plan's text, in code points from 0",
            True,
        ),
        Column("end", "integer", "终点，不含", "Offset after the last character", True),
        Column("quote", "string", quote_zh, quote_en, True),
    )


_FACT = Column("id", "string", "行号，同一次导出内唯一", "Unique in this export", True)
_QUOTE = _cited("原文，等于 text[start:end]", "Verbatim: text[start:end]")

PLANS = Table(
    "plans",
    "方案：每份一行",
    "Plans, a row each",
    (
        Column("id", "string", "方案编号（文件名）", "The plan's id, its file's stem", True),
        Column("title", "string", "标题", "Title", True),
        Column("reference", "string", "引用形式：地名、标题", "As it is cited", True),
        Column(
            "level",
            "string",
            "层级：nation 国家、region 区域、province 省、city 市、county 县",
            "Whose document it is: nation, region, province, city or county",
        ),
        *_PLACE,
        Column(
            "status",
            "string",
            "文件或网页所述效力：in force、repealed、superseded、draft",
            "Its force as it or its page says: in force, repealed, superseded, draft",
        ),
        Column(
            "superseded_by",
            "string",
            "明文废止本方案的后一方案编号",
            "Id of the plan whose text repeals this one by its number",
        ),
        Column("document_number", "string", "文号，照录", "Document number, as printed"),
        Column("issuer", "string", "发文机关，照录", "Issuers, as printed, joined by 、"),
        Column("issued", "date", "成文或印发日期", "The document's own date"),
        Column("valid_until", "date", "有效期截止日", "Last day on which it holds"),
        Column("first_year", "integer", "涵盖首年", "First year it covers"),
        Column("last_year", "integer", "涵盖末年", "Last year it covers"),
        Column("source", "string", "来源说明", "Where the file comes from"),
        Column("accessed", "date", "访问日期", "The day on which it was fetched there"),
        Column("copies", "array", "同一文件的其他副本", "Other files of the same document"),
        Column("text_file", "string", "原文文件", "File with the text that offsets count in", True),
        Column("start", "integer", "0", "0", True),
        Column("end", "integer", "原文码位数", "Code points of the text", True),
        Column("fields_read", "list", "从原文读出的字段", "Fields that were read in the text"),
        Column("fields_given", "list", "由人补充的字段", "Fields that a person gave"),
        Column(
            "fields_corrected",
            "list",
            "由人更正的字段",
            "Fields that a person corrected: the text says otherwise",
        ),
        Column("errata", "integer", "勘误数", "Damaged places whose wording is certain", True),
        *_SOURCE,
    ),
)
CLAUSES = Table(
    "clauses",
    "条款：每条一行，原文不重复",
    "Clauses; each character stands in one row",
    (
        Column("id", "string", "条款编号，方案内唯一", "Unique in its plan", True),
        *_cited("本条自身原文，不含下级条款", "Its own text, down to its first subordinate clause")[
            :1
        ],
        Column("reference", "string", "引用形式：地名、标题、条款", "As it is cited", True),
        Column("level", "integer", "层级，1 为一、或第X章；0 为正文前后", "1: 一、", True),
        Column("kind", "string", "正文前、正文、正文后", "front, body or back", True),
        Column("label", "string", "序号，照录", "Number, as printed"),
        Column("heading", "string", "标题，照录", "Heading, as printed"),
        *_QUOTE[3:5],
        Column("whole_end", "integer", "含下级条款的终点", "Where its last subordinate ends", True),
        Column(
            "quote",
            "string",
            "本条自身原文，不含下级条款",
            "Its own text, down to its first subordinate clause: text[start:end]",
            True,
        ),
        *_PLACE,
        *_SOURCE,
    ),
    ("plan_id", "id"),
)
_VALUE = (
    Column("comparator", "string", "限定词，照录", "Comparator, as printed"),
    Column("value", "number", "数值，按 unit", "Value, in unit"),
    Column("value_max", "number", "区间上限", "End of a range"),
    Column("unit", "string", "单位，照录", "Unit, as printed"),
)
TARGETS = Table(
    "targets",
    "目标：方案设定或限制的数量",
    "Targets: quantities that plans set or limit",
    (
        _FACT,
        Column("indicator", "string", "指标", "Indicator", True),
        Column("scope", "string", "适用的区域或对象，照录", "Area or subject, as printed"),
        *_VALUE,
        Column(
            "operator",
            "string",
            "限定词的含义：>=、<=、=、<、>、approx、increase、decrease",
            "What the comparator says: >=, <=, =, <, >, approx, increase, decrease",
            True,
        ),
        Column("normal_unit", "string", "统一写法的单位", "Unit in one spelling"),
        Column("year", "integer", "目标年", "Year to be reached in"),
        Column("base_year", "integer", "基准年", "Year it is compared with"),
        Column("is_relative", "boolean", "是否为变化量", "A change, not a level", True),
        Column("binding", "string", "binding 约束性、expected 预期性", "binding or expected"),
        *_QUOTE,
        *_PLACE,
        *_SOURCE,
    ),
)
THRESHOLDS = Table(
    "thresholds",
    "界限：只说明对象、不设目标的数量",
    "Thresholds: quantities that only say who or what is meant",
    (
        _FACT,
        Column("subject", "string", "对象，照录", "Who is meant, as printed"),
        Column("indicator", "string", "所量之物，照录", "What is measured, as printed"),
        *_VALUE,
        *_QUOTE,
        *_PLACE,
        *_SOURCE,
    ),
)
DUTIES = Table(
    "duties",
    "职责：责任括注及其任务",
    "Duties: responsibility brackets and their tasks",
    (
        _FACT,
        Column("task", "string", "任务，照录", "Task, as printed"),
        Column("task_start", "integer", "任务起点", "Where the task starts", True),
        Column("task_end", "integer", "任务终点，不含", "Where it ends, exclusive", True),
        Column("lead", "list", "牵头单位，照录", "Offices that lead, as printed"),
        Column("participants", "list", "参与、配合单位", "Offices that take part"),
        Column("implementers", "list", "责任、落实单位", "Offices that carry it out"),
        Column("offices", "list", "以上全部，规范写法", "All of them, in plain spelling"),
        Column("is_inherited", "boolean", "一处写明、多条适用", "Said once for several", True),
        Column("is_divided", "boolean", "按职责分工", "They share by function", True),
        *_QUOTE,
        *_PLACE,
        *_SOURCE,
    ),
)
DEFINITIONS = Table(
    "definitions",
    "定义：方案解释的名词和简称",
    "Definitions: terms and abbreviations that plans explain",
    (
        _FACT,
        Column("term", "string", "名词，照录", "Term, as printed", True),
        Column("meaning", "string", "含义，照录", "Meaning, as printed", True),
        Column("members", "array", "列举的各项", "Parts of the meaning, where it is a list"),
        *_QUOTE,
        *_PLACE,
        *_SOURCE,
    ),
)
TABLES = (PLANS, CLAUSES, TARGETS, THRESHOLDS, DUTIES, DEFINITIONS)
"""In the order in which one refers to another."""

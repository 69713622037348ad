"""What the page says, in Chinese and in English, and which of the two is spoken."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, TypeVar

from index.text import traditional_usual
from ui.markup import escape

Language = Literal["zh", "zh-Hant", "en"]
"""Simplified characters, Traditional ones, English."""
PAGE_LANGUAGES: tuple[Language, ...] = ("zh", "en")
"""Those that every view is in; Traditional characters stand there for whom reads them."""
HTML_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "zh-Hant": "zh-Hant", "en": "en"}

_Shown = TypeVar("_Shown")
_spoken: ContextVar[Language] = ContextVar("language", default="zh")


def language() -> Language:
    """Return the language that is spoken at the moment."""
    return _spoken.get()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak a language within this block."""
    token = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken(chosen: Language, shown: Iterator[_Shown]) -> Iterator[_Shown]:
    """Yield what an iterator does, each step made in a language.

    The steps of a generator may run in threads of their own, each with a context of its own.
    """
    while True:
        with speaking(chosen):
            try:
                step = next(shown)
            except StopIteration:
                return
        yield step


_BILINGUAL = re.compile(r"(?P<zh>.*?[^\sA-Za-z(].*?) \((?P<en>[^()]*[A-Za-z][^()]*)\)$", re.DOTALL)


def in_one_language(remark: str) -> str:
    """Return a remark that says all in Chinese and then in English, in brackets, in one of both."""
    found = _BILINGUAL.fullmatch(remark)
    return str(Text(found["zh"], found["en"])) if found else remark


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or a label in both languages; ``str`` gives it in the one that is spoken."""

    zh: str
    en: str

    def __str__(self) -> str:
        if _spoken.get() == "en":
            return self.en
        return traditional_usual(self.zh) if _spoken.get() == "zh-Hant" else self.zh

    @property
    def html(self) -> str:
        """In the language that is spoken, escaped."""
        return escape(str(self))

    @property
    def both(self) -> str:
        """In both languages, for whoever may read either."""
        return f"{self.zh} {self.en}"

    def filled(self, **values: object) -> str:
        """Return the text with values in the place of ``{names}``."""
        return str(self).format(**values)


NAME = Text("蓝天", "Lantian")
PURPOSE = Text(
    "检索各市大气污染防治方案：找到原文，指明城市、方案、条款。",
    "Search China's city air-quality plans: the passage itself, with city, plan and clause.",
)

# Around every view
VIEWS = Text("页面", "Views")
SKIP = Text("跳到正文", "Skip to the content")
SEARCH = Text("检索", "Search")
COMPARE = Text("对比", "Compare")
DUTIES = Text("职责", "Duties")
COLLECTION = Text("方案库", "Plans")
CHECKING = Text("核对", "Check")
HELP = Text("帮助", "Help")
HELP_HINT = Text("请从左边选一篇。", "Choose a guide from the list.")
KEYS = Text(
    "按键：/ 到检索框；Esc 关闭打开的列表、说明和目录，没有打开的就清空检索框。",
    "Keys: / leads to the box; Esc closes open lists and details, or else empties the box.",
)
REFERENCE = Text("编程接口参考", "Reference for programs")
REFERENCE_HINT = Text(
    "由程序里的说明生成，只有英文。",
    "Made from what the program's own source says of each name.",
)
FOR_PROGRAMS = Text("程序接口说明：", "For programs:")
CALLS = Text("HTTP 调用", "Calls over HTTP")
DESCRIBED_IN = Text(
    "参数与返回值的完整描述（OpenAPI）：", "Parameters and results in full (OpenAPI):"
)

# The box and the filters
QUERY = Text("检索", "Search query")
PLACEHOLDER = Text("输入问题或关键词", "A question or keywords")
EXAMPLES = Text("试试", "Try")
TO_RESULTS = Text("跳到结果", "Skip to the results")
FILTERS = Text("筛选", "Filters")
CITIES = Text("城市（不选为全部）", "City (all unless chosen)")
PLANS = Text("方案（不选为全部）", "Plan (all unless chosen)")
YEARS = Text("年份（方案覆盖）", "Year (that a plan covers)")
OFFICES = Text("部门（条款中点名）", "Office (that a clause names)")
ANOTHER_OFFICE = Text("其他部门：", "Another office:")
COUNTED = Text(
    "括号里的数字：排在最前的 100 段中，选它会留下的段数；没有检索词时，是收录的全部段数。",
    "In brackets: how many of the 100 passages ranked first a choice leaves; "
    "of all passages held where nothing is searched for.",
)
NUMBER = Text("结果数量", "Results")
ADVANCED = Text("高级选项", "Advanced")
MODE = Text("排序方式", "Ranking")
MODES = {
    "hybrid": Text("综合", "Hybrid"),
    "lexical": Text("只看字词", "Words"),
    "dense": Text("只看语义", "Meaning"),
}
BUSY = Text("正在检索…", "Searching…")
SLOW = Text("仍在检索…服务器正忙，请稍候。", "Still searching… the server is busy.")
WARMING = Text(
    "刚刚启动，正在载入语义模型，载入后自动检索，请稍候。",
    "Just started: the model is loading; your search follows by itself, in a moment.",
)

# The answer
ANSWERING = Text("正在从方案中找答案…", "Looking for the answer in the plans…")
ANSWER = Text("回答", "Answer")
NOT_FOUND = Text("方案里没有写明。", "The plans do not say.")
NEARBY = Text("最接近的原文：", "What comes nearest:")
SURE = Text("把握较大", "fairly sure")
LIKELY = Text("大致可信，请核对原文", "likely; check the text")
UNSURE = Text("把握较小，请核对原文", "unsure; check the text")
SURENESS = Text(
    "由程序估计：这样的回答十次里约有 {tenths} 次是对的",
    "The program's own estimate: about {tenths} of 10 such answers are right",
)
EXTRACTED = Text("摘自方案原文", "taken from the plans")
WRITTEN = Text(
    "由语言模型 {model} 撰写，引文已与方案核对",
    "written by the language model {model}; the quotations were checked against the plans",
)
MORE_QUOTATIONS = Text("另有 {count} 条引文", "{count} more quotations")
AS_TABLE = Text("列成对比表", "As a table")

# The hits
UNDERSTOOD = Text("理解为", "understood as")
ALL_DUTIES = Text(
    "{office}的全部职责、期限与下载", "All duties of {office}, with deadlines, as a file"
)
TAKE_AWAY = Text("去掉“{value}”再检索", "Search without {value}")
FOUND = Text(
    "找到 {passages}，来自 {plans}，用时 {seconds} 秒", "{passages} from {plans} in {seconds} s"
)
PASSAGES = Text("{count} 段", "{count} passages")
PASSAGE = Text("1 段", "1 passage")
SOME_PLANS = Text("{count} 份方案", "{count} plans")
ONE_PLAN = Text("1 份方案", "1 plan")
EXACT = Text("原文含检索词", "exact")
RELATED = Text("相关段落", "related")
ONLY_EXACT = Text("只看原文含检索词的段落", "Only passages with your words")
WITH_RELATED = Text("也看相关段落", "Show related passages too")
SOME_EXACT = Text(
    "；{count} 段原文含检索词，其余相关。", "; {count} with your words, the rest related."
)
ALL_EXACT = Text("；原文都含检索词。", "; all with your words.")
ONLY_THESE = Text("只看这些", "Only these")
ALSO_IN = Text("同见", "Also in")
RESULTS = Text("检索结果", "Search results")
RANK = Text("第{rank}位", "Rank {rank}")
CLAUSE = Text("条款位置", "Clause")
FRONT_MATTER = Text("正文前", "Front matter")
BACK_MATTER = Text("正文后", "Back matter")
LOST_HEADING = Text("〔标题缺失〕", "[heading lost]")
LOST_HEADING_HELP = Text("原文缺失这一级标题", "The source lost this heading")
REPAIR = Text("应为", "should read")
MORE_OF_PLAN = Text("该方案另有 {count} 段", "{count} more of this plan")
DOUBTFUL = Text(
    "没有把握的近似结果：下面的段落只是字面或意思相近，方案里多半没有谈到所问的事。",
    "Uncertain, only similar: these come nearest; the plans probably do not speak of this.",
)
WHY_FOUND = Text("为何找到", "Why found")
LEXICAL = Text("字词", "words")
DENSE = Text("语义", "meaning")
SCORE_HELP = Text(
    "得分是字词与语义两部分之和，只能在同一次检索的结果之间比较。低于平均水平的部分为负，画在零线左侧。",
    "Score = words + meaning, comparable within one search only. "
    "A part below average is negative and drawn left of the zero line.",
)

# Copying
COPYING = Text("复制", "Copy")
COPY = Text("复制引文", "Copy quotation")
AS_FOOTNOTE = Text("脚注", "Footnote")
AS_MARKDOWN = Text("Markdown", "Markdown")
AS_LINK = Text("链接", "Link")
COPIED = Text("已复制", "Copied")
COPY_BY_HAND = Text("浏览器不允许自动复制，请按 Ctrl+C", "Press Ctrl+C to copy")

BUSY_SERVER = Text(
    "服务器正忙，请稍候几秒再试。", "The server is busy; please try again in a few seconds."
)
FAILED = Text("出错了", "Something went wrong")

# The collection
WHOLE_COUNTRY = Text("全国和区域", "The nation and its regions")
DATA_SET = Text("下载数据集", "Download as data")

# A plan's text
IN_PLAN = Text("在方案中查看", "Read in the plan")
NO_SUCH_PLAN = Text("没有这份方案", "There is no such plan")
NO_SUCH_PLACE = Text(
    "这个地址指的文字不在方案里，下面是全文。",
    "The address names characters that the plan does not have; below is all of it.",
)
NO_SUCH_GUIDE = Text("没有这篇说明", "There is no such guide")
SEE_COLLECTION = Text("查看已收录的方案", "See the plans that are held")
DOCUMENT_NUMBER = Text("文号", "Number")
ISSUER = Text("发文机关", "Issued by")
ISSUED = Text("发文日期", "Date")
PERIOD = Text("覆盖年份", "Years")
VALID_UNTIL = Text("有效期至", "Valid until")
STATES = {
    "in force": Text("现行有效", "in force"),
    "repealed": Text("已废止", "repealed"),
    "superseded": Text("已被取代", "superseded"),
    "draft": Text("征求意见稿", "draft"),
}
RELATIONS = {
    "implements": Text("落实", "Implements"),
    "replaces": Text("废止", "Replaces"),
    "cites": Text("引用", "Cites"),
}
QUOTATION = Text("引文", "Quotation")
STANDS = Text("原文一致", "stands in the plan")
DIFFERS = Text(
    "方案重新读取后，这里的文字与引用时不同，请核对",
    "the plan was read anew, and other words stand here than when it was cited",
)
CHARACTERS = Text("第 {start}–{end} 字", "characters {start}–{end}")
FOLD = Text("展开或收起“{name}”", "Unfold or fold {name}")
OUTLINE = Text("条款目录", "Clauses")
FIND_IN_PLAN = Text("在本方案中查找", "Find in this plan")
FIND = Text("查找", "Find")
MATCHES = Text("{count} 处", "{count} places")
PREVIOUS_MATCH = Text("上一处", "Previous place")
NEXT_MATCH = Text("下一处", "Next place")
CHARACTERS_SHOWN = Text("字体显示", "Characters")
AS_PRINTED = Text("原文", "As printed")
SIMPLIFIED = Text("简体", "Simplified")
TRADITIONAL = Text("繁体", "Traditional")
SHOW_PAGE = Text("显示网页残留", "Show what the web page left")
HIDE_DAMAGE = Text("隐藏损坏与修补的标记", "Hide marks of damage and repairs")
HIDE_FACTS = Text("隐藏目标与职责", "Hide targets and duties")
READ_OUT_OF = Text("从本条读出的目标与职责", "Targets and duties read out of this clause")
TARGET = Text("目标", "Target")
LEAD = Text("牵头", "Lead")
PARTICIPANTS = Text("参与", "Taking part")
IMPLEMENTERS = Text("落实", "Carrying out")
CHECK = Text("核对引文", "Check a quotation")
CHECK_IT = Text("核对", "Check")
CHECK_HELP = Text(
    "粘贴一句引文，看它是否在方案里、在哪一条、有没有出入。",
    "Paste a quotation to see whether it stands in the plans, where, and what differs.",
)
TRACES = {
    "exact": Text("✓ 原文一致", "✓ Stands in the plan, to the character"),
    "normalised": Text("✓ 除字体、空格、标点外一致", "✓ The same but for script, spaces or marks"),
    "nearest": Text("有出入，最接近的原文", "Differs; what comes nearest"),
}
STANDS_NOWHERE = Text("方案里没有这句话，也没有相近的句子。", "No plan has it or anything like it.")

# Tables
COLON = Text("：", ": ")
PLACE = Text("地点", "Place")
ROLE = Text("角色", "Role")
ANY_ROLE = Text("任何角色", "any role")
DIVIDED = Text("（按职责分工）", "(each by its functions)")
WITHIN = Text("只在这份方案中核对：", "Only in this plan:")
IN_ALL = Text("改为在全部方案中核对", "check in all plans instead")
OTHER_YEARS = Text("注意：各行年份不同。", "Mind that the years differ.")
ONLY_ONE = Text(
    "{place}只收录了一份方案，无从比较。", "Only one plan of {place} is held; changes need two."
)
COPY_ADDRESS = Text("复制本页链接", "Copy this page's link")
PLACES = Text("地点", "Places")
EVERY_PLACE = Text("全部", "all")
TOPIC = Text("指标或主题", "Indicator or topic")
TOPIC_EXAMPLE = Text("如 PM2.5、秸秆综合利用率", "such as PM2.5, straw use rate")
COMPARE_TITLE = Text("各地对比", "Plans side by side")
MOST_SET = Text("方案最常设定的指标", "What most plans set")
COMPARED = Text(
    "“{topic}”：{rows} 行，其中 {stated} 行有明确要求",
    "“{topic}”: {rows} rows, {stated} of them with a stated requirement",
)
NEAREST_SENTENCES = Text(
    "“{topic}”不是这些方案设定的一个指标：下面是各方案中最接近的句子，数字可能说的是别的事，请逐条核对。",
    "“{topic}” is no indicator that these plans set: below is the nearest sentence of each, whose "
    "number may be of another thing; check each.",
)
NOBODY_SPEAKS = Text(
    "没有一份方案写到“{topic}”，它也不是方案设定的指标；请换一个说法。",
    "No plan speaks of “{topic}”, and it is no indicator that plans set; use other words.",
)
OVER_TIME = Text("{place}前后两份方案的变化", "What changed between {place}'s plans")
SCOPE = Text("范围", "Scope")
VALUE = Text("要求", "Requirement")
YEAR = Text("年份", "Year")
BASE_YEAR = Text("基准年", "Base year")
REMARK = Text("说明", "Remark")
TITLE = Text("标题", "Title")
STATE = Text("状态", "Status")
CELLS = {
    "stated": Text("有明确要求", "stated"),
    "no value": Text("提到但没有数值", "no value"),
    "not stated": Text("没有写明", "not stated"),
    "not indexed": Text("没有收录该地方案", "no plan held"),
}
NOT_COMPARABLE = Text("不可比", "not comparable")
DUTIES_TITLE = Text("部门职责", "Who must do what")
OFFICE = Text("部门", "Office")
OFFICE_EXAMPLE = Text("如 住建局、生态环境局", "such as 住建局, 生态环境局")
BUSIEST = Text("任务最多的部门", "Offices with most duties")
NO_DUTIES = Text(
    "没有查到该部门的职责；可换用简称或全称再试。",
    "No duty of that office; try its short or its full name.",
)
DUTIES_FOUND = Text("共 {count} 项职责。", "{count} duties.")
PRINTED_AS = Text("原文写作：", "Printed as:")
TASK = Text("任务", "Task")
DUE = Text("期限", "Due")
INHERITED = Text("（由上文统一规定）", "(said once for several clauses)")
CHANGES = Text("前后两份方案的变化", "What changed between two plans")
CHANGES_OF = Text("有多份方案的地点：", "Places with several plans:")
EARLIER = Text("较早的方案", "Earlier")
LATER = Text("较新的方案", "Later")
CHANGED = Text("有变化", "Changed")
NEW = Text("新增", "New")
GONE = Text("不再出现", "Gone")
SAME = Text("基本相同", "Nearly the same")
MAP = Text("各省方案数", "Plans by province")
HELD = Text(
    "{count} 份方案，{clauses} 个条款，{targets} 项目标，{duties} 项职责",
    "{count} plans with {clauses} clauses, {targets} targets and {duties} duties",
)
ALL_PLANS = Text("全部 {count} 份", "all {count}")
COUNT_CLAUSES = Text("条款", "Clauses")
COUNT_TARGETS = Text("目标", "Targets")
COUNT_DUTIES = Text("职责", "Duties")
COUNT_DAMAGE = Text("异常", "Damage")
FIELDS = {
    "title": TITLE,
    "county": Text("区县", "County"),
    "city": Text("城市", "City"),
    "province": Text("省份", "Province"),
    "document_number": DOCUMENT_NUMBER,
    "issuer": ISSUER,
}

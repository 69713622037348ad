"""What the page says, in Chinese and in English."""

from dataclasses import dataclass

from ui.markup import escape


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or a label in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"

    @property
    def html(self) -> str:
        """Both languages, escaped, the English one marked as such."""
        return f'{escape(self.zh)} <span class="en" lang="en">{escape(self.en)}</span>'


NAME = Text("蓝天", "Lantian")
PURPOSE = Text(
    "检索各市大气污染防治方案：找到原文，指明城市、方案、条款。",
    "Search China's city air-quality plans: the passage itself, with city, plan and clause.",
)
QUERY = Text("检索", "Search query")
PLACEHOLDER = Text("输入问题或关键词", "· a question or keywords")
SEARCH = Text("检索", "Search")
EXAMPLES = Text("试试", "Try")
FILTERS = Text("筛选", "Filters")
CITIES = Text("城市", "City")
PLANS = Text("方案", "Plan")
ALL = Text("不选为全部", "none: all")
NUMBER = Text("结果数量", "Results")
ADVANCED = Text("高级选项", "Advanced")
MODE = Text("排序方式", "Ranking")
MODES = {
    "hybrid": Text("综合", "Hybrid"),
    "lexical": Text("只看字词", "Words"),
    "dense": Text("只看语义", "Meaning"),
}

BUSY = Text("正在检索…", "Searching…")
SLOW = Text(
    "仍在检索…服务器正忙，请稍候。",
    "Still searching… the server is busy.",
)
WARMING = Text(
    "刚刚启动，正在载入语义模型，载入后自动检索，请稍候。",
    "Just started: the model is loading; your search follows by itself, in a moment.",
)
ANSWER = Text("回答", "Answer")
NOT_FOUND = Text("方案里没有写明。", "The plans do not say.")
NEARBY = Text("最接近的原文：", "What comes nearest:")
CONFIDENCE = Text("把握", "confidence")
EXTRACTED = Text("摘自方案原文", "taken from the plans")
WRITTEN = Text(
    "由语言模型 {model} 撰写，引文已与方案核对",
    "written by the language model {model}; the quotations were checked against the plans",
)
UNDERSTOOD = Text("理解为", "understood as")
EXACT = Text("原文含检索词", "exact")
ALSO_IN = Text("同见", "Also in")
RESULTS = Text("检索结果", "Search results")
RANK = Text("第{rank}位", "Rank {rank}")
CLAUSE = Text("条款位置", "Clause")
FRONT_MATTER = Text("正文前", "Front matter")
BACK_MATTER = Text("正文后", "Back matter")
LOST_HEADING = Text("〔标题缺失〕", "The source lost this heading")
REPAIR = Text("应为", "should read")
COPY = Text("复制引文", "Copy citation")
COPIED = Text("已复制", "Copied")
COPY_BY_HAND = Text("浏览器不允许自动复制，请按 Ctrl+C", "Press Ctrl+C to copy")

LEXICAL = Text("字词", "words")
DENSE = Text("语义", "meaning")
SCORE_HELP = Text(
    "得分是字词与语义两部分之和，只能在同一次检索的结果之间比较。低于平均水平的部分为负，画在零线左侧。",
    "Score = words + meaning, comparable within one search only. "
    "A part below average is negative and drawn left of the zero line.",
)

"""What the columns of a workbook are called; a table as CSV has the names that programs know."""

from collections.abc import Mapping

from ui.texts import Text

HEADS: Mapping[str, Text] = {
    "place": Text("地点", "Place"),
    "plan": Text("方案编号", "Plan"),
    "title": Text("方案标题", "Title"),
    "status": Text("是否写明", "Stated"),
    "scope": Text("范围", "Scope"),
    "text": Text("要求", "Requirement"),
    "comparator": Text("比较词", "Comparator"),
    "value": Text("数值", "Value"),
    "value_max": Text("数值上限", "Upper value"),
    "unit": Text("单位", "Unit"),
    "year": Text("年份", "Year"),
    "base_year": Text("基准年", "Base year"),
    "comparable": Text("可比", "Comparable"),
    "remark": Text("说明", "Remark"),
    "clause": Text("条款", "Clause"),
    "task": Text("任务", "Task"),
    "lead": Text("牵头", "Lead"),
    "participants": Text("参与", "Participants"),
    "implementers": Text("落实", "Implementers"),
    "due": Text("期限", "Deadline"),
    "due_day": Text("期限（日期）", "Deadline (day)"),
    "inherited": Text("责任写在上级条款", "Said of the clause above"),
    "divided": Text("按职责分工", "Each by its duties"),
    "reference": Text("出处", "Reference"),
    "start": Text("起始字符", "First character"),
    "end": Text("结束字符", "End character"),
    "quote": Text("原文", "Quotation"),
    "task_start": Text("任务起始字符", "First character of the task"),
    "task_end": Text("任务结束字符", "End character of the task"),
    "footnote": Text("脚注", "Footnote"),
    "address": Text("链接", "Link"),
}
"""By their names in CSV."""

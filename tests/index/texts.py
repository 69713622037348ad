"""Texts read as if they came from a file, and how Chinese documents write numbers."""

from index.parsing import parse_source
from index.reading import Source

DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"


def parse_text(text, plan_id="plan", **metadata):
    """The plan that a text is."""
    return parse_source(plan_id, Source(text, "0" * 64), metadata)


def body(plan):
    """The plan's numbered clauses."""
    return [clause for clause in plan.clauses if clause.kind == "body"]


def anomalies(plan):
    """Each anomaly as its kind and the characters it points to."""
    return [(found.kind, plan.text[found.start : found.end]) for found in plan.anomalies]


def in_words(number):
    """A number from 1 to 999 as Chinese documents write it."""
    if number < 20:
        return ("十" if number >= 10 else "") + DIGITS[number % 10].strip("零")
    if number < 100:
        return DIGITS[number // 10] + "十" + DIGITS[number % 10].strip("零")
    rest = number % 100
    if not rest:
        return DIGITS[number // 100] + "百"
    zero = "零" if rest < 10 else ""
    ten = "一" if 10 <= rest < 20 else ""
    return DIGITS[number // 100] + "百" + zero + ten + in_words(rest)

"""The words with which plans say who leads, takes part in and carries out."""

import re
from typing import Literal

Role = Literal["lead", "participant", "implementer"]

SENTENCE_END = "。；;！!"

_LEAD = "牵头|主办|主责|统筹(?:协调)?(?=[,;。]|$)"
_PARTICIPANT = "参与|配合|参加|协助|协同|协办"

_DIVIDED = (
    r"(?:按照?|根据|依据?|依照|结合|在)?(?:各自|本部门|部门|工作)?的?(?:工作)?"
    r"(?:职责|职能|分工)(?:范围内?)?(?:任务)?(?:和|与)?(?:分工)?"
)
_MANNER = r"(?:各自|分别|共同|联合|具体|积极|统一|总|主要|协调)*"

LABEL = re.compile(
    r"(?P<label>[市县区省总主]?(?:"
    r"(?P<label_lead>牵头|牽頭|主办|主辦)|(?P<label_participant>配合|参与|參與|参加|參加|协办|协助|協助|协同)"
    r"|(?P<label_implementer>责任|責任|负责|負責|落实|落實|实施|實施|承办|承辦|完成))"
    r"(?:责任|負責|责)?(?:单位|單位|部门|部門))"
)
"""责任单位, 牵头部门, of either script; what follows it is named by it."""

VERB = re.compile(
    rf"(?P<divided>{_DIVIDED})?{_MANNER}(?:"
    rf"(?P<lead>作?为(?:牵头|主办)(?:单位|部门)|(?:负责|总)?(?:{_LEAD})(?:负责|落实|组织|实施|抓好?|总)*)"
    rf"|(?P<participant>作?为(?:配合|参与|协办)(?:单位|部门)|(?:{_PARTICIPANT})(?:负责|落实|实施|做好)*)"
    r"|(?P<implementer>作?为(?:责任|落实)(?:单位|部门)|(?:负责(?![人制]|解释)|组织实施|落实|实施|承办|承担)(?:组织|落实|实施|负责(?![人制]|解释))*)"
    r")"
    rf"|(?P<share>(?:按照?|根据|依据?)(?:各自|部门)?(?:职责分工|职责|分工)){_MANNER}(?=[,;。]|$)"
)
"""A verb behind those that it speaks of, in a shadow: 牵头, 按职责分工负责."""

WHO = re.compile(
    rf"{_LEAD}|{_PARTICIPANT}|负责(?![人制]|解释)|落实|组织实施|承办|责任(?:单位|部门)|按职责分工"
)
"""That a bracket may be one of duties."""

TOGETHER = re.compile("会同|商(?=[市省县])")
"""What stands before it does the work, what follows takes part."""

STATEMENT = re.compile(
    r"(?:以下|下列|后续|其余|其他)[^。;()]{0,20}?(?:均|都|全部)(?:需要?|须|应当?|由)?由?"
    r"(?P<offices>[^。;]{2,60}?)(?:负责|组织|贯彻|抓好)?(?:落实|实施|负责)的?"
    r",?[^。;,()]{0,6}不再[^。;,()]{1,8}"
)
"""Said once for what follows: 以下均需县区人民政府落实,不再列出."""

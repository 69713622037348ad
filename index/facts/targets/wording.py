"""The words that turn a quantity into a target, and those that show it to be none."""

import re

_NOT = r"不(?:得|能|可|应|宜|会|准)?再?(?:低于|少于|小于|短于|高于|大于|多于|超过|超出|突破|足)"
CHANGE = "下降|降低|减少|削减|压减|增加|增长|提高|提升|上升|下调|压缩|缩减|减排|递减|递增|改善|扩大"
_TO = (
    rf"(?:控制|稳定|保持|维持|{CHANGE}|降|升|增|减|缩小|扩展|发展|重组|整合|压|缩短)(?:在|到|至|为)"
)
_LEVEL = (
    "大于(?:或|且)?等于|小于(?:或|且)?等于|低于|少于|小于|高于|大于|多于|超过|突破|达到|达|实现|为|占|约|在|超(?!过)"
    "|至少|最多|最低|最高|[≥≤><]=?"
)
ADVERB = (
    "原则上|分别|累计|总计|平均|均|全部|力争|争取|确保|要|应当|应|须|必须|需|基本|稳步|逐步|进一步|持续|总体"
    "|大幅|有效|明显|实现|年均|每年|再|共|各|已|也|都|至少|同比|左右|约|有望|(?<![产节功性储动热电潜])能|(?<!许)可|将|努力|严格|目标值"
)
_KEEP = (
    "保存|储存|保留|留存|持续|完成|淘汰|新增|建成|建设|安装|配备|更新|压减|削减|减少|增加|提升|提高"
)
BEFORE = re.compile(
    rf"(?P<word>{_NOT}|至少(?=(?:{_KEEP})$)|{_TO}|{CHANGE}|{_LEVEL})"
    rf"(?P<verb>(?<=至少)(?:{_KEEP}))?(?:[了约:“\"]|(?:19|20)[0-9]{{2}}年底?的|以?上?{ADVERB})?$"
)
"""What stands right before a quantity: 不高于, 控制在, 下降."""

SET_OUT_FROM = re.compile(
    r"(?:由|从|在|以)(?:(?:19|20)[0-9]{2}年底?)?的?[^,;。、到至]{0,4}[0-9][^,;。到至]*$"
)
"""A baseline before a goal: (浓度)由2020年的45微克/立方米(降至)."""

BASELINE = re.compile(r"(?:由|从|在|以)(?:(?:19|20)[0-9]{2}年底?)?的?$")
"""Right before the number that a goal sets out from."""

OF_A_WHOLE = re.compile(rf"(?P<word>{_NOT}|{_TO}|达到|超过)[^,;。、的]{{1,14}}的$")
"""What stands before a share of something named: 达到任务量的(40%)."""

STRETCHED = re.compile(
    r"(?P<verb>延长|提高|提升|降低|压减|缩短|缩减|控制|扩大|增加|减少|压缩|下调|上调)"
    r"(?P<what>(?![比较])[^,;。、至到]{2,30})(?P<word>[至到])$"
)
"""A verb that stands before what it changes: 延长谷段时长至(10个小时)."""

AFTER = re.compile(r"(?:\(含\))?(?P<word>(?:及|或)?以[上下内]|之?内|左右|上下|以?外)(?:\(含\))?")
"""What stands right behind one: 以上, 左右."""

TRAILING = re.compile(rf"(?:{ADVERB}|[\x01:“\"])+$")
"""Adverbs between what is measured and the comparator."""

_VERB = (
    "完成|新增|新建|建成(?!区)|建设(?!用地)|淘汰压减|淘汰|压减|削减|退出|关停|关闭|更新|更换|改造|替代|推广|培育|实现|取缔"
    "|整治|治理|种植|安排|设立|建立|具备|拆除|打造|创建|布设|安装|购置|投放|发展|增加|减少|腾退|搬迁|压缩"
    "|(?:推动|推进|督促)(?=[0-9])|布局|新建成|改扩建|实施|新改建|形成|保障|配备|配置|开通|新创建|新投放|回收|再建|扩充|支持|清除"
)
VERB = re.compile(
    rf"(?:{_VERB})(?:[和及](?:{_VERB})|[改扩]建)?(?![、与等率]|和(?![美谐])|集团|项目(?![0-9])|厂)"
)
"""An action that is counted: 完成51家…, 淘汰压减焦化产能60万吨."""

COMPARISON = re.compile(
    r"(?:比|较|相比|与)(?:(?:19|20)[0-9]{2}年(?:底|度|同期)?)(?:相比)?(?:实现)?"
    r"(?P<base_word>(?:有所|明显|大幅|显著|持续|稳步)?(?:负增长|零增长|正增长|下降|降低|减少|增长|增加|提高|提升|改善))"
    r"(?=[,;。.:!)”\"\x01]|$)"
)
"""A direction without a number: 较2015年负增长, 比2020年有所增长."""

FIXED = re.compile(r"[“\"']?(?P<word>[零负正]增长)[”\"']?+(?!行动|目标|方案|趋势|计划|[的率])")
"""A limit without a number: 零增长."""

_NOUN_FOLLOWS = r"[一-鿿A-Za-z“\"\x01(]"
_GOAL = r"的(?:目标|要求|任务|水平|标准|比例|规模|覆盖率|指标)"
WHO_IS_MEANT = re.compile(
    rf"(?!{_GOAL})的(?=[^,;。]|$)|之间的|的?(?:时|条件下|情况下|情形|后|前|期间)|范围|两侧|半径|之?外的"
)
"""Behind a quantity: it says who or when is meant (大于10吨的企业)."""

ACTING = re.compile(r"要|须|落实|启动|引进|覆盖|开展|推进|加强|加快|提高|推动")
"""A segment with such a word says what is done, and is no subject of the next one."""

NOUN_NEXT = re.compile(rf"(?!{_GOAL}|和|与|及|并|且|以及|或|后|力争|争取){_NOUN_FOLLOWS}")
"""Behind 以上, 以下, 以内: a noun follows, so the quantity says who is meant."""

HISTORY = re.compile(
    r"已(?!经?[^,;。]{0,12}的)|截至|截止|目前|以来|(?<![比较与])(?:上年|去年)|上[一个]+(?:年度?|[秋冬]+季|采暖[季期])|上年度|去冬|现有|过去|达到了|完成了|实现了|共计|连续[0-9]+年"
)
"""What has been reached is no target."""

COMPARED_WITH_LAST_YEAR = re.compile("同比")
"""It reports what has been reached, unless a goal is being set."""

GOAL = re.compile(r"目标[^,;。]{0,3}[:为是]|力争|争取|确保")
"""Before a quantity: a goal is being set."""

GOALS_FOLLOW = re.compile("目标[^,，;；。]{0,8}[:：;；]")
"""In a source: what follows in its paragraph is a goal."""

GOAL_HEADING = re.compile("目标")

REVIEW = re.compile(r"回顾|工作总结$|(?:主要|取得的?)成[就绩]|主要成效|现状$")
"""A heading over what has been done: nothing below it is a target."""

REPORTED = re.compile(
    r"(?:目前|截至|截止)[^。;]{0,20}已|(?:解析|监测|统计|调查|测算)[^。;]{0,12}(?:表明|显示)"
)
"""At the head of a sentence that reports."""

LEADING = re.compile(
    r"(?:[,:、;]|到|至|于|在|自|从|截止)?(?:(?:每|当)年|(?:19|20)[0-9]{2}年?(?:[-~—至到](?:19|20)[0-9]{2}年?)?"
    r"(?:底|末|度|初)?|[0-9]{1,2}(?:月份?)(?:[0-9]{1,2}日)?(?:底)?|年底|采暖季|(?:秋?冬|夏|春|秋)季(?:期间)|[“\"]?十[二三四五]五[”\"]?(?:时期|期间|期末|末)?"
    r")(?:之?前|以前|末|时|起|期间|内|止)?[,:]?"
    r"|其中|同时|并且|并|且|使得?(?!用)|确保|力争|争取|保证|实现|推动|保持|努力|达到(?![^,。;]{1,16}的)|全力冲刺|完成|按照?(?=[一-鿿A-Z])|落实|严格|全面|控制(?!区)|到|即|要(?!素)|将|须|应(?!急)"
    r"|原则上|进一步|因地制宜|基本|[^,。;]{0,16}下达的|[:,、;“\"\x01]|各(?=类)"
)
"""What may stand before the phrase that is measured, again and again."""

TAKEN_OUT = re.compile("淘汰|关停|关闭|退出|拆除|取缔")
"""An action after which there is less; what is measured of it is a decrease."""

EXPECTED = re.compile(r"力争|争取|预期性|争取性|努力|鼓励|原则上力争")
BINDING = re.compile(r"约束性")

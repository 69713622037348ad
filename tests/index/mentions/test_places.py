"""Which places a text names."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.mentions.divisions import (
    REGIONS_FILE,
    all_places,
    everyday_names,
    find_regions,
    place_names,
)
from index.mentions.places import find_places, resolve

# What is found, as printed, with the place it means; ? where that stays open.
NAMED = [
    # in full, short, in either script
    ("咸阳市蓝天保卫战", "咸阳市=咸阳市"),
    ("咸陽的目標", "咸陽=咸阳市"),
    ("海東市、西寧市", "海東市=海东市 西寧市=西宁市"),
    ("廣西貴港桂平", "廣西=广西壮族自治区 貴港=贵港市 桂平=桂平市"),
    ("广西壮族自治区贵港市平南县", "广西壮族自治区=广西壮族自治区 贵港市=贵港市 平南县=平南县"),
    ("青海海东2024", "青海=青海省 海东=海东市"),
    ("黔东南苗族侗族自治州", "黔东南苗族侗族自治州=黔东南苗族侗族自治州"),
    ("黔东南州", "黔东南州=黔东南苗族侗族自治州"),
    ("黔东南", "黔东南=黔东南苗族侗族自治州"),
    ("恩施州利川市", "恩施州=恩施土家族苗族自治州 利川市=利川市"),
    ("湖南省湘西州", "湖南省=湖南省 湘西州=湘西土家族苗族自治州"),
    ("锡林郭勒盟、兴安盟", "锡林郭勒盟=锡林郭勒盟 兴安盟=兴安盟"),
    ("新疆伊犁哈萨克自治州", "新疆=新疆维吾尔自治区 伊犁哈萨克自治州=伊犁哈萨克自治州"),
    ("呼和浩特市土默特左旗", "呼和浩特市=呼和浩特市 土默特左旗=土默特左旗"),
    ("乐都区和平安区", "乐都区=乐都区 平安区=平安区"),
    ("民和县、互助县", "民和县=民和回族土族自治县 互助县=互助土族自治县"),
    ("上海浦东", "上海=上海市 浦东=浦东新区"),
    ("济源市", "济源市=济源市"),
    ("仙桃市、东莞市、嘉峪关", "仙桃市=仙桃市 东莞市=东莞市 嘉峪关=嘉峪关市"),
    ("海\n东", "海\n东=海东市"),
    # the longest name that is no part of another word
    ("咸阳市区公交车", "咸阳=咸阳市"),
    ("海东市场监管", "海东=海东市"),
    ("海东和上海东部", "海东=海东市 上海=上海市"),
    ("上海东部的企业", "上海=上海市"),
    ("青海东部农业区", "青海=青海省"),
    ("大兴安岭地区", "大兴安岭地区=大兴安岭地区"),
    ("大同市政府", "大同市=大同市"),
    ("咸阳泉水", "咸阳=咸阳市"),
    ("沈阳的散煤", "沈阳=沈阳市"),
    ("盂县环境空气质量", "盂县=盂县"),
    ("沿海东部地区", ""),
    ("向阳泉水", ""),
    ("南海东路", ""),
    ("中山路、南京路", ""),
    ("西南山区", ""),
    ("沿海港区", ""),
    ("长江南岸", ""),
    ("渤海东岸", ""),
    ("宝贵港口", ""),
    ("全市中小学", ""),
    ("市中心城区", ""),
    ("农民和工人", ""),
    ("汾渭平原、京津冀及周边地区、长三角地区", ""),
    # words of ordinary prose
    ("和平发展", ""),
    ("大同小异", ""),
    ("平安出行", ""),
    ("平定纠纷", ""),
    ("朝阳产业", ""),
    ("日照时数", ""),
    ("资源综合利用、经济合作", ""),
    ("市公安局牵头", ""),
    ("市和县人民政府", ""),
    ("城市主城区和郊区", ""),
    ("各县(市、区)人民政府", ""),
    ("长治久安", ""),
    ("坚持开展清城洗尘行动", ""),
    ("兰西城市群", ""),
    # … unless something says that a place is meant
    ("平安区", "平安区=平安区"),
    ("樂都、平安兩區", "樂都=乐都区 平安=平安区"),
    ("平定、郊区、城区、矿区、开发区", "平定=平定县 郊区=郊区 城区=城区 矿区=矿区"),
    ("阳泉市城区", "阳泉市=阳泉市 城区=城区"),
    ("阳泉郊区", "阳泉=阳泉市 郊区=郊区"),
    ("海东平安", "海东=海东市 平安=平安区"),
    ("日照的目标", "日照=日照市"),
    ("来宾2020年PM2.5", "来宾=来宾市"),
    ("和平、大同", "大同=大同市"),
    # names that several places bear
    ("鼓楼区", "鼓楼区=?"),
    ("朝阳区", "朝阳区=?"),
    ("朝阳的目标", "朝阳=?"),
    ("通州区", "通州区=?"),
    ("市中区、桥西区", "市中区=? 桥西区=?"),
    ("南京市鼓楼区", "南京市=南京市 鼓楼区=鼓楼区"),
    ("北京朝阳", "北京=北京市 朝阳=朝阳区"),
    ("吉林省长春市朝阳区", "吉林省=吉林省 长春市=长春市 朝阳区=朝阳区"),
    ("吉林", "吉林=吉林省"),
    ("吉林市", "吉林市=吉林市"),
    ("海南的目标", "海南=海南省"),
    ("海南州", "海南州=海南藏族自治州"),
    ("乌海市海南区", "乌海市=乌海市 海南区=海南区"),
    ("大同的目标", "大同=大同市"),
    ("和田", "和田=和田地区"),
    ("和田市", "和田市=和田市"),
    # provinces by one character each, in a list
    ("津、桂、蒙三家谁最高", "津=天津市 桂=广西壮族自治区 蒙=内蒙古自治区"),
    ("遼、魯兩省", "遼=辽宁省 魯=山东省"),
    ("与晋、陕、豫联防", "晋=山西省 陕=陕西省 豫=河南省"),
    ("川和渝谁更严", "川=四川省 渝=重庆市"),
    ("新、改、扩建项目", ""),
    ("黑、青色两种", ""),
    ("更新和青年", ""),
    ("推动青桂、青粤绿电外送", ""),
    ("冀的目标", ""),
    # a place with all of it, or its middle
    ("焦作城区、焦作境内", "焦作=焦作市 焦作=焦作市"),
    ("温县境内和盂县县城", "温县=温县 盂县=盂县"),
    ("温县全县的优良天数", "温县=温县"),
    ("潮州全市、潮州主城区", "潮州=潮州市 潮州=潮州市"),
    ("日照市区", "日照=日照市"),
    ("昌吉市区", "昌吉=昌吉市"),
    ("昌吉全州", "昌吉=昌吉回族自治州"),
    # where the table of divisions ends
    ("苗栗縣、嘉義市", "苗栗縣=苗栗县 嘉義市=嘉义市"),
    ("新疆生产建设兵团", "新疆生产建设兵团=新疆生产建设兵团"),
    ("雄安新区和雄安", "雄安新区=雄安新区 雄安=雄安新区"),
    ("兰州新区", "兰州新区=兰州新区"),
    ("喀什地区、喀什", "喀什地区=喀什地区 喀什=喀什地区"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_places_named(text, expected):
    found = []
    for mention in find_places(text):
        place = resolve(mention)
        found.append(f"{text[mention.start : mention.end]}={place.name if place else '?'}")
    assert " ".join(found) == expected


EVERYDAY = [
    (text, name, row["place"], is_named)
    for name, row in everyday_names().items()
    for is_named in (True, False)
    for text in row["match" if is_named else "no_match"]
]
REGIONS = [
    (text, row["name"], is_named)
    for row in tomllib.loads(REGIONS_FILE.read_text(encoding="utf-8"))["region"]
    for is_named in (True, False)
    for text in row["match" if is_named else "no_match"]
]


@pytest.mark.parametrize(("text", "name", "place", "is_named"), EVERYDAY)
def test_everyday_names(text, name, place, is_named):
    found = {
        text[mention.start : mention.end]: [own.name for own in mention.places]
        for mention in find_places(text)
    }
    assert (found.get(name) == [place]) == is_named


@pytest.mark.parametrize(("text", "name", "is_named"), REGIONS)
def test_regions(text, name, is_named):
    assert (name in {mention.region.name for mention in find_regions(text)}) == is_named


def test_the_provinces_of_regions_exist():
    provinces = {place.name for place in all_places() if place.level == "province"}
    for text, name, is_named in REGIONS:
        for mention in find_regions(text) if is_named else ():
            assert mention.region.provinces <= provinces, name


def test_every_place_that_a_name_can_mean():
    (mention,) = find_places("鼓楼区")
    assert [place.city for place in mention.places] == ["南京市", "徐州市", "福州市", "开封市"]


@pytest.mark.parametrize(
    "name",
    sorted(
        name.text
        for known in place_names().values()
        for name in known
        if name.standing == "full" and any(place.level != "county" for place in name.places)
    ),
)
def test_every_province_and_city_is_found_in_its_title(name):
    text = f"{name}空气质量持续改善行动计划"
    mentions = find_places(text)
    assert (mentions[0].start, mentions[0].end) == (0, len(name))
    place = resolve(mentions[0])
    assert place is not None
    assert place.level != "county"


@given(st.text(alphabet="海东西南上青咸阳市县区州和、，平安鼓楼城郊矿的 \n東陽a1", max_size=40))
def test_mentions_are_in_order_disjoint_and_slice_back(text):
    end = 0
    for mention in find_places(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.places
        end = mention.end


@given(st.text(max_size=60))
def test_no_text_raises(text):
    find_places(text)

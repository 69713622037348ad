"""What the views of the collection say: pages of a table, sources, changed files, additions."""

from ui.texts import FIELDS, ISSUED, PERIOD, STATE, VALID_UNTIL, Text

# Pages of a table
PAGES = Text("分页", "Pages")
PAGE = Text("第 {number} 页", "Page {number}")
ROWS_SHOWN = Text("第 {first}–{last} 行，共 {total} 行", "Rows {first}–{last} of {total}")

# Which plans are shown
FIND_PLAN = Text("按名称筛选", "Filter by name")
FIND_PLAN_EXAMPLE = Text("地名、标题或文号", "place, title or number")
FILTER = Text("筛选", "Filter")
WITHOUT_FILTER = Text("不按名称筛选", "without this filter")
FOUND_BY_NAME = Text("名称含“{query}”的 {count} 份", "{count} with {query} in their name")

# Where a plan comes from
SOURCE = Text("来源", "Source")
ACCESSED = Text("{day} 访问", "accessed {day}")

# What a plan has to do with others
COPY_OF = Text("同一文件的另一来源：", "The same document, from another source:")
SUPERSEDED_BY = Text("已被明文废止，见", "Repealed by")
LEVEL = Text("级别", "Level")
LEVELS = {
    "nation": Text("国家", "nation"),
    "region": Text("区域", "region"),
    "province": Text("省级", "province"),
    "city": Text("市级", "city"),
    "county": Text("县级", "county"),
}

# What is known of a plan, and how
RECORD = Text("这份方案的记录", "What is known of this plan")
PLAN_ID = Text("编号", "Id")
ORIGINS = {
    "read": Text("读自原文", "read in the text"),
    "given": Text("由人补充", "given by a person"),
    "corrected": Text("由人更正", "corrected by a person"),
}
CHECKSUM = Text("文件的 SHA-256", "SHA-256 of its file")
FIELD_NAMES = {
    **FIELDS,
    "level": LEVEL,
    "status": STATE,
    "issued": ISSUED,
    "valid_until": VALID_UNTIL,
    "period": PERIOD,
    "source": Text("来源", "Source"),
    "accessed": Text("访问日期", "Accessed"),
}

# Files that changed since the index was built
CHANGED_FILES = Text(
    "建立索引之后，方案文件有变动：{changes}。"
    "请运行 make index（或 python -m index build）更新索引。",
    "Files changed since the index was built: {changes}. Bring it up to date with make index "
    "(or python -m index build).",
)
WHICH_FILES = Text("是哪些文件", "Which files")
CHANGED_COUNTS = {
    "new": Text("新增 {count} 份，还检索不到", "{count} new, not searched yet"),
    "altered": Text("改动 {count} 份，显示的是原来的文字", "{count} altered, shown as they were"),
    "gone": Text("缺失 {count} 份，显示的是原来的文字", "{count} gone, shown as they were"),
}
CHANGED_STATES = {
    "new": Text("新文件", "new file"),
    "altered": Text("文件已改动", "file altered"),
    "gone": Text("文件已缺失", "file gone"),
}
LEFT_OUT = Text(
    "有 {count} 个文件没有收录，因为读不出来。",
    "{count} files are left out, for they cannot be read.",
)
SHOWN_AS_READ = {
    "altered": Text(
        "建立索引之后，这份方案的文件被改动过；下面是改动前读到的文字。",
        "The file of this plan was altered after it was indexed; below is the text as it was read.",
    ),
    "gone": Text(
        "这份方案的文件已不在语料目录里；下面是建立索引时读到的文字。",
        "The file of this plan is no longer in the corpus; below is the text that was read when it "
        "was indexed.",
    ),
}

# Adding a plan and taking one out
ADD_PLAN = Text("添加方案", "Add a plan")
ADD_HELP = Text(
    "选一个文件，不超过 20 MB：网页、文本、Word、WPS、OFD、表格、PDF，"
    "装了文字识别时也可以是扫描件和页面的图片，或文件与附件的 .zip。"
    "读出的内容先给您核对，再收入方案库。",
    "Choose a file of 20 MB at most: a page, text, Word, WPS, OFD, a workbook, a PDF, where "
    "recognition is installed a scan or a picture of a page too, or a .zip of a document and its "
    "attachments. You see what was read before it goes into the collection.",
)
FILE = Text("文件", "File")
READ_FILE = Text("读取", "Read it")
CHECK_READ = Text("核对读出的内容", "Check what was read")
CHECK_READ_HELP = Text(
    "请改正读错的项目；留空的以原文为准。县、市、省是由地名推出的，遇到同名的地方尤其要核对。完成后自动打开该方案。",
    "Correct what was read wrongly; what is left empty is as the text says. County, city and "
    "province were told from the name: check them where several places share it. The plan opens "
    "when it is added.",
)
TAKE = Text("收入方案库", "Add it")
LEAVE = Text("放弃", "Leave it")
READ_OUT = Text(
    "读出 {clauses} 个条款、{targets} 项目标、{duties} 项职责。",
    "{clauses} clauses, {targets} targets and {duties} duties were read.",
)
BEGINNING = Text("开头", "How it begins")
REMOVE = Text("移除", "Remove")
REMOVE_IT = Text("从方案库移除“{title}”", "Remove {title} from the collection")
REMOVE_FOR_GOOD = Text(
    "它的文件会从方案文件夹中删除，不能撤销。需要保留的，请先另存。",
    "Its file is deleted from the folder of plans, and that cannot be undone. Keep a copy first "
    "if you need one.",
)
KEEP = Text("不移除", "Keep it")
REMOVED = Text("已从方案库移除：{plan}。", "Removed from the collection: {plan}.")
STAGES = {
    "queued": Text("等待前面的文件", "Waiting for the files before it"),
    "reading": Text("读取文件", "Reading the file"),
    "preparing": Text("拆分条款、提取目标与职责", "Splitting clauses, reading targets and duties"),
    "embedding": Text("计算语义向量", "Computing what passages mean"),
    "writing": Text("写入索引", "Writing the index"),
}
IN_PROGRESS = Text("正在处理", "In progress")
IN_PROGRESS_HELP = Text(
    "完成后自动转到结果。可以离开本页，处理会继续。",
    "The result opens when it is done. You may leave this page; the work goes on.",
)
SEE_AGAIN = Text("查看最新进度", "See how far it is now")

# Scans
SCANNED = Text(
    "原件第 {page} 页。文字由程序识别，请与图片对照。",
    "Page {page} of the scan. Its text was recognised by the program; compare it with the picture.",
)
SCANNED_ALT = Text("扫描件第 {page} 页中的这几行", "These lines on page {page} of the scan")

"""Every text of the pages that is not data, in Chinese and in English."""

from __future__ import annotations

import attrs

from minorcare.label import Label


@attrs.frozen
class Texts:
    """The texts in one language, called from templates: ``t("late", n=3)``."""

    lang: str

    def __call__(self, name: str, **values: object) -> str:
        """The text called *name*; with ``n=1`` its English singular (``name_1``), where there is one."""
        label = TEXTS[name]
        if values.get("n") == 1:
            label = TEXTS.get(f"{name}_1", label)
        return (label.fill(**values) if values else label).in_(self.lang)


TEXTS = {
    # around every page
    "product": Label("未保工作台", en="Minors Desk"),
    "skip": Label("跳到正文", en="Skip to content"),
    "search": Label("搜索", en="Search"),
    "search_all": Label("全局搜索", en="Search everything"),
    "search_hint": Label("搜姓名、拼音首字母（如 cxh）、档案号", en="Name, pinyin initials (cxh) or file no."),
    "menu_main": Label("主导航", en="Main"),
    "menu_phone": Label("手机导航", en="Mobile"),
    "you_are_at": Label("所在位置", en="You are here"),
    "my_account": Label("我的账号：", en="My account: "),
    "emergency": Label("紧急求助", en="Emergency"),
    "sign_out": Label("退出登录", en="Sign out"),
    "other_language": Label("English", en="中文"),
    "undo": Label("撤销", en="Undo"),
    "demo": Label("演示数据：人物、学校、地名均为虚构。", en="Demo data: all people, schools and places are invented."),
    "plugin": Label("扩展", en="Plugin"),
    "restricted": Label("限阅", en="Restricted"),
    "hidden_value": Label("已遮盖", en="Hidden"),
    "hidden_level": Label("超出您的查看范围", en="above what you may see"),
    "more": Label("更多", en="More"),
    "cancel": Label("返回", en="Back"),
    "none": Label("无", en="None"),
    "not_given": Label("未填", en="Not given"),
    "actions": Label("操作", en="Actions"),
    "fix_1": Label("有 1 处要改", en="1 thing to put right"),
    "fix": Label("有 {n} 处要改", en="{n} things to put right"),
    # sign-in
    "sign_in": Label("登录", en="Sign in"),
    "sign_in_lead": Label(
        "只看自己辖区的孩子，每次查看都留痕。", en="You see the children of your own area; every look is recorded."
    ),
    "account": Label("账号", en="Account"),
    "password": Label("密码", en="Password"),
    "forgot": Label("忘了密码，请找站长重设。", en="Forgot it? The station head can set a new one."),
    "demo_users": Label("演示：选一个人进来看", en="Demo: come in as"),
    "demo_enter": Label("进入", en="Enter"),
    # emergency
    "emergency_title": Label("孩子有危险，先打电话", en="A child in danger: call first"),
    "emergency_lead": Label(
        "先救人、再登记。这一页不用登录，断网也可打印备用。",
        en="Help first, write later. No sign-in needed; print it for when there is no signal.",
    ),
    "call": Label("拨打", en="Call"),
    "police": Label("报警", en="Police"),
    "police_note": Label("正在发生的伤害、失踪、走失", en="Harm going on, a missing child"),
    "ambulance": Label("急救", en="Ambulance"),
    "ambulance_note": Label("受伤、中毒、溺水、自伤", en="Injury, poisoning, drowning, self-harm"),
    "other_numbers": Label("其他电话", en="Other numbers"),
    "do_now": Label("现在怎么做", en="What to do now"),
    "do_1": Label(
        "确认孩子此刻在哪里、和谁在一起；不能离开就留下陪着。",
        en="Make sure where the child is and with whom; stay if you cannot leave.",
    ),
    "do_2": Label(
        "拨打 110，说清地点、孩子年龄、正在发生什么。",
        en="Call 110: say where, how old the child is, what is going on.",
    ),
    "do_3": Label(
        "再打值班电话；不追问孩子细节，不让孩子反复讲。",
        en="Then call the duty phone. Do not question the child or have it told twice.",
    ),
    "do_4": Label(
        "保护现场和物品，不拍孩子的脸，不发群。",
        en="Leave things as they are. No photo of the child's face, nothing in chat groups.",
    ),
    "do_5": Label(
        "安全以后，在系统里补记；没有信号就填下面的纸表。",
        en="Once safe, record it here; without signal use the paper form below.",
    ),
    "duty_to_report": Label(
        "强制报告依据：《未成年人保护法》第十一条。", en="Duty to report: Law on the Protection of Minors, article 11."
    ),
    "paper_form": Label("紧急情况登记表（可打印）", en="Emergency record (to print)"),
    "paper_whole": Label("强制报告表（整页打印）", en="Harm report form (a page to print)"),
    "paper_lead": Label(
        "先打 110。知道多少写多少，不要先调查；填好交给未保站。",
        en="Call 110 first. As much as is known, and nothing is looked into first; hand it to the station.",
    ),
    "paper_cut": Label("沿此线裁下", en="Cut here"),
    "paper_time": Label("发现时间", en="Found at"),
    "paper_place": Label("地点", en="Place"),
    "paper_child": Label("孩子称呼、年龄", en="Child's name, age"),
    "paper_seen": Label("看到、听到什么", en="What was seen or heard"),
    "paper_called": Label("已打电话（时间、接听人）", en="Calls made (time, answered by)"),
    "paper_now": Label("孩子现在由谁照看", en="Who is with the child now"),
    "paper_who": Label("填表人、电话", en="Filled in by, phone"),
    # errors
    "error_401": Label("请先登录", en="Please sign in"),
    "error_401_said": Label(
        "登录已过期，您填的内容没有丢，登录后可继续。", en="Your session has ended. Sign in and go on where you were."
    ),
    "error_403": Label("这部分内容限阅", en="You may not open this"),
    "error_403_said": Label(
        "您的岗位看不到这一页；需要时请向站长申请。",
        en="Your role does not include this page; ask the station head if you need it.",
    ),
    "error_404": Label("没有这一页", en="No such page"),
    "error_404_said": Label(
        "可能已经移走，或者不在您的查看范围内。", en="It may have moved, or it is not among what you may see."
    ),
    "error_409": Label("没能保存：别人刚改过", en="Not saved: somebody else just changed it"),
    "error_409_said": Label(
        "两边的内容都还在，请逐项选定再保存。", en="Both versions are kept; choose for each field, then save."
    ),
    "error_413": Label("文件太大", en="The file is too large"),
    "error_413_said": Label("请拆成几个文件再导入。", en="Split it into several files and import them one by one."),
    "error_422": Label("没能保存，有地方要改", en="Not saved, something needs putting right"),
    "error_422_said": Label(
        "您填的内容还在，改好再保存。", en="What you typed is still here; change it and save again."
    ),
    "error_429": Label("请稍等一会儿再试", en="Please wait a moment"),
    "error_429_said": Label("短时间内请求太多。", en="Too many requests in a short time."),
    "error_500": Label("没能完成", en="That did not work"),
    "error_500_said": Label(
        "系统出了问题，已记录。您填的内容没有保存，请返回上一页再试。",
        en="Something went wrong on our side and was recorded. Nothing was saved; go back and try again.",
    ),
    "error_503": Label("系统正忙", en="Busy just now"),
    "error_503_said": Label(
        "现在连不上数据，请过一分钟再试。", en="The records cannot be reached; try again in a minute."
    ),
    "error_number": Label("错误编号 {number}", en="Error number {number}"),
    "retry": Label("再试一次", en="Try again"),
    "back_today": Label("回到今日工作台", en="Back to today"),
    "field_name": Label("项目", en="Field"),
    "theirs": Label("{who} 刚保存的（{at}）", en="Saved by {who} ({at})"),
    "yours": Label("您填的", en="Yours"),
    "take_theirs": Label("用对方的", en="Take theirs"),
    "take_yours": Label("用我的", en="Take mine"),
    "save_choice": Label("按所选保存", en="Save what is chosen"),
    # today
    "today": Label("今日工作台", en="Today"),
    "today_title": Label("今天要做什么", en="What to do today"),
    "todo": Label("待办清单", en="To do"),
    "todo_lead": Label("按紧急程度排好，从上往下做即可", en="sorted by urgency, work from the top"),
    "all_items": Label("全部 {n} 项", en="All {n}"),
    "group_late": Label("已逾期", en="Overdue"),
    "group_verify": Label("待核实的提示", en="Alerts to verify"),
    "group_today": Label("今天", en="Today"),
    "group_week": Label("本周", en="This week"),
    "group_later": Label("以后", en="Later"),
    "show": Label("展开", en="Show"),
    "please_verify": Label("请核实", en="Verify"),
    "today_empty": Label("今天没有要办的事", en="Nothing to do today"),
    "today_next": Label("下一件在 {day}。", en="The next thing is due {day}."),
    "today_free": Label("名单上暂时没有到期的事项。", en="Nothing on your list has a date yet."),
    "open_roster": Label("看名册", en="Open the roster"),
    # lists
    "views": Label("常用视图", en="Saved views"),
    "filter": Label("筛选", en="Filter"),
    "filter_n": Label("筛选 {n}", en="Filter {n}"),
    "ask": Label("查询", en="Search"),
    "matched": Label("{total} 条中符合 {n} 条", en="{n} of {total} match"),
    "matched_people": Label("{total} 人中符合 {n} 人", en="{n} of {total} match"),
    "shown_all": Label("共 {n} 条", en="{n} in all"),
    "shown_all_people": Label("共 {n} 人", en="{n} in all"),
    "drop_chip": Label("去掉条件 {what}", en="Remove filter {what}"),
    "clear": Label("清空条件", en="Clear filters"),
    "bulk": Label("批量操作", en="With the marked ones"),
    "bulk_marked": Label("对选中的：", en="With those marked:"),
    "bulk_none": Label("取消选择", en="Unmark all"),
    "mark": Label("选择", en="Mark"),
    "mark_one": Label("选择 {what}", en="Mark {what}"),
    "range": Label("第 {first}–{last} 条，共 {n} 条", en="{first}–{last} of {n}"),
    "range_people": Label("第 {first}–{last} 人，共 {n} 人", en="{first}–{last} of {n}"),
    "pages": Label("翻页", en="Pages"),
    "next_page": Label("下一页", en="Next page"),
    "first_page": Label("回到第一页", en="First page"),
    "no_result": Label("没有符合条件的", en="Nothing matches"),
    "no_result_said": Label("放宽一个条件，或清空后再看。", en="Loosen a filter, or clear them all."),
    "list_empty": Label("这里还没有内容", en="Nothing here yet"),
    # one child
    "on_this_page": Label("本页目录", en="On this page"),
    "identity": Label("身份", en="Identity"),
    "edit": Label("修改", en="Change"),
    "see_all": Label("看全部", en="See all"),
    "why": Label("为什么关注", en="Why on the list"),
    "why_counts": Label(
        "{confirmed} 条已确认，{suggested} 条待核实", en="{confirmed} confirmed, {suggested} to verify"
    ),
    "why_empty": Label("没有关注原因", en="No reason on file"),
    "why_empty_said": Label(
        "系统没有提示，也没有人确认过标签。", en="No rule has found anything and nobody has confirmed a tag."
    ),
    "suggested": Label("待核实", en="To verify"),
    "evidence": Label("依据：", en="Evidence: "),
    "rule": Label("规则“{rule}”第 {version} 版", en="Rule “{rule}”, version {version}"),
    "confirmed": Label("{day} 由{who}确认", en="Confirmed by {who}, {day}"),
    "review_by": Label("{day} 前复评", en="review by {day}"),
    "review_late": Label("应在 {day} 前复评，已过期", en="review was due {day}"),
    "basis_gone": Label("依据已不存在，请决定是否解除", en="The basis is gone: decide whether to end this"),
    "contest": Label("不准确，申请复核", en="Not right, ask for review"),
    "restricted_basis": Label("限阅依据", en="restricted basis"),
    "matters": Label("未了事项", en="Open matters"),
    "matters_empty": Label("没有未了事项。", en="Nothing open."),
    "timeline": Label("时间线", en="Timeline"),
    "timeline_empty": Label("还没有记录。", en="Nothing recorded yet."),
    "who_looked": Label("谁看过", en="Who looked"),
    "who_looked_empty": Label("还没有人看过。", en="Nobody has looked yet."),
    "purpose": Label("用途：{what}", en="for {what}"),
    "reveal": Label("显示（留痕）", en="Show (recorded)"),
    "reveal_said": Label(
        "将显示{what} 60 秒。请选用途，查看会记入“谁看过”。",
        en="Shows {what} for 60 seconds. Choose a purpose; it goes into “Who looked”.",
    ),
    "hide": Label("隐去", en="Hide"),
    "revealed": Label("60 秒后隐去，已记入“谁看过”", en="hidden after 60 seconds; recorded"),
    # any record
    "about": Label("内容", en="Content"),
    "next_step": Label("下一步", en="Next step"),
    "history": Label("变更记录", en="History"),
    "void": Label("作废", en="Void"),
    "void_said": Label(
        "作废后不再出现在名单里，历史仍保留，可由站长恢复。",
        en="It leaves the lists; its history stays and can be brought back.",
    ),
    "void_reason": Label("作废原因", en="Reason"),
    "optional": Label("可不填", en="optional"),
    "ends": Label("什么情况下会结束", en="What would end it"),
    "ends_on": Label("最早 {day}", en="on {day} at the earliest"),
    "ends_said": Label(
        "任何一条成立即可。系统只提示，由人结束。",
        en="Any one of these is enough. They are suggestions: a person ends it.",
    ),
    "missing": Label("还没有填：", en="Not given yet: "),
    "add": Label("新增", en="Add"),
    "add_record": Label("补充记录", en="Add a record"),
    "add_what": Label("选一类记录", en="What to add"),
    "add_go": Label("去填写", en="Fill in"),
    "more_rows": Label("再加几行", en="More rows"),
    "rows_said": Label("清空一行，保存后它就删掉。", en="A row that is emptied goes when you save."),
    "act_now": Label("现在就打电话", en="Call now"),
    "danger_first": Label("孩子有危险，先打电话", en="A child in danger: call first"),
    # what those send who do not read it
    "send": Label("提交", en="Send"),
    "received": Label("已收到", en="Received"),
    "receipt_number": Label("回执号 {number}", en="Receipt {number}"),
    "sent_before": Label("我报过的", en="What I have sent"),
    "sent_nothing": Label("还没有报过。", en="Nothing sent yet."),
    "choose": Label("请选择", en="Choose"),
    "yes": Label("是", en="Yes"),
    "no": Label("否", en="No"),
    "example": Label("如：{what}", en="e.g. {what}"),
    "secret_keep": Label("现为 {mask}；不改就留空", en="Now {mask}; leave empty to keep it"),
    "save": Label("保存", en="Save"),
    "save_note": Label(
        "保存后可撤销；每次改动都留下版本。", en="Can be undone; every change keeps the version before it."
    ),
    # import
    "import": Label("数据导入", en="Import"),
    "import_lead": Label(
        "先检查、再写入；写入后 7 天内可整批撤回。",
        en="Checked first, written after; a whole batch can be taken back within 7 days.",
    ),
    "import_match": Label("对应列", en="Match columns"),
    "import_check": Label("导入预览", en="Import preview"),
    "import_done": Label("导入完成", en="Imported"),
    "steps": Label("步骤", en="Steps"),
    "step_file": Label("选文件", en="File"),
    "step_columns": Label("对应列", en="Columns"),
    "step_check": Label("检查并修正", en="Check and fix"),
    "step_done": Label("完成", en="Done"),
    "step_passed": Label("已完成：", en="Done: "),
    "what_to_import": Label("这份表格是什么", en="What is in the sheet"),
    "file": Label("表格文件", en="Spreadsheet file"),
    "file_hint": Label(
        "Excel（.xlsx、.xls）或 CSV，不超过 {n} MB。表头不必改，下一步再对应。",
        en="Excel (.xlsx, .xls) or CSV, at most {n} MB. Keep your headings; they are matched next.",
    ),
    "upload": Label("上传并检查", en="Upload and check"),
    "samples": Label("空白模板", en="Blank templates"),
    "batches": Label("最近的导入", en="Recent imports"),
    "batches_empty": Label("还没有导入过。", en="No imports yet."),
    "batch_counts": Label("新增 {made}、更新 {changed}", en="{made} new, {changed} changed"),
    "batch_undo": Label("整批撤回", en="Take back"),
    "batch_until": Label("{day} 前可撤回", en="until {day}"),
    "batch_undone": Label("已撤回", en="Taken back"),
    "sheet": Label("工作表“{sheet}”", en="sheet “{sheet}”"),
    "rows": Label("{n} 行", en="{n} rows"),
    "rows_1": Label("{n} 行", en="{n} row"),
    "row_unit": Label("行", en=""),
    "nothing_written": Label("还没有写入任何数据", en="nothing written yet"),
    "sheet_column": Label("表格里的列", en="Column in the sheet"),
    "sheet_example": Label("例子", en="Example"),
    "goes_to": Label("对应到", en="Goes to"),
    "column_of": Label("{letter} 列“{heading}”对应到", en="Column {letter}, {heading}, goes to"),
    "look_over": Label("下一步：检查", en="Next: check"),
    "other_file": Label("换一个文件", en="Another file"),
    "bad_rows": Label("下载问题行", en="Download problem rows"),
    "good": Label("可直接导入", en="Ready"),
    "bad": Label("需要修正", en="To fix"),
    "bad_note": Label("在表里直接改", en="fix in the cell"),
    "duplicate": Label("可能重复", en="Maybe double"),
    "duplicate_note": Label("请选一种处理", en="choose for each"),
    "same": Label("无变化", en="Unchanged"),
    "same_note": Label("自动跳过", en="skipped"),
    "alike": Label("先一次解决同类问题", en="First, settle what is alike"),
    "row_by_row": Label("逐行检查", en="Row by row"),
    "only_problems": Label("只看问题 {n}", en="Problems {n}"),
    "all_rows": Label("全部 {n}", en="All {n}"),
    "rows_table": Label("逐行检查的表格，可左右滚动", en="Rows to check; scrolls sideways"),
    "excel_row": Label("Excel 行", en="Excel row"),
    "row_n": Label("第 {n} 行", en="Row {n}"),
    "cell_of": Label("第 {n} 行 {what}", en="Row {n} {what}"),
    "row_treat": Label("处理", en="Do what"),
    "row_treat_n": Label("第 {n} 行怎么处理", en="What to do with row {n}"),
    "take": Label("改为 {what}", en="Make it {what}"),
    "fixed": Label("已修正", en="Fixed"),
    "recheck": Label("改好了，再检查", en="Check again"),
    "no_problems": Label("没有要修正的行", en="No rows to fix"),
    "no_problems_said": Label("可以直接导入。", en="Ready to import."),
    "import_promise": Label(
        "导入后 7 天内可整批撤回，每一行都记录来源文件与行号。这份预览保留 24 小时。",
        en="Can be taken back within 7 days; every row keeps its file and row number. This preview lasts 24 hours.",
    ),
    "import_bar": Label("导入操作", en="Import actions"),
    "import_all": Label("导入 {n} 行", en="Import {n} rows"),
    "import_some": Label("导入 {n} 行，其余留待修正", en="Import {n} rows, fix the rest later"),
    "import_none": Label("还没有可导入的行", en="No row is ready yet"),
    "done_said": Label("新增 {made} 条、更新 {changed} 条。", en="{made} new, {changed} changed."),
    "done_rest": Label("还有 {n} 行留待修正，24 小时内有效。", en="{n} rows are left to fix, within 24 hours."),
    "fix_rest": Label("去修正", en="Fix them"),
    "import_more": Label("再导入一份", en="Import another"),
}

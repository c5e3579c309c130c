"""Pages filled with invented people, in both languages: what the tests of the look render. No registry is asked."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import attrs

from minorcare_server.contexts import (
    Advice,
    AlikeFix,
    Card,
    Cell,
    Child,
    Collision,
    Column,
    ColumnMatch,
    DemoUser,
    Emergency,
    Ending,
    Event,
    Evidence,
    Fact,
    Failure,
    Field,
    FieldRow,
    Filter,
    Import,
    ImportBatch,
    Level,
    Link,
    LinkGroup,
    Listing,
    Look,
    Matter,
    Member,
    Move,
    Notice,
    Option,
    Page,
    PaperForm,
    PaperLine,
    PaperPart,
    People,
    PhoneLine,
    Reason,
    Receipt,
    RecordForm,
    RecordPage,
    ReportPage,
    Roster,
    Row,
    Sent,
    SheetCell,
    SheetRow,
    Shelf,
    ShelfEntry,
    Shell,
    Shelves,
    Side,
    SignIn,
    Tag,
    Task,
    TaskGroup,
    Tile,
    Today,
    User,
    Work,
    WorkGroup,
    Wrong,
)

# fmt: off
# One line for each thing said, however long: a formatter makes a thousand lines of it.
Say = Callable[[str, str], str]
TODAY = date(2026, 11, 24)
LATE, NOW = date(2026, 11, 21), datetime(2026, 11, 24, 1, 12, tzinfo=UTC)
YESTERDAY = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Example:
    name: str
    shell: Shell
    page: Page


def shell(say: Say, here: str, *, signed_in: bool = True, notice: Notice | None = None) -> Shell:
    other = say("?lang=en", "?lang=zh")
    if not signed_in:
        return Shell(today=TODAY, other_language=other, demo=True)

    def link(zh: str, en: str, href: str, icon: str, count: int | None = None, *, hot: bool = False) -> Link:
        return Link(label=say(zh, en), href=href, icon=icon, count=count, hot=hot, current=href == here)

    roster = link("未成年人名册", "Roster", "/roster", "list")
    visits = link("走访", "Visits", "/records/visit", "visit", 6)
    menu = (
        LinkGroup(links=(link("今日工作台", "Today", "/", "home", 10), roster, visits, link("转介", "Services asked", "/records/service", "send", 2, hot=True), link("台账与报表", "Ledgers", "/reports", "book"), link("数据导入", "Import", "/import", "up"))),
        LinkGroup(label=say("专题（扩展）", "Topics (plugins)"), links=(link("控辍保学", "Attendance", "/records/dropout.absence", "school", 3), link("儿童之家", "Child centres", "/records/facilities.centre", "house"))),
        LinkGroup(label=say("管理", "Admin"), links=(link("规则与口径", "Rules", "/rules", "rule"), link("审计留痕", "Journal", "/journal", "eye"))),
    )
    tabs = (link("今日", "Today", "/", "home", 2, hot=True), link("名册", "Roster", "/roster", "list"), link("走访", "Visits", "/records/visit", "visit"), link("导入", "Import", "/import", "up"))
    user = User(name=say("周敏", "Zhou Min"), role=say("街道未保专干", "Child protection officer"), office=say("云溪街道", "Yunxi Street"))
    return Shell(today=TODAY, user=user, menu=menu, tabs=tabs, other_language=other, search="/roster", notice=notice, demo=True)


def levels(say: Say) -> tuple[Level, ...]:
    return tuple(Level(rank=rank, label=say(zh, en)) for rank, (zh, en) in enumerate((("一般", "Routine"), ("关注", "Watch"), ("重点", "Priority"), ("紧急", "Urgent")), 1))


def sign_in(say: Say) -> SignIn:
    people = (
        ("周敏", "Zhou Min", "街道未保专干", "Child protection officer", "今日工作台：逾期、走访、待核实的提示", "Her day: what is late, visits, alerts to verify"),
        ("梁秋实", "Liang Qiushi", "社区联络员", "Community liaison", "柳荫社区的孩子，手机上记走访", "Liuyin's children, visits on a phone"),
        ("余航", "Yu Hang", "民政岗", "Civil Affairs", "转给我的，写答复", "What is asked of his department"),
        ("郑衡", "Zheng Heng", "审计员", "Auditor", "只看留痕，看不到孩子", "The journal, and no child"),
    )
    users = tuple(DemoUser(account=f"demo-{number}", name=say(zh, en), role=say(role, role_en), what=say(what, what_en)) for number, (zh, en, role, role_en, what, what_en) in enumerate(people))
    return SignIn(demo_users=users, problem=say("账号或密码不对，请再试。", "Account or password is wrong; please try again."))


def today(say: Say) -> Today:
    _, watch, priority, _ = levels(say)

    def task(what: str, who: str, reason: str, icon: str, verb: str, **rest: object) -> Task:
        return Task(what=what, who=who, href="/child/1", reason=reason, icon=icon, action=Link(label=verb, href="/child/1", primary=bool(rest.get("day") and rest["day"] < TODAY)), **rest)

    chase, record = say("催办", "Chase"), say("记录", "Record")
    chen, meng = say("陈小禾", "Chen Xiaohe"), say("孟家乐", "Meng Jiale")
    late = (
        task(say("临时救助转介未答复", "Relief request unanswered"), chen, say("转给民政岗 余航，11-21 到期；柳荫社区", "Sent to Civil Affairs (Yu Hang), due 21 Nov; Liuyin community"), "send", chase, day=LATE, level=priority),
        task(say("入学协调转介未答复", "School placement request unanswered"), meng, say("转给民政岗 余航，11-23 到期；枫林社区", "Sent to Civil Affairs (Yu Hang), due 23 Nov; Fenglin"), "send", chase, day=date(2026, 11, 23), level=watch),
    )
    verify = (
        task(say("新提示：7 天内缺课 3 天", "New alert: 3 absences in 7 days"), say("罗一鸣", "Luo Yiming"), say("依据：第三中学 11-23 考勤；桂园社区", "Source: No. 3 School attendance, 23 Nov; Guiyuan"), "warn", say("看依据", "Evidence"), level=watch),
        task(say("新提示：30 天缺课 5 天", "New alert: 5 absences in 30 days"), say("谢安然", "Xie Anran"), say("依据：第三中学 11-23 考勤；柳荫社区", "Source: No. 3 School attendance, 23 Nov; Liuyin"), "warn", say("看依据", "Evidence"), level=priority),
    )
    due = (
        task(say("走访", "Visit"), chen, say("柳荫社区 2 网格；上次 11-12，有点担心", "Liuyin, grid 2; last visit 12 Nov, some concern"), "visit", record, day=TODAY, level=priority),
        task(say("走访", "Visit"), say("段雨桐", "Duan Yutong"), say("北苑社区 1 网格；上次 10-20，安好", "Beiyuan, grid 1; last visit 20 Oct, fine"), "visit", record, day=TODAY, restricted=True),
        task(say("确认办结", "Close request"), say("吴若溪", "Wu Ruoxi"), say("第三中学已答复：已安排同桌结对", "No. 3 School answered: paired with a classmate"), "mail", say("核对", "Review"), day=TODAY, level=levels(say)[0]),
    )
    done = (Tag(label=say("已完成", "Done"), tone="green", icon="check"),)

    def missing(zh: str, en: str, *, tone: str = "orange") -> tuple[Tag, ...]:
        return (Tag(label=say(zh, en), tone=tone),)

    ledger = Card(
        title=say("11 月台账", "November ledger"),
        note=say("11月28日 前", "due 28 Nov"),
        facts=(
            Fact(label=say("未成年人底数（3,147 人）", "Roster baseline (3,147)"), tags=done),
            Fact(label=say("一户一表（42 户）", "Household sheets (42)"), tags=missing("差 3 户", "3 missing")),
            Fact(label=say("一人一策（20 人）", "Individual plans (20)"), tags=missing("差 1 人", "1 missing")),
            Fact(label=say("控辍保学月报", "School attendance report"), tags=missing("可提交", "Ready", tone="blue")),
        ),
    )
    latest = Card(
        title=say("刚刚发生", "Latest"),
        events=(
            Event(at=NOW, origin=(say("柳荫社区", "Liuyin"),), title=say("何沐阳走访已记录", "Visit to He Muyang recorded"), strong=True),
            Event(at=NOW.replace(hour=0, minute=47), origin=(say("第三中学", "No. 3 School"),), title=say("答复了 1 件转介，等你确认办结", "answered 1 request, ready to close"), tone="grey"),
            Event(at=NOW.replace(hour=0, minute=30), origin=(say("规则", "Rule"),), title=say("3 条新风险提示，依据可查", "3 new alerts, evidence attached"), tone="orange"),
        ),
    )
    return Today(
        place=say("云溪街道 13 个社区", "Yunxi Street, 13 communities"),
        about=(say("距台账报送还有 4 天", "ledger due in 4 days"),),
        actions=(Link(label=say("记一次走访", "Record a visit"), href="/records/visit/new", icon="visit", primary=True), Link(label=say("报告新情况", "Report concern"), href="/records/lead/new", icon="flag"), Link(label=say("导入表格", "Import sheet"), href="/import", icon="up", desktop=True)),
        tiles=(
            Tile(label=say("逾期转介", "Overdue requests"), number=2, unit=say("件", ""), note=say("最长 3 天", "longest 3 days"), href="#late", tone="red"),
            Tile(label=say("新增风险提示", "New risk alerts"), number=3, unit=say("条", ""), note=say("等你确认", "await your check"), href="#verify", tone="orange"),
            Tile(label=say("今日应走访", "Visits due today"), number=6, unit=say("户", ""), note=say("已完成 2", "2 done"), href="#today", tone="brand"),
            Tile(label=say("11 月台账", "November ledger"), number=82, unit="%", note=say("还差 4 项", "4 items left"), href="/reports", tone="green"),
        ),
        groups=(TaskGroup(name="verify", total=2, tasks=verify), TaskGroup(name="late", total=2, tasks=late), TaskGroup(name="today", total=6, tasks=due, more="/due?until=today"), TaskGroup(name="week", total=4, tasks=(), more="/due?until=week")),
        total=14,
        all_href="/due",
        cards=(ledger, latest),
    )


def rows(say: Say) -> tuple[Row, ...]:
    girl, boy = say("女", "Girl"), say("男", "Boy")
    left_behind, disability = (Tag(label=say("留守", "Left behind"), tone="blue"), Tag(label=say("残疾", "Disability"), tone="blue"))
    absent, hardship = Tag(label=say("缺课", "Absent"), tone="yellow"), Tag(label=say("困境", "Hardship"), tone="blue")
    _, watch, priority, urgent = levels(say)
    people = (
        (say("陈小禾", "Chen Xiaohe"), girl, 11, 2, say("云溪二小 五年级", "Yunxi No. 2, grade 5"), (left_behind,), False, priority, date(2026, 11, 12), TODAY),
        (say("何沐阳", "He Muyang"), boy, 8, 1, say("云溪二小 二年级", "Yunxi No. 2, grade 2"), (disability,), False, watch, TODAY, date(2027, 1, 24)),
        (say("韩子墨", "Han Zimo"), boy, 13, 2, say("第三中学 八年级", "No. 3 School, grade 8"), (), True, urgent, date(2026, 11, 9), date(2026, 11, 23)),
        (say("吴若溪", "Wu Ruoxi"), girl, 7, 4, say("云溪二小 一年级", "Yunxi No. 2, grade 1"), (hardship,), False, priority, date(2026, 11, 2), date(2026, 11, 25)),
        (say("曹景行", "Cao Jingxing"), boy, 10, 3, say("云溪二小 四年级", "Yunxi No. 2, grade 4"), (Tag(label=say("流动", "Migrant"), tone="blue"),), False, watch, date(2026, 10, 28), date(2026, 11, 26)),
        (say("谢安然", "Xie Anran"), girl, 12, 4, say("第三中学 七年级", "No. 3 School, grade 7"), (left_behind, absent), False, priority, date(2026, 11, 5), date(2026, 11, 26)),
        (say("邓**", "Deng **"), girl, 16, 1, say("区职业中学 高一", "Vocational school, year 1"), (), True, priority, date(2026, 11, 10), date(2026, 11, 27)),
        (say("苏一帆", "Su Yifan"), boy, 9, 2, say("云溪二小 三年级", "Yunxi No. 2, grade 3"), (disability, hardship), False, watch, date(2026, 10, 30), date(2026, 11, 28)),
        (say("温知夏", "Wen Zhixia"), girl, 14, 3, say("第三中学 九年级", "No. 3 School, grade 9"), (), False, watch, date(2026, 10, 31), date(2026, 11, 30)),
    )
    visit = Link(label=say("记走访", "Record"), href="/records/visit/new")
    return tuple(
        Row(
            id=str(number),
            href=f"/child/{number}",
            action=visit,
            cells=(Cell(text=name), Cell(text=say(f"{sex} {age} 岁", f"{sex}, {age}")), Cell(text=say("柳荫社区", "Liuyin"), sub=say(f"{grid} 网格", f"grid {grid}")), Cell(text=school), Cell(tags=tags, restricted=restricted), Cell(level=level), Cell(day=last), Cell(day=due, due=True)),
        )
        for number, (name, sex, age, grid, school, tags, restricted, level, last, due) in enumerate(people, 1)
    )


def roster(say: Say) -> Roster:
    def choice(name: str, label: tuple[str, str], some: tuple[str, str], chosen: tuple[str, str] | None = None) -> Filter:
        options = (Option(value="", label=say(*some)),)
        if chosen:
            options += (Option(value="1", label=say(*chosen), selected=True),)
        return Filter(name=name, label=say(*label), options=options)

    def view(zh: str, en: str, count: int, *, current: bool = False) -> Link:
        return Link(label=say(zh, en), href=f"/roster?list={count}", count=count, current=current)

    return Roster(
        title=say("未成年人名册", "Roster"),
        caption=say("名册，按应访日期排序", "Roster, by next visit"),
        action="/roster",
        actions=(
            Link(label=say("导入", "Import"), href="/import", icon="up", desktop=True),
            Link(label=say("新增一人", "Add a child"), href="/records/minor/new", icon="plus", primary=True, desktop=True),
        ),
        views=(
            view("全部", "All", 3147),
            view("本月应走访", "Visits this month", 42, current=True),
            view("重点关注", "Priority", 20),
            view("转介未办结", "Open requests", 5),
            view("60 天未走访", "60 days unseen", 17),
            view("资料不全", "Incomplete", 63),
            Link(label=say("存为视图", "Save as view"), href="/lists/new", icon="plus"),
        ),
        q="",
        search_label=say("姓名、拼音首字母、档案号", "Name, pinyin initials, file no."),
        search_example="陈小禾 / cxh / 318",
        filters=(
            choice("area__within", ("社区", "Community"), ("全部社区", "All"), ("柳荫社区", "Liuyin")),
            choice("risk", ("群体", "Group"), ("全部群体", "All")),
            choice("level__gte", ("关注程度", "Level"), ("不限", "Any"), ("关注及以上", "Watch and above")),
            choice("officer", ("包保责任人", "Responsible"), ("不限", "Anyone")),
        ),
        kept=(("order", "due"),),
        chips=(Link(label=say("柳荫社区", "Liuyin"), href="/roster?level__gte=1"), Link(label=say("关注及以上", "Watch and above"), href="/roster?area__within=1")),
        clear="/roster",
        total=42,
        matched=9,
        columns=(
            Column(label=say("姓名", "Name")),
            Column(label=say("性别 年龄", "Sex, age"), phone="right"),
            Column(label=say("社区 / 网格", "Area"), phone="whole"),
            Column(label=say("学校 年级", "School"), spare=True, phone="hidden"),
            Column(label=say("群体标签", "Tags")),
            Column(label=say("关注程度", "Level"), phone="right"),
            Column(label=say("上次走访", "Last visit"), spare=True, phone="hidden"),
            Column(label=say("应访日期", "Next visit"), phone="labelled", sort="/roster?order=-due", sorted="ascending"),
        ),
        rows=rows(say),
        next="/roster?after=x",
        start="/roster",
        exports=(Link(label=say("导出 Excel", "Excel"), href="/roster/export?format=xlsx"),),
        bulk=(Option(value="assign", label=say("分派走访", "Assign visits")), Option(value="print", label=say("打印一户一表", "Print sheets"))),
        bulk_action="/roster/marked",
    )


def nobody(say: Say) -> Roster:
    return attrs.evolve(roster(say), rows=(), matched=0, q="zzz", next="", start="", views=())


def reasons(say: Say) -> tuple[Reason, ...]:
    dismiss = Field(name="reason", label=say("为什么不成立", "Why it does not hold"), control="choice", required=True, options=(Option(value="wrong", label=say("依据有误", "The evidence is wrong")), Option(value="over", label=say("情况已过去", "It is over"))))
    return (
        Reason(
            record="risk_tag/1",
            version=2,
            icon="people",
            because=say("实际照看人住院，家里没有其他成年人", "The carer is in hospital and no other adult is at home"),
            tags=(Tag(label=say("监护", "Care"), tone="orange"),),
            evidence=(Evidence(text=say("走访记录", "Visit"), day=date(2026, 11, 12), source=say("梁秋实", "Liang Qiushi"), href="/records/visit/7"),),
            rule=say("照看人不能履责", "Carer cannot care"),
            rule_version="1",
            cites=say("《未成年人保护法》第十六条", "Law on the Protection of Minors, art. 16"),
            confirmed_by=say("周敏", "Zhou Min"),
            confirmed_on=date(2026, 11, 20),
            review_by=date(2026, 12, 20),
            moves=(Move(to="ended", ask="3", label=say("解除", "End"), fields=(Field(name="reason", label=say("解除原因", "Reason"), required=True, max_length=200),)),),
        ),
        Reason(
            record="risk_tag/2",
            version=1,
            icon="school",
            because=say("近 30 天缺课 5 天", "5 absences in 30 days"),
            tags=(Tag(label=say("就学", "School"), tone="yellow"),),
            suggested=True,
            evidence=(Evidence(text=say("考勤导入", "Attendance import"), day=date(2026, 11, 18), source=say("云溪二小", "Yunxi No. 2")), Evidence(text="", restricted=True)),
            rule=say("30 天缺课 ≥ 5 天", "5 or more absences in 30 days"),
            rule_version="2",
            cites=say("《义务教育法》第五条", "Compulsory Education Law, art. 5"),
            moves=(Move(to="confirmed", ask="0", label=say("确认", "Confirm"), primary=True), Move(to="dismissed", ask="1", label=say("不成立", "Dismiss"), fields=(dismiss,))),
        ),
        Reason(record="risk_tag/3", version=4, because="", restricted=True, basis_gone=True, confirmed_by=say("周敏", "Zhou Min"), confirmed_on=date(2026, 6, 1), review_by=date(2026, 11, 1)),
    )


def child(say: Say, *, shown: bool = False) -> Child:
    minor = "minor/0192"
    facts = (
        Fact(label=say("身份证号", "Resident ID"), text="000000201503120028" if shown else "…0028", masked=not shown, record=minor, field="resident_id", shown=shown),
        Fact(label=say("出生日期", "Born"), text=say("2015-03-12", "12 Mar 2015"), tags=(Tag(label=say("推定", "Estimated")),)),
        Fact(label=say("现住址", "Address"), masked=True),
        Fact(label=say("学校", "School"), text=say("云溪二小 五(3)班", "Yunxi No. 2, class 5(3)")),
        Fact(label=say("监护人电话", "Guardian"), text="…3344", masked=True, record="member/7", field="phone"),
        Fact(label=say("民族", "Ethnic group")),
    )
    household = People(
        title=say("家庭 4 人", "Household of 4"),
        href="/records/household/3",
        members=(
            Member(short=say("女", "D"), name=say("陈小禾", "Chen Xiaohe"), relation=say("本人", "herself"), own=True),
            Member(short=say("奶", "G"), name=say("陈奶奶，68 岁", "Grandmother, 68"), note=say("11-12 起住院", "in hospital since 12 Nov"), tags=(Tag(label=say("实际照看", "Carer"), tone="orange"),)),
            Member(short=say("父", "F"), name=say("陈先生", "Mr Chen"), relation=say("父亲", "father"), note=say("外出务工，浙江；每月通话约 4 次", "Works in Zhejiang; calls 4 times a month")),
            Member(short=say("母", "M"), name=say("外出务工，浙江", "Works in Zhejiang")),
        ),
    )
    school = Card(title=say("控辍保学", "Attendance"), plugin=True, href="/records/dropout.absence", facts=(Fact(label=say("本月缺课", "Absent this month"), text=say("5 天", "5 days")), Fact(label=say("班主任", "Teacher"), text=say("段老师", "Ms Duan"))))
    events = (
        Event(at=LATE, origin=(say("转介", "Request"),), title=say("临时救助转介到期，民政岗未答复", "Relief request fell due, unanswered"), href="/records/service/4", tone="red", strong=True),
        Event(at=date(2026, 11, 20), origin=(say("周敏", "Zhou Min"), say("定级", "Level")), title=say("确认为“重点关注”", "Confirmed as priority"), text=say("原为“关注”，依据 2 条", "Was watch; 2 findings"), strong=True),
        Event(at=date(2026, 11, 18), origin=(say("云溪二小", "Yunxi No. 2"), say("导入", "Import")), title=say("近 30 天缺课 5 天", "5 absences in 30 days"), tone="orange"),
        Event(
            at=datetime(2026, 11, 12, 7, 40, tzinfo=UTC),
            origin=(say("梁秋实", "Liang Qiushi"), say("走访", "Visit")),
            title=say("奶奶住院，孩子由邻居照看", "Grandmother in hospital; a neighbour looks after her"),
            text=say("孩子情绪稳定，作业没人管。已约社区临时照料。", "Calm; nobody helps with homework. Temporary care arranged."),
            strong=True,
        ),
        Event(at=date(2026, 10, 15), origin=(say("梁秋实", "Liang Qiushi"), say("走访", "Visit")), title=say("情况正常，已见本人", "All well, child seen"), tone="grey"),
        Event(at=date(2026, 9, 1), origin=(say("周敏", "Zhou Min"),), title=say("家庭情况", "Circumstances"), restricted=True, tone="grey"),
        Event(at=date(2024, 3, 18), origin=(say("建档", "File opened"),), title=say("社区排查发现，父母外出务工", "Found by the community; parents work away"), tone="grey"),
    )
    return Child(
        id="0192",
        name=say("陈小禾", "Chen Xiaohe"),
        about=(say("女", "Girl"), say("11 岁", "11"), say("五年级", "grade 5")),
        level=Level(rank=3, label=say("重点关注", "Priority")),
        lines=(say("档案 318", "File 318"), say("柳荫社区 2 网格", "Liuyin, grid 2"), say("包保责任人 梁秋实", "Responsible: Liang Qiushi")),
        due=TODAY,
        due_label=say("下次走访", "Next visit"),
        trail=(Link(label=say("未成年人名册", "Roster"), href="/roster"), Link(label=say("柳荫社区", "Liuyin"), href="/roster?area__within=1")),
        actions=(Link(label=say("记走访", "Record visit"), href="/records/visit/new", icon="visit", primary=True), Link(label=say("请部门办", "Ask a service"), href="/records/service/new", icon="send"), Link(label=say("打印", "Print"), href="/child/0192/print", icon="print")),
        facts=facts,
        edit="/records/minor/0192/edit",
        purposes=(Option(value="visit", label=say("走访核对", "Visit")), Option(value="relief", label=say("办理救助", "Relief")), Option(value="service", label=say("部门转介", "Service"))),
        people=(household,),
        cards=(school,),
        reasons=reasons(say),
        contest="/records/review/new",
        matters=(
            Matter(what=say("申请临时救助", "Apply for relief"), who=say("民政岗 余航", "Civil Affairs, Yu Hang"), href="/records/service/4", day=LATE, tag=Tag(label=say("逾期", "Late"), tone="red", icon="alert")),
            Matter(what=say("与学校商定补课", "Arrange lessons"), who=say("云溪二小 班主任", "Yunxi No. 2, teacher"), href="/records/plan/2", day=date(2026, 11, 27), tag=Tag(label=say("进行中", "Going on"), tone="blue")),
            Matter(what=say("心理辅导 3 次", "3 counselling sessions"), who=say("街道未保站，已做 1 次", "Station, 1 done"), href="/records/plan/3", day=date(2026, 12, 15), tag=Tag(label=say("进行中", "Going on"), tone="blue")),
        ),
        matter_total=9,
        more_matters="/records/due?minor=0192",
        work=(
            WorkGroup(
                title=say("关爱工作", "Care"),
                works=(
                    Work(title=say("一人一策", "Plan"), adds=(Link(label=say("一人一策", "Plan"), href="/records/plan/new?minor=0192"),), total=1, matters=(Matter(what=say("一人一策 36", "Plan 36"), why=say("下次评估期限", "Review by"), who=say("梁秋实", "Liang Qiushi"), href="/records/plan/2", day=LATE, tag=Tag(label=say("执行中", "active"), tone="blue")),)),
                    Work(title=say("走访", "Visit"), adds=(Link(label=say("计划走访", "Plan a visit"), href="/records/visit/new?minor=0192"), Link(label=say("记一次走访", "Record a visit"), href="/records/visit/new?form=met&minor=0192")), all="/records/visit?minor=0192", total=12, matters=(Matter(what=say("入户", "At home"), href="/records/visit/7", at=date(2026, 11, 12), tag=Tag(label=say("已完成", "done"))),)),
                ),
            ),
        ),
        adding="/child/0192/add",
        addable=(LinkGroup(label=say("关爱工作", "Care"), links=(Link(label=say("任务", "Task"), href="/records/task/new?minor=0192"),)), LinkGroup(label=say("事实", "Facts"), links=(Link(label=say("残疾人证", "Disability card"), href="/records/disability_card/new?minor=0192"),))),
        events=events,
        event_total=18,
        event_views=(Link(label=say("全部", "All"), href="?events=all", current=True), Link(label=say("走访", "Visits"), href="?events=visit")),
        more_events="?events=all",
        looks=(
            Look(at=NOW, who=say("梁秋实", "Liang Qiushi"), role=say("社区联络员", "Community liaison"), what=say("打开档案", "Opened the file"), purpose=say("走访核对", "visit")),
            Look(at=YESTERDAY, who=say("余航", "Yu Hang"), role=say("民政岗", "Civil Affairs"), what=say("显示身份证号", "Showed the resident ID"), purpose=say("办理救助", "relief")),
        ),
        look_total=12,
        more_looks="/child/0192/looked",
    )


def sightings(say: Say) -> Listing:
    return Listing(
        title=say("涉水险情", "Water hazard sightings"),
        plugin=True,
        caption=say("涉水险情，按回访期限排序", "Water hazard sightings, by call-back date"),
        action="/records/waterpatrol.sighting",
        actions=(Link(label=say("新增", "Add"), href="/records/waterpatrol.sighting/new", icon="plus", primary=True),),
        filters=(Filter(name="status", label=say("状态", "Status"), options=(Option(value="", label=say("不限", "Any")), Option(value="found", label=say("已发现", "Found")))),),
        total=1,
        matched=1,
        columns=(Column(label=say("水域", "Place")), Column(label=say("孩子", "Child"), phone="right"), Column(label=say("发现日期", "Seen on"), phone="labelled"), Column(label=say("回访期限", "Call back by"), phone="labelled"), Column(label=say("备注", "Note"))),
        rows=(Row(id="1", href="/records/waterpatrol.sighting/1", cells=(Cell(text=say("南河闸口", "South river sluice")), Cell(text=say("张**", "Zhang **"), masked=True), Cell(day=date(2026, 11, 20)), Cell(day=date(2026, 11, 23), due=True), Cell(masked=True))),),
    )


def record(say: Say) -> RecordPage:
    return RecordPage(
        record="waterpatrol.sighting/1",
        version=3,
        title=say("南河闸口", "South river sluice"),
        kind=say("涉水险情", "Water hazard sighting"),
        plugin=True,
        state=Tag(label=say("已发现", "Found"), tone="yellow"),
        restricted=True,
        trail=(Link(label=say("涉水险情", "Water hazard sightings"), href="/records/waterpatrol.sighting"),),
        actions=(Link(label=say("修改", "Change"), href="/records/waterpatrol.sighting/1/edit", icon="edit"),),
        facts=(
            Fact(label=say("孩子", "Child"), text=say("陈小禾", "Chen Xiaohe"), href="/child/0192"),
            Fact(label=say("水域", "Place"), text=say("南河闸口", "South river sluice")),
            Fact(label=say("报告人电话", "Caller's phone"), text="…3344", masked=True, record="waterpatrol.sighting/1", field="phone"),
            Fact(label=say("备注", "Note")),
            Fact(label=say("措施", "Measures"), parts=((Fact(label=say("做什么", "What"), text=say("装护栏", "Put up a fence")), Fact(label=say("完成日期", "Done on"), text="2026-11-20")), (Fact(label=say("做什么", "What"), text=say("立警示牌", "Put up a sign")),))),
        ),
        purposes=(Option(value="visit", label=say("走访核对", "Visit")),),
        moves=(Move(to="talking", ask="talking", label=say("已谈话", "Talked to"), primary=True), Move(to="closed", ask="closed", label=say("办结", "Close"), open=True, wide=True, fields=(Field(name="note", label=say("结果", "Outcome"), control="long", required=True), steps(say)))),
        wrong=(Wrong(at="note", label=say("结果", "Outcome"), said=say("没有填写", "is missing"), remedy=say("请填写", "fill it in")),),
        wrong_in="closed",
        ends=(Ending(words=say("年满 16 周岁（2031-03-05）", "the child is 16 (2031-03-05)"), day=date(2031, 3, 5)), Ending(words=say("登记的走访使条件不再成立", "a visit is recorded by which it no longer holds"))),
        missing=(say("水深", "Depth"), say("护栏", "Fence")),
        adds=(Link(label=say("回访", "Call back"), href="/records/waterpatrol.call/new?sighting=1"),),
        advice=Advice(calls=(PhoneLine(label=say("报警", "Police"), number="110"), PhoneLine(label=say("值班电话", "Duty phone"), number="000-0000 0000")), steps=(say("带孩子离开水边。", "Take the child away from the water."),)),
        events=(Event(at=NOW, origin=(say("梁秋实", "Liang Qiushi"), say("第 3 版", "version 3")), title=say("改了：水域", "Changed: place"), tone="grey"), Event(at=YESTERDAY, origin=(say("梁秋实", "Liang Qiushi"),), title=say("新建", "Created"), strong=True)),
        may_void=True,
    )


def form(say: Say) -> RecordForm:
    hint = say("近 60 天内", "Within the last 60 days")
    return RecordForm(
        title=say("修改：南河闸口", "Change: South river sluice"),
        lead=say("陈小禾，档案 318", "Chen Xiaohe, file 318"),
        plugin=True,
        trail=(Link(label=say("涉水险情", "Water hazard sightings"), href="/records/waterpatrol.sighting"),),
        action="/records/waterpatrol.sighting/1/edit",
        cancel="/records/waterpatrol.sighting/1",
        key="0193-key",
        base=3,
        wrong=(
            Wrong(at="seen_on", label=say("发现日期", "Seen on"), said=say("晚于今天", "Lies in the future"), remedy=say("填发现那天的日期", "give the day it was seen")),
            Wrong(at="steps", label=say("措施", "Measures"), said=say("少于三项", "are fewer than three"), remedy=say("再写一项", "add one")),
            Wrong(at="steps[1]", label=say("措施 2", "Measures 2"), said=say("与第一项重复", "is the first one again"), remedy=say("去掉一项", "leave one out")),
            Wrong(at="steps[1].what", label=say("措施 2 · 做什么", "Measures 2 · What"), said=say("没有填写", "is missing"), remedy=say("请填写", "fill it in")),
        ),
        fields=(
            Field(name="place", label=say("水域", "Place"), value=say("南河闸口", "South river sluice"), required=True, max_length=80, example=say("南河闸口", "South river sluice")),
            Field(name="seen_on", label=say("发现日期", "Seen on"), control="date", value="2027-01-01", required=True, max="2026-11-24", hint=hint),
            Field(name="depth", label=say("水深", "Depth"), control="number", unit=say("米", "m"), value="1.5"),
            Field(name="phone", label=say("报告人电话", "Caller's phone"), control="secret", value="…3344"),
            Field(name="kind_of_water", label=say("水域类型", "Kind of water"), control="choice", options=(Option(value="river", label=say("河道", "River"), selected=True), Option(value="pond", label=say("鱼塘", "Pond")))),
            Field(name="fenced", label=say("有没有护栏", "Fenced?"), control="flag", required=True, hint=say("上次选：否", "Last time: no")),
            Field(name="dangers", label=say("危险", "Dangers"), control="many", options=(Option(value="deep", label=say("水深", "Deep"), selected=True), Option(value="fast", label=say("水急", "Fast")))),
            Field(name="custody", label=say("家庭情况", "Circumstances"), masked=True),
            Field(name="note", label=say("备注", "Note"), control="long", max_length=500),
            Field(name="found_at", label=say("发现时间", "Found at"), control="datetime", value="2026-11-24T09:12"),
            steps(say),
            questions(say),
        ),
    )


def steps(say: Say) -> Field:
    """Several small values, the second with something wrong in it."""

    def row(n: int, what: str = "", day: str = "") -> FieldRow:
        what_, day_ = Field(name=f"steps[{n}].what", label=say("做什么", "What"), value=what, required=True), Field(name=f"steps[{n}].day", label=say("哪天", "Day"), control="date", value=day)
        who = Field(name=f"steps[{n}].who", label=say("谁来做", "Who"), control="choice", options=(Option(value="a", label=say("梁秋实", "Liang Qiushi")),))
        return FieldRow(name=f"steps[{n}]", fields=(what_, day_, who))

    return Field(name="steps", label=say("措施", "Measures"), control="rows", hint=say("按先后写", "In order"), rows=(row(0, say("装护栏", "Put up a fence"), "2026-11-20"), row(1, "", "2027-01-01"), row(2), row(3)))


def questions(say: Say) -> Field:
    """The items of a questionnaire."""
    scale = (Option(value="no", label=say("没有", "No")), Option(value="yes", label=say("有", "Yes"), selected=True))

    def row(n: int, code: str, label: str, heading: str = "") -> FieldRow:
        item, value = Field(name=f"answers[{n}].item", label=say("项目", "Item"), control="hidden", value=code), Field(name=f"answers[{n}].value", label=say("选项", "Answer"), control="choice", options=scale, required=True)
        return FieldRow(name=f"answers[{n}]", label=label, heading=heading, fields=(item, value, Field(name=f"answers[{n}].evidence", label=say("依据", "Evidence"))))

    first, second = row(0, "a1", say("有没有护栏", "Is there a fence"), say("水边", "The water")), row(1, "a2", say("有没有人看管", "Does anybody watch"))
    return Field(name="answers", label=say("逐项结果", "Answers"), control="rows", fixed=True, rows=(first, second))


def report(say: Say, *, sent: bool = False) -> ReportPage:
    before = (Sent(number="8F126D59", day=YESTERDAY.date(), state=say("已处理", "handled"), done=True), Sent(number="450E7E92", day=LATE, state=say("已收到", "received")))
    receipt = Receipt(number="8F126D59", said=say("未保站会尽快研判。", "The station looks into it soon."))
    choices = tuple(Option(value=str(n), label=say(zh, en)) for n, (zh, en) in enumerate((("已去，一切照常", "Done, all well"), ("没有人在家", "Nobody at home"))))
    fields = (
        Field(name="result", label=say("结果", "How it went"), control="pick", options=choices, required=True),
        Field(name="words", label=say("补充说明", "In your own words"), control="long", max_length=500),
    )
    return ReportPage(
        title=say("报线索", "Report what you saw"),
        lead="" if sent else say("只写看到、听到的。", "What you saw or heard."),
        place="" if sent else say("柳荫社区2网格·2026-11-27", "Liuyin, grid 2 · 2026-11-27"),
        phones=() if sent else (PhoneLine(label=say("值班电话", "Duty phone"), number="12345"),),
        action="/report/lead",
        cancel="/",
        key="0193-key",
        fields=() if sent else fields,
        wrong=() if sent else (Wrong(at="result", label=say("结果", "How it went"), said=say("没有填写", "is missing"), remedy=say("选一个结果", "choose one")),),
        receipt=receipt if sent else None,
        again=Link(label=say("再报一条", "Report another"), href="/report/lead") if sent else None,
        told=True,
        sent=before if sent else (),
    )


def shelves(say: Say) -> Shelves:
    def add(zh: str, en: str) -> Link:
        return Link(label=say(zh, en), href="/records/visit/new")

    care = Shelf(
        label=say("关爱工作", "Care"),
        entries=(
            ShelfEntry(label=say("走访", "Visit"), href="/records/visit", adds=(add("计划走访", "Plan a visit"), add("记一次走访", "Record a visit"))),
            ShelfEntry(label=say("一人一策", "Plan"), href="/records/plan", adds=(add("新增", "Add"),)),
            ShelfEntry(label=say("线索", "Lead"), adds=(add("报线索", "Report"),)),
        ),
    )
    topic = Shelf(label=say("专题（扩展）", "Topics (plugins)"), plugin=True, entries=(ShelfEntry(label=say("涉水险情", "Water hazard sighting"), href="/records/waterpatrol.sighting"),))
    return Shelves(title=say("全部记录", "All records"), lead=say("您能查看或填写的每一类记录。", "Every kind that you may read or write."), trail=(Link(label=say("未成年人名册", "Roster"), href="/roster"),), shelves=(care, topic))


def results(say: Say) -> Listing:
    """A list of which several may be moved at once."""
    same = (Option(value="0", label=say("与登记一致", "Unchanged")),)

    def row(n: int, *, done: bool = False) -> Row:
        state = Tag(label=say("已核查", "checked"), tone="") if done else Tag(label=say("待上门", "to be visited"), tone="yellow")
        return Row(id=f"{n}@1", href=f"/records/census_result/{n}", cells=(Cell(text=f"JM-01-00{n}"), Cell(tags=(state,)), Cell(text="3")), moves=() if done else same)

    return Listing(
        title=say("排查结果", "Census results"),
        caption=say("排查结果，逐条", "Census results, row by row"),
        action="/records/census_result",
        actions=(),
        total=2,
        matched=2,
        columns=(Column(label=say("家庭户", "Household")), Column(label=say("状态", "Status"), phone="right"), Column(label=say("登记人数", "On file"), phone="labelled")),
        rows=(row(11), row(12, done=True)),
        bulk=same,
        bulk_action="/records/census_result/moves",
    )


def conflict(say: Say) -> Failure:
    return Failure(
        status=409,
        collision=Collision(
            action="/records/waterpatrol.sighting/1/edit",
            base=4,
            who=say("梁秋实", "Liang Qiushi"),
            at=NOW,
            sides=(
                Side(name="place", label=say("水域", "Place"), theirs=say("南河上闸口", "Upper sluice"), theirs_value="a", yours=say("南河闸口东侧", "Sluice, east side"), yours_value="b"),
                Side(name="note", label=say("备注", "Note"), theirs="", theirs_value="", yours=say("护栏破损", "Fence broken"), yours_value="c"),
            ),
            kept=(("fenced", "true"),),
        ),
    )


def imports(say: Say) -> dict[str, Import]:
    batch = ImportBatch(file=say("秋季学期学生名单.xlsx", "autumn-term.xlsx"), at=YESTERDAY, who=say("周敏", "Zhou Min"), made=361, changed=18, undo="/import/batches/9/undo", until=date(2026, 11, 30))
    old = ImportBatch(file=say("残疾人证名单.csv", "disability-cards.csv"), at=datetime(2026, 10, 2, 3, 0, tzinfo=UTC), who=say("周敏", "Zhou Min"), made=40, changed=0, undone=True)
    targets = (Option(value="", label=say("不导入", "Leave out")), Option(value="name", label=say("姓名", "Name"), selected=True), Option(value="resident_id", label=say("身份证号", "Resident ID")))
    file = Import(
        kinds=(Option(value="minor", label=say("未成年人", "Children")), Option(value="dropout.absence", label=say("缺课记录", "Absences"))),
        samples=(Link(label=say("未成年人模板", "Children"), href="/import/templates/minor.xlsx"), Link(label=say("缺课记录模板", "Absences"), href="/import/templates/dropout.absence.xlsx")),
        batches=(batch, old),
        wrong=(Wrong(at="file", label=say("表格文件", "Spreadsheet file"), said=say("打不开", "Cannot be opened"), remedy=say("另存为 .xlsx 再试", "save it as .xlsx and try again")),),
    )
    columns = Import(
        step="columns",
        staging="5",
        file=batch.file,
        sheet=say("七年级", "Grade 7"),
        row_total=412,
        columns=tuple(
            ColumnMatch(name=f"column:{number}", letter=letter, heading=say(zh, en), example=example, options=targets)
            for number, (letter, zh, en, example) in enumerate((("A", "姓名", "Name", "罗**"), ("B", "身份证号码", "ID number", "…4031"), ("C", "家庭住址（以户口本为准）", "Home address (as in the household register)", "●●●")))
        ),
    )
    return {"import-file": file, "import-columns": columns, "import-check": check(say), "import-done": Import(step="done", staging="5", batch=batch, rest=33)}


def check(say: Say) -> Import:
    treat = (Option(value="update", label=say("更新住址，其余保留", "Update the address")), Option(value="new", label=say("按新人建档", "A new child")), Option(value="skip", label=say("跳过", "Skip")))

    def row(number: int, state: str, name: str, *cells: SheetCell, options: tuple[Option, ...] = ()) -> SheetRow:
        return SheetRow(number=number, state=state, options=options, cells=(SheetCell(text=name), *cells, SheetCell(text=say("罗先生", "Mr Luo"))))

    text = SheetCell
    skip = (Option(value="", label=say("改好导入", "Import once fixed")), Option(value="skip", label=say("先跳过", "Skip for now")))
    area = text(text=say("柳荫社区", "Liuyin"))
    bad_id = text(text="000000201302114031", name="cell:37:resident_id", said=say("最后一位应为 X", "The last character should be X"), remedy=say("请核对", "please check"), suggestion="000000201302114 03X".replace(" ", ""))
    bad_day = text(text="2013-09-31", name="cell:58:birth_date", said=say("9 月没有 31 日", "September has no 31st"), remedy=say("身份证为 2013-09-30", "the ID says 2013-09-30"), suggestion="2013-09-30")
    bad_area = text(text="", name="cell:64:area", said=say("没有这个社区", "No such community"), remedy=say("从名单里选", "choose one"), options=(Option(value="x", label=say("柳荫小区", "Liuyin Court"), selected=True), Option(value="1", label=say("柳荫社区", "Liuyin"))))
    other = text(text=say("河东社区", "Hedong"), sub=say("系统中：枫林社区", "On file: Fenglin"))
    return Import(
        step="check",
        staging="5",
        key="0193-key",
        file=say("秋季学期学生名单.xlsx", "autumn-term.xlsx"),
        sheet=say("七年级", "Grade 7"),
        row_total=412,
        good=379,
        bad=9,
        duplicate=18,
        same=6,
        alike=(
            AlikeFix(name="area", said=say("社区名“柳荫小区”不在名单里，出现 3 次。是不是“柳荫社区”？", "“Liuyin Court” is no community, 3 times. Is it Liuyin?"), button=say("3 处都改为“柳荫社区”", "Make all 3 Liuyin")),
            AlikeFix(name="day", said=say("出生日期写成“2013.5.6”，出现 2 次，可识别为 2013-05-06", "Born “2013.5.6”, twice, read as 2013-05-06"), button=say("2 处都转换", "Convert both")),
        ),
        headings=(say("姓名", "Name"), say("身份证号", "Resident ID"), say("出生日期", "Born"), say("社区", "Community"), say("监护人", "Guardian")),
        rows=(
            row(37, "bad", say("罗一鸣", "Luo Yiming"), bad_id, text(text="2013-02-11"), text(text=say("桂园社区", "Guiyuan")), options=skip),
            row(58, "bad", say("段雨桐", "Duan Yutong"), text(text="…0046"), bad_day, text(text=say("北苑社区", "Beiyuan")), options=skip),
            row(64, "bad", say("韩子墨", "Han Zimo"), text(text="…2217"), text(text="2012-11-20"), bad_area, options=skip),
            row(71, "duplicate", say("孟家乐", "Meng Jiale"), text(text="…3315"), text(text="2013-01-08"), other, options=treat),
            row(80, "fixed", say("吴若溪", "Wu Ruoxi"), text(text="…0062"), text(text="2013-05-06"), area),
        ),
    )


def emergency(say: Say) -> Emergency:
    return Emergency(
        office=say("云溪街道", "Yunxi Street"),
        duty=PhoneLine(label=say("街道值班", "Duty phone"), number="000-0000 0000", note=say("24 小时有人接", "Answered day and night")),
        lines=(PhoneLine(label=say("未成年人保护热线", "Child protection line"), number="12345", note=say("转未保专席", "ask for child protection")), PhoneLine(label=say("青少年服务台", "Youth line"), number="12355")),
    )


def paper(say: Say) -> PaperForm:
    situations = (say("被遗弃或无人照料", "Abandoned, or without care"), say("被组织乞讨", "Made to beg"))
    return PaperForm(
        title=say("强制报告", "Harm report"),
        office=say("云溪街道", "Yunxi Street"),
        duty=PhoneLine(label=say("街道值班", "Duty phone"), number="000-0000 0000"),
        parts=(PaperPart(label=say("情况", "What it is about"), lines=(PaperLine(label=say("情形", "Situation"), choices=situations), PaperLine(label=say("发现地点", "Place")))),),
        apart=PaperPart(label=say("报告人", "Who reports"), lines=(PaperLine(label=say("姓名", "Name")),)),
    )


def examples(lang: str) -> list[Example]:
    """Every page, every state worth looking at, in one language."""

    def say(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    saved = Notice(text=say("已把 3 户分派给梁秋实", "3 households assigned to Liang Qiushi"), undo="/undo/1")
    plain = shell(say, "/")
    listed = shell(say, "/roster")
    importing = shell(say, "/import")
    outside = shell(say, "", signed_in=False)
    made: list[tuple[str, Shell, Page]] = [
        ("sign-in", outside, sign_in(say)),
        ("sign-in-plain", outside, SignIn()),
        ("emergency", outside, emergency(say)),
        ("paper", outside, paper(say)),
        ("today", plain, today(say)),
        ("today-empty", plain, Today(next_day=date(2026, 11, 26))),
        ("roster", listed, roster(say)),
        ("roster-no-result", listed, nobody(say)),
        ("child", listed, child(say)),
        ("child-revealed", attrs.evolve(listed, notice=saved), child(say, shown=True)),
        ("child-bare", listed, Child(id="1", name=say("张**", "Zhang **"), facts=child(say).facts)),
        ("list", plain, sightings(say)),
        ("list-empty", plain, attrs.evolve(sightings(say), rows=(), total=0, matched=0)),
        ("record", plain, record(say)),
        ("form", plain, form(say)),
        ("results", plain, results(say)),
        ("report", plain, report(say)),
        ("report-sent", plain, report(say, sent=True)),
        ("shelves", plain, shelves(say)),
        ("conflict", plain, conflict(say)),
        *[(f"error-{status}", plain, Failure(status=status, number="7F3A" if status == 500 else "")) for status in (403, 404, 422, 500)],
        *[(name, importing, page) for name, page in imports(say).items()],
    ]
    return [Example(name=name, shell=around, page=page) for name, around, page in made]

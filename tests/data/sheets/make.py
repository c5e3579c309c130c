"""Writes the three sheets beside it, as offices keep them: `python tests/data/sheets/make.py`.

Everybody in them is invented. Area code 990000 is assigned to no place, so no number here belongs to anybody.
"""

from datetime import date
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Font

from minorcare.kinds.resident_id import checksum

HERE = Path(__file__).parent


def number(birth: str, sequence: int) -> str:
    """A resident ID with the right check character; an odd sequence is male."""
    first17 = f"990000{birth}{sequence:03}"
    return first17 + checksum(first17)


def street_xlsx() -> None:
    """The street's roster: title, two-row merged heading, a household's cells merged beside its children, dates as text."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "花名册"
    heading = [
        ("序号",),
        ("户编号",),
        ("社区",),
        *(("孩子基本情况", each) for each in ("姓名", "性别", "出生日期", "公民身份号码", "就读学校", "年级")),
        *(("父亲", each) for each in ("姓名", "身份证号", "联系电话", "工作单位")),
        *(("母亲", each) for each in ("姓名", "身份证号", "联系电话")),
        ("家庭住址",),
        ("备注",),
    ]
    page["A1"] = "金马街道未成年人及家庭情况登记表（2026年秋季学期）"
    page["A1"].font = Font(bold=True, size=16)
    page["A1"].alignment = Alignment(horizontal="center")
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heading))
    for column, parts in enumerate(heading, 1):
        if len(parts) == 1:
            page.cell(2, column, parts[0])
            page.merge_cells(start_row=2, start_column=column, end_row=3, end_column=column)
        else:
            page.cell(3, column, parts[1])
    for first, last, group in ((4, 9, "孩子基本情况"), (10, 13, "父亲"), (14, 16, "母亲")):
        page.cell(2, first, group)
        page.merge_cells(start_row=2, start_column=first, end_row=2, end_column=last)

    ding = ("丁大川", number("19860112", 11), "13900000001", "物流公司", "沈月", number("19880305", 22), "13900000002")
    qiao = ("乔远", number("19840707", 13), "13900000003", None, "贺兰英", number("19851111", 24), "13900000004")
    rows = [
        # siblings: the cells of the household and the parents are merged over both rows
        (
            1,
            "JM-01-0001",
            "柳荫社区",
            "丁小满",
            "男",
            "2012.3.4",
            number("20120304", 111),
            "金马小学",
            "六年级",
            *ding,
            "柳荫路1号",
            None,
        ),
        (
            2,
            None,
            "柳荫社区",
            "丁小雪",
            "女",
            "2015年12月7日",
            number("20151207", 222),
            "金马小学",
            "3年级",
            *[None] * 7,
            None,
            None,
        ),
        (
            3,
            "JM-01-0002",
            "北苑社区",
            "乔一",
            "男",
            date(2013, 9, 1),
            number("20130901", 113),
            "金马一中",
            "初一",
            *qiao,
            "北苑小区2栋",
            "－",
        ),
        # the ID was typed as a number: Excel kept fifteen digits
        (
            4,
            "JM-01-0003",
            "北苑社区",
            "石可",
            "女",
            "20140815",
            990000201408152240,
            "金马小学",
            None,
            *[None] * 7,
            "北苑小区9栋",
            None,
        ),
        (
            5,
            "JM-01-0004",
            "柳荫小区",
            "白露",
            "女",
            "2013-02-30",
            None,
            None,
            None,
            "白杨",
            None,
            13900000005,
            *[None] * 4,
            "柳荫路8号",
            None,
        ),
        # row 3 once more
        (
            6,
            "JM-01-0002",
            "北苑社区",
            "乔一",
            "男",
            "2013/9/1",
            number("20130901", 113),
            "金马一中",
            "初一",
            *qiao,
            "北苑小区2栋",
            None,
        ),
        (7, "JM-01-0005", "桂园社区", "买买提·艾力", "男", "12.5.6", None, None, None, *[None] * 7, "桂园3号", "无"),
    ]
    for line, cells in enumerate(rows, 4):
        for column, cell in enumerate(cells, 1):
            page.cell(line, column, cell)
    for column in (2, *range(10, 18)):
        page.merge_cells(start_row=4, start_column=column, end_row=5, end_column=column)
    page.cell(12, 1, "填表人：周某    审核人：吴某    2026年9月1日")
    book.create_sheet("Sheet2").sheet_state = "hidden"
    book.save(HERE / "street.xlsx")


def community_xls() -> None:
    """A community's list: one heading row in words of its own, old file format, numbers where text should be."""
    book = xlwt.Workbook()
    page = book.add_sheet("北苑社区")
    heading = "编号 儿童姓名 证件号码 出生年月 性别(男/女) 监护人 与儿童关系 监护人电话 监护人身份证号 现住址 户号 所属社区 就学状况"
    page.write_merge(0, 0, 0, 12, "北苑社区留守儿童名单")
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    rows = [
        (1, "顾盼", number("20160229", 246), (date(2016, 2, 29), day), "女", "顾长河", "祖父", 13900000006, number("19560404", 15),
         "北苑小区3栋", "JM-02-0001", "北苑社区", "小学"),
        # a day number that lost its format
        (2, "纪元", number("20110610", 117), 40704, "男", "纪云", "母亲", "0871-66000001", None, "北苑小区4栋", "JM-02-0002", "北苑社区", "初级中学"),
        (3, "江流", "暂无", "2019.13.1", 1, "江大姑", "大姑", 13900000007, None, "北苑小区5栋", "JM-02-0003", "北苑", "幼儿园"),
    ]  # fmt: skip
    for column, words in enumerate(heading.split(" ")):
        page.write(1, column, words)
    for line, cells in enumerate(rows, 2):
        for column, cell in enumerate(cells):
            page.write(line, column, *(cell if isinstance(cell, tuple) else (cell,)))
    page.write_merge(6, 6, 0, 12, "合计：3人")
    book.save(str(HERE / "community.xls"))


def school_csv() -> None:
    """A school's list in GBK: every cell text, apostrophes from another system, a comma too many."""
    girl, boy, small = number("20140506", 248), number("20130707", 119), number("20120101", 131).lower()
    lines = [
        "学生姓名,性别,出生年月日,身份证号,学校名称,班级,家长姓名,家长电话,居住社区,户编号",
        f"罗一鸣,女,2014-05-06,'{girl},金马小学,五（1）班,罗松,13900000008,柳荫社区,JM-03-0001",
        f"孟家乐,男,2013/07/07,{boy[0]}.{boy[1:12]}E+17,金马小学,五（1）班,孟川,13900000009,柳荫社区,JM-03-0002",
        f'段雨,男,"２０１２年１月１日",{small},金马小学,"六（2）班",段晴,13900000010,桂园社区,JM-03-0003',
        "韩墨,男,2012-11-20,,金马小学,五（1）班,韩江,13900000011,柳荫社区,JM-03-0004,多出一格",
    ]
    (HERE / "school.csv").write_bytes("\r\n".join([*lines, ""]).encode("gbk"))


if __name__ == "__main__":
    street_xlsx()
    community_xls()
    school_csv()

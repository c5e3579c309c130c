"""What people are told when a spreadsheet cannot be read: what is wrong with the file, and how to make a good one."""

from __future__ import annotations

from typing import Final

from minorcare.label import Label

_SAVE_AS = Label(
    "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试", en="open it in Excel or WPS, save it as .xlsx and try again"
)
_SPLIT = Label(
    "请只保留需要的行和列，或分成几个文件分别导入",
    en="keep only the rows and columns needed, or import it in several files",
)
_TEXT = Label(
    "请用 Excel 或 WPS 打开，另存为 .xlsx；或另存为“CSV UTF-8”",
    en="open it in Excel or WPS and save it as .xlsx, or as “CSV UTF-8”",
)

FAULTS: Final[dict[str, tuple[Label, Label]]] = {
    "extension": (
        Label("不认识这种文件", en="this kind of file is not known"),
        Label("请选 .xlsx、.xls、.ods 或 .csv 文件", en="choose an .xlsx, .xls, .ods or .csv file"),
    ),
    "file": (
        Label("文件超过 {most} MB", en="the file is larger than {most} MB"),
        _SPLIT,
    ),
    "empty": (
        Label("文件里没有内容", en="the file is empty"),
        Label(
            "请检查是不是选错了文件，填好后先保存再导入",
            en="check that it is the right file, and save it before importing",
        ),
    ),
    "broken": (
        Label("文件已损坏，或没有传完整", en="the file is damaged or incomplete"),
        Label(
            "请重新下载或复制一份；能打开的话，另存为 .xlsx 后再试",
            en="download or copy it again; if it opens, save it as .xlsx and try again",
        ),
    ),
    "crash": (
        Label(
            "这个文件读不出来：已损坏，或展开后太大",
            en="the file cannot be read: it is damaged, or too large once unpacked",
        ),
        Label("请把需要的行复制到一个新建的 .xlsx 里再试", en="copy the rows needed into a new .xlsx and try again"),
    ),
    "password": (
        Label("文件有打开密码", en="the file is protected by a password"),
        Label(
            "请在 Excel 或 WPS 里去掉密码，保存后再试", en="remove the password in Excel or WPS, save it and try again"
        ),
    ),
    "html": (
        Label("这其实是一个网页，只是名字像表格", en="this is a web page under the name of a spreadsheet"),
        _SAVE_AS,
    ),
    "word": (
        Label("这是 Word 文档，不是表格", en="this is a Word document, not a spreadsheet"),
        Label(
            "请把其中的表格复制到 Excel 或 WPS 表格，保存为 .xlsx",
            en="copy its table into Excel or WPS and save it as .xlsx",
        ),
    ),
    "foreign": (
        Label("这不是表格文件", en="this is not a spreadsheet"),
        Label("请选用 Excel 或 WPS 保存的 .xlsx 文件", en="choose an .xlsx file saved by Excel or WPS"),
    ),
    "text_as_workbook": (
        Label("这其实是文本文件，只是名字像表格", en="this is a text file under the name of a spreadsheet"),
        _SAVE_AS,
    ),
    "workbook_as_text": (
        Label("这其实是 Excel 文件，只是名字以 .csv 结尾", en="this is an Excel file whose name ends in .csv"),
        Label("请把文件名的结尾改成 .xlsx 后再试", en="change the end of its name to .xlsx and try again"),
    ),
    "unpacked": (
        Label(
            "文件展开后太大（超过 {unpacked} MB）", en="the file is too large once unpacked (more than {unpacked} MB)"
        ),
        Label("请把需要的行复制到一个新建的 .xlsx 里再试", en="copy the rows needed into a new .xlsx and try again"),
    ),
    "memory": (
        Label("读这个文件要用的内存太多", en="reading this file takes too much memory"),
        _SPLIT,
    ),
    "time": (
        Label("读这个文件用的时间太长", en="reading this file takes too long"),
        _SPLIT,
    ),
    "sheets": (
        Label("工作表超过 {most} 个", en="there are more than {most} sheets"),
        Label("请只保留要导入的工作表", en="keep only the sheets to be imported"),
    ),
    "rows": (
        Label("有的工作表超过 {most} 行", en="a sheet has more than {most} rows"),
        Label(
            "请删去下面的空行，或分成几个文件分别导入",
            en="delete the empty rows at its end, or import it in several files",
        ),
    ),
    "columns": (
        Label("有的行超过 {most} 列", en="a row has more than {most} columns"),
        Label(
            "请删去右边的空列，只保留需要的列", en="delete the empty columns on the right and keep only those needed"
        ),
    ),
    "cells": (
        Label("单元格超过 {most} 个", en="there are more than {most} cells"),
        _SPLIT,
    ),
    "long_text": (
        Label("第 {row} 行有一格文字太长", en="a cell in row {row} holds too long a text"),
        Label("请缩短这一格的文字", en="shorten the text of that cell"),
    ),
    "encoding": (
        Label("认不出文件的文字编码", en="the file's text encoding is not known"),
        _TEXT,
    ),
    "mixed_encoding": (
        Label("第 {row} 行的文字编码和前面不一样", en="row {row} is in another text encoding than the rows before it"),
        _TEXT,
    ),
    "quote": (
        Label("第 {row} 行的引号没有成对", en="a quotation mark in row {row} is not closed"),
        Label(
            "请检查这一行的引号；或用 Excel、WPS 另存为 .xlsx",
            en="check the quotation marks of that row, or save the file as .xlsx",
        ),
    ),
}
"""Fault code to what is said and what helps."""

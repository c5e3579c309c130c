"""The ``minorcare`` command: a thin caller of registry, desk and work."""

from __future__ import annotations

import click

from minorcare.cli.shape import Program, lang_of, option
from minorcare.label import Label

_COMMANDS = {
    "demo": ("demo", Label("建立虚构的演示街道并打开网页", en="Make an invented street and open its pages")),
    "init": ("offices", Label("为一个街道建立登记库", en="Make the registry of a street")),
    "migrate": ("offices", Label("更新数据库结构", en="Bring the database up to date")),
    "serve": ("offices", Label("启动网页和接口", en="Serve the pages and the API")),
    "import": ("sheets", Label("导入 Excel 或 CSV 表", en="Import a spreadsheet")),
    "load": ("records", Label("写入 JSON 记录，每行一条", en="Write records from JSON, one a line")),
    "undo-import": ("sheets", Label("撤销一次导入", en="Undo an import")),
    "screen": ("records", Label("按规则筛查全街道", en="Run the rules over the office")),
    "tally": ("figures", Label("统计", en="Count records")),
    "report": ("figures", Label("报表", en="Reports")),
    "benefit": ("benefits", Label("保障待遇：申请、时限、材料", en="Benefits: applications, clocks, papers")),
    "ledger": ("ledgers", Label("台账：固定、审核、上报、重印", en="Ledgers: freeze, review, send, reprint")),
    "find": ("records", Label("按姓名查找孩子", en="Find children by name")),
    "record": ("record", Label("任意一种记录：查看、新建、修改", en="Any kind of record: look, create, change")),
    "worklist": ("worklist", Label("工作清单：到期事项，逾期在前", en="What is due, overdue first")),
    "calendar": ("calendar", Label("日历订阅：只有件数和链接", en="Calendar subscriptions: counts and a link")),
    "told-back": ("told", Label("我报送的线索办了没有", en="What has become of the leads you sent")),
    "age-gates": (
        "told",
        Label("快到法定年龄节点的孩子", en="Children who reach an age at which the law treats them otherwise"),
    ),
    "endings": ("told", Label("一个标签在什么情况下会结束", en="What would end a tag")),
    "transfer": ("transfer", Label("迁移交接：迁出、迁入", en="Children who move to or from another office")),
    "duplicates": (
        "merge",
        Label("可能登记了两次的孩子，待核对", en="Children who may be on file twice, to be compared"),
    ),
    "merge": ("merge", Label("把两条登记合并为一个孩子", en="Make one child of two records")),
    "undo-merge": ("merge", Label("撤销一次合并", en="Take a merger back")),
    "explain": ("plugins", Label("说明一种记录从哪里来、用在哪里", en="Say what becomes of a kind")),
    "plugins": ("plugins", Label("列出已安装和已启用的插件", en="List the plugins installed and enabled")),
    "user": ("users", Label("人员账号、密码和令牌", en="Officers, passwords and tokens")),
    "journal": ("journal", Label("核验和存证留痕", en="Verify and anchor the journal")),
    "tick": ("offices", Label("处理到期事项，可定时运行", en="Do what time does; for a scheduler")),
    "backup": ("copies", Label("备份数据库", en="Copy the database")),
    "restore": ("copies", Label("从备份恢复数据库", en="Put a copy back")),
}


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value:
        from importlib.metadata import version

        click.echo(f"minorcare {version('minorcare')}")
        ctx.exit()


@click.group(
    "minorcare",
    cls=Program,
    lazy=_COMMANDS,
    said=Label("街道未成年人保护登记", en="A street's registry of the children in its care"),
    context_settings={"help_option_names": ["--help", "-h"]},
)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    said=Label("显示版本", en="Show the version"),
)
@option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    expose_value=False,
    said=Label("语言；不写则按系统设置", en="Language; that of the system if left out"),
)
def main() -> None:
    """Run one command."""


__all__ = ["lang_of", "main"]

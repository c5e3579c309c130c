"""What the pages are made of: their texts, how they write dates, and that nothing in them needs what the policy forbids."""

import hashlib
import importlib.util
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest

from minorcare_server import contexts
from minorcare_server.filters import filters
from minorcare_server.templating import STATIC, environment, render
from minorcare_server.texts import TEXTS, Texts

TEMPLATES = Path(STATIC).parent / "templates"
SOURCES = {path.name: path.read_text("utf-8") for path in TEMPLATES.glob("*.html")}
TODAY = date(2026, 11, 24)

_spec = importlib.util.spec_from_file_location("example_contexts", Path(__file__).with_name("example_contexts.py"))
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
RENDERED = {
    f"{each.name} {lang}": render(environment(lang, "/minors"), each.shell, each.page)
    for lang in ("zh", "en")
    for each in _module.examples(lang)
}


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.all.append((tag, {name: value or "" for name, value in attributes}))


def asked_for() -> set[str]:
    """Names of texts in the templates; ``t("do_" ~ n)`` asks for all that begin so."""
    source = "\n".join(SOURCES.values())
    names = set(re.findall(r'\bt\("(\w+)"(?! ~)', source))
    stems = set(re.findall(r'\bt\("(\w+)" ~', source))
    words = set(re.findall(r'"(\w+)"', source))
    return names | {each for each in TEXTS if each in words or any(each.startswith(stem) for stem in stems)}


def test_every_text_is_there_and_is_used():
    """Templates ask for no text that is missing, and none is kept that no template asks for."""
    singular = {each for each in TEXTS if each.endswith("_1") and each.removesuffix("_1") in TEXTS}

    assert asked_for() - singular == set(TEXTS) - singular


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_complete_in_both_languages(name):
    """Each text has Chinese and English, and both fill the same holes."""
    zh, en = TEXTS[name].zh, TEXTS[name].en

    assert zh
    assert en is not None
    assert set(re.findall(r"{(\w+)}", zh)) >= set(re.findall(r"{(\w+)}", en))
    assert name == "other_language" or not re.search(r"[\u4e00-\u9fff]", en)
    assert not re.search(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", zh), (
        "a space goes between Chinese and digits"
    )
    assert not re.search(r"[\u4e00-\u9fff][,;:?!]", zh), "punctuation in Chinese is full width"


def test_english_singular():
    """One is written as one: ``1 row``, not ``1 rows``."""
    assert "1 row" == Texts("en")("rows", n=1)
    assert "2 rows" == Texts("en")("rows", n=2)
    assert "1 行" == Texts("zh")("rows", n=1)


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("day", date(2026, 11, 12), "11-12", "12 Nov"),
        ("day", date(2024, 3, 18), "2024-03-18", "18 Mar 2024"),
        ("day", datetime(2026, 11, 23, 17, tzinfo=UTC), "11-24", "24 Nov"),
        ("moment", datetime(2026, 11, 24, 1, 12, tzinfo=UTC), "09:12", "09:12"),
        ("moment", datetime(2026, 11, 12, 1, 12, tzinfo=UTC), "11-12 09:12", "12 Nov 09:12"),
        ("moment", date(2026, 11, 12), "11-12", "12 Nov"),
        ("due", date(2026, 11, 21), "逾期 3 天", "3 days late"),
        ("due", date(2026, 11, 23), "逾期 1 天", "1 day late"),
        ("due", TODAY, "今天", "Today"),
        ("due", date(2026, 11, 25), "11-25 周三", "Wed 25 Nov"),
        ("due", date(2028, 1, 3), "2028-01-03", "3 Jan 2028"),
    ],
)
def test_days_are_written_as_people_say_them(name, value, zh, en):
    """Short in tables, the year only when it is another one, lateness in days, instants by the street's clock."""
    assert (zh, en) == tuple(filters(lang)[name](value, TODAY) for lang in ("zh", "en"))


def test_small_things_are_written_as_people_write_them():
    """Weekdays in sentences, a dot without spaces between Chinese facts, thousands apart, initials."""
    zh, en = filters("zh"), filters("en")

    assert ("11月24日 星期二", "Tue 24 Nov") == (zh["long_day"](TODAY), en["long_day"](TODAY))
    assert ("女·11 岁", "Girl · 11") == (zh["dots"](("女", "", "11 岁")), en["dots"](("Girl", "", "11")))
    assert ("3,147", "陈", "Z") == (zh["count"](3147), zh["initial"]("陈小禾"), en["initial"]("zhou"))


@pytest.mark.parametrize("name", RENDERED)
def test_page_needs_nothing_the_policy_forbids(name):
    """No style, no script and no handler stands in a page; whatever it loads comes from its own root."""
    for tag, attributes in Tags(RENDERED[name]).all:
        assert tag != "style"
        assert tag != "script" or attributes["src"].startswith("/minors/static/")
        assert not [each for each in attributes if each == "style" or each.startswith(("on", "hx-on"))]
        if tag == "link":
            assert attributes["href"].startswith("/minors/static/")


@pytest.mark.parametrize("name", RENDERED)
def test_ids_are_unique_and_point_somewhere(name):
    """An id stands once; labels and descriptions name one that is there."""
    tags = Tags(RENDERED[name]).all
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    named = [
        attributes[key]
        for _, attributes in tags
        for key in ("for", "aria-labelledby", "aria-describedby")
        if key in attributes
    ]

    assert sorted(set(ids)) == sorted(ids)
    assert set() == {each for value in named for each in value.split()} - set(ids)


def test_data_is_escaped():
    """A name that looks like markup is shown as it was typed."""
    shell, page = next((each.shell, each.page) for each in _module.examples("zh") if each.name == "child")
    page = attrs.evolve(page, name="<script>x</script>")

    assert "<script>x" not in render(environment("zh"), shell, page)


def test_every_page_has_an_example():
    """No template is left out of the tests of the look."""
    used = {type(each.page).template for each in _module.examples("zh")}
    declared = {each.template for each in vars(contexts).values() if hasattr(each, "template")}

    assert declared == used
    assert used | {"base.html", "_parts.html"} == set(SOURCES)


def test_icons_exist():
    """Every icon a page shows is in the sprite."""
    sprite = set(re.findall(r'id="(\w+)"', (STATIC / "icons.svg").read_text("utf-8")))
    shown = {each for page in RENDERED.values() for each in re.findall(r"icons\.svg\?v=\w+#(\w+)", page)}

    assert set() == shown - sprite


def test_vendored_files_are_what_was_vendored():
    """Files of other people are byte for byte those whose sums were written down."""
    for sums in STATIC.glob("vendor/*/SHA256SUMS"):
        listed = dict(reversed(line.split("  ")) for line in sums.read_text("utf-8").splitlines())
        beside = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sums.parent.iterdir() if path != sums
        }

        assert listed == beside

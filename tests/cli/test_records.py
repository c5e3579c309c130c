"""Finding, loading, screening, importing: through the same door as everything else."""

import json

import pytest

from .conftest import EAST, WEST

SHEET = "姓名,性别,出生日期,所属区域\n周晴,女,2015-05-06,西岸社区\n吴川,男,2013-02-03,东岸社区\n"


def names(found):
    return sorted(item["name"] for item in found["items"])


def lines(path, *records):
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return str(path)


def child(**values):
    return {"kind": "minor", "name": "周晴", "sex": "2", "birth_date": "2015-05-06", "area": EAST, **values}


@pytest.mark.parametrize("asked", ["曾", "zeng", "ceng", "zxh"])
def test_children_are_found_by_name_pinyin_and_initials(office, asked):
    """Whoever only heard the name finds the child, by either reading."""
    assert "曾小禾" in names(office.json("find", asked, "--purpose", "visit", by="supervisor"))


def test_a_liaison_finds_her_own_community_only(office):
    """The same question has the answers of one's own area, and the journal keeps who asked."""
    assert ["曾大山", "曾小禾"] == names(office.json("find", "zeng", "--purpose", "visit", by="supervisor"))
    assert ["曾小禾"] == names(office.json("find", "zeng", "--purpose", "visit", by="liaison"))
    assert ("liaison", "cli", "visit") == office.entries("list")[-1][:3]


@pytest.mark.parametrize("who", ["worker", "leader"])
def test_who_has_no_children_to_see_finds_none(office, who):
    """Grid workers have tasks and leaders have figures: neither has names."""
    result = office.run("find", "zeng", "--purpose", "visit", by=who)

    assert (1, "") == (result.exit_code, result.stdout)
    assert "your role does not show" in result.stderr


def test_a_found_child_shows_no_secret(office):
    """Numbers come as their last four characters, and are named as masked."""
    (item,) = office.json("find", "曾小禾", "--purpose", "visit", by="supervisor")["items"]

    assert ("…1234", "2016-03-04") == (item["phone"], item["birth_date"])
    assert {"phone", "resident_id"} == set(item["masked"])


def test_a_table_names_values_in_the_language(office):
    """A person reads words, not codes."""
    result = office.run("find", "曾小禾", "--purpose", "visit", "--lang", "zh", by="supervisor")

    assert "女" in result.stdout
    assert "出生日期" in result.stdout


def test_nobody_found_is_said(office):
    """No answer is an answer."""
    result = office.run("find", "qqq", "--purpose", "visit", by="supervisor")

    assert (0, "nobody found\n") == (result.exit_code, result.stdout)


def test_pages_follow_each_other(office):
    """A page ends with where the next one starts."""
    first = office.json("find", "zeng", "--purpose", "visit", "--limit", "1", by="supervisor")
    second = office.json(
        "find", "zeng", "--purpose", "visit", "--limit", "1", "--after", first["next"], by="supervisor"
    )

    assert ["曾大山", "曾小禾"] == sorted(names(first) + names(second))
    assert second["next"] is None


def test_records_are_loaded_and_their_ids_printed(office, tmp_path):
    """One JSON record a line, written as one batch, the ids in the order of the file."""
    file = lines(
        tmp_path / "new.jsonl",
        child(id="child-1"),
        {"kind": "household", "code": "H-9", "area": EAST},
        child(name="周明"),
    )

    result = office.run("load", file, by="supervisor")

    assert (0, 3, "child-1") == (result.exit_code, len(result.stdout.split()), result.stdout.split()[0])
    assert ["周明", "周晴"] == names(office.json("find", "zhou", "--purpose", "visit", by="supervisor"))


def test_a_loaded_file_names_its_records_in_json(office, tmp_path):
    """A program gets kind, id and version of each."""
    written = office.json("load", lines(tmp_path / "new.jsonl", child(id="child-1")), by="supervisor")

    assert {"records": [{"kind": "minor", "id": "child-1", "version": 1}]} == written


def test_every_problem_of_a_file_has_its_line(office, tmp_path):
    """All lines are read before anything is refused, and each problem says where it stands."""
    file = lines(
        tmp_path / "new.jsonl", child(), child(sex=2), {"kind": "mnor"}, child(nickname="x"), child(birth_date=None)
    )
    (tmp_path / "new.jsonl").write_bytes((tmp_path / "new.jsonl").read_bytes() + b"\n\n{not json")

    result = office.run("load", file, "--format", "json", by="supervisor")
    problems = json.loads(result.stderr)["problems"]

    assert 1 == result.exit_code
    assert ["new.jsonl:2.sex", "new.jsonl:3.kind", "new.jsonl:4.nickname", "new.jsonl:5.birth_date", "new.jsonl:7"] == [
        problem["at"].rstrip(".") for problem in problems
    ]
    assert [] == names(office.json("find", "zhou", "--purpose", "visit", by="supervisor"))


@pytest.mark.parametrize("before", [0, 2])
def test_what_only_writing_finds_has_its_line_too(office, tmp_path, before):
    """A problem of the batch is put at the line that caused it, and nothing is written."""
    good = [child(name=f"周{n}") for n in "甲乙"[:before]]
    file = lines(tmp_path / "new.jsonl", *good, child(area="530111004099"))

    result = office.run("load", file, "--format", "json", by="supervisor")

    assert {f"new.jsonl:{before + 1}.area"} == {problem["at"] for problem in json.loads(result.stderr)["problems"]}
    assert [] == names(office.json("find", "zhou", "--purpose", "visit", by="supervisor"))


def test_a_liaison_loads_into_her_own_community_only(office, tmp_path):
    """What could not be seen afterwards cannot be written."""
    result = office.run("load", lines(tmp_path / "new.jsonl", child(area=WEST)), by="liaison")

    assert 1 == result.exit_code
    assert "area" in result.stderr


def test_screening_counts_what_it_wrote(office):
    """What saving has found already is not found twice."""
    assert {"suggested": 0, "evidence_added": 0, "withdrawn": 0, "basis_gone": 0} == office.json(
        "screen", by="supervisor"
    )
    assert ("supervisor", "cli", "screening") == office.entries("screen")[-1][:3]


def test_who_may_not_write_tags_does_not_screen(office):
    """Screening writes, so it needs the right to."""
    assert 1 == office.run("screen", by="worker").exit_code


def test_a_dry_run_writes_nothing(office, tmp_path):
    """What an import would do is shown, and nothing is done."""
    (tmp_path / "new.csv").write_text(SHEET, encoding="utf-8")

    shown = office.json("import", str(tmp_path / "new.csv"), "--dry-run", by="supervisor")

    assert (None, 2, 0) == (shown["import"], shown["good"], shown["bad"])
    assert [] == names(office.json("find", "zhou", "--purpose", "visit", by="supervisor"))


def test_an_import_is_written_and_undone(office, tmp_path):
    """The id an import prints takes it back as a whole."""
    (tmp_path / "new.csv").write_text(SHEET, encoding="utf-8")

    done = office.json("import", str(tmp_path / "new.csv"), by="supervisor")
    there = names(office.json("find", "zhou", "--purpose", "visit", by="supervisor"))
    undone = office.json("undo-import", done["import"], by="supervisor")

    assert (2, ["周晴"]) == (done["good"], there)
    assert ([], 0) == (undone["kept"], undone["restored"])
    assert undone["voided"] >= 2
    assert [] == names(office.json("find", "zhou", "--purpose", "visit", by="supervisor"))


def test_a_bad_row_stops_an_import_with_its_cell(office, tmp_path):
    """Every bad cell is named; the good rows wait, unless they are asked for."""
    (tmp_path / "new.csv").write_text(SHEET.replace("2015-05-06", "someday"), encoding="utf-8")
    dry = office.run("import", str(tmp_path / "new.csv"), "--dry-run", by="supervisor")
    whole = office.run("import", str(tmp_path / "new.csv"), "--format", "json", by="supervisor")

    assert (1, 1) == (dry.exit_code, whole.exit_code)
    assert ["CSV!C2"] == [problem["at"] for problem in json.loads(whole.stderr)["problems"]]
    assert 1 == office.json("import", str(tmp_path / "new.csv"), "--only-good", by="supervisor")["good"]
    assert ["吴川"] == names(office.json("find", "wu", "--purpose", "visit", by="supervisor"))


def test_an_unknown_import_cannot_be_undone(office):
    """Nothing is undone by guessing."""
    result = office.run("undo-import", "no-such-import", by="supervisor")

    assert 1 == result.exit_code

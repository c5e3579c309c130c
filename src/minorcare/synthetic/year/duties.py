"""How the street is organised: duty sheets down to the grids of the first community, some of them vacant; and an instruction."""

from __future__ import annotations

from collections.abc import Iterator

from minorcare.desk import Save
from minorcare.kinds import BodyLevel, DutyPost, Instruction
from minorcare.synthetic.posts import GUARANTOR, LIAISON, of_community
from minorcare.synthetic.settings import Settings
from minorcare.synthetic.year.answering import SUPERVISOR
from minorcare.synthetic.year.diary import Diary, Stage
from minorcare.synthetic.year.words import words

HEAD, LEADER = "station_head", "leader"


def duties(diary: Diary, settings: Settings) -> tuple[DutyPost, ...]:
    """The duty sheets; gives those of posts that nobody holds."""
    posts = tuple(_posts(diary, settings))
    diary.enter(Stage.ORGANISED, HEAD, *map(Save, posts))
    return tuple(post for post in posts if post.holder is None)


def instruction(diary: Diary) -> None:
    """What the leader asks for in writing."""
    due = diary.due(Instruction, "due", diary.ahead(2, 5), who=SUPERVISOR)
    one = Instruction(
        id=diary.id(Instruction),
        given_by=LEADER,
        addressee=SUPERVISOR,
        text=words()["instruction"]["text"],
        given=diary.ago(1, 4),
        due=due,
    )
    diary.enter(Stage.OVERSEEN, LEADER, Save(one))


def _posts(diary: Diary, settings: Settings) -> Iterator[DutyPost]:
    said = words()["duties"]
    began = diary.day.replace(month=1, day=1)

    def post(level: BodyLevel, area: str, name: str, duties: str, holder: str | None) -> DutyPost:
        return DutyPost(
            id=diary.id(DutyPost),
            level=level,
            posted_to=area,
            post=name,
            duties=said[duties],
            holder=holder,
            began=began,
        )

    yield post(BodyLevel.LEADING_GROUP, settings.code, "组长", "leading_group", LEADER)
    yield post(BodyLevel.STATION, settings.code, "站长", "station", HEAD)
    yield post(BodyLevel.STATION, settings.code, "儿童督导员", "station", SUPERVISOR)
    for community in settings.communities:
        code = community.code
        yield post(BodyLevel.COMMUNITY, code, "社区联络员", "community", of_community(settings, LIAISON, code))
        yield post(BodyLevel.COMMUNITY, code, "包保责任人", "committee", of_community(settings, GUARANTOR, code))
    first = settings.communities[0]
    for grid in range(1, first.grids + 1):
        holder = "grid_leader" if grid == 1 else None
        yield post(BodyLevel.GRID, f"{first.code}/{grid:02}/", "网格长", "grid", holder)

"""Who is in which group, by the words of the law and in plain Python: read anew, without the rules, filters or calendar of minorcare."""

from datetime import date

FATHERS, MOTHERS, BY_MARRIAGE = {"51", "57"}, {"52", "58"}, {"57", "58"}
PARENTS = {"50", "51", "52", "57", "58", "59"}
AT_SCHOOL = {"kindergarten", "primary", "junior", "senior", "vocational", "special", "home_teaching", "specialised", "higher"}  # fmt: skip


def age(birth, day):
    """Completed years; a year is complete on the day after the birthday, and 29 February falls on the 28th in other years."""
    if birth > day:
        return -1
    years = day.year - birth.year
    birthday = (birth.month, birth.day)
    if birthday == (2, 29) and not _leap(day.year):
        birthday = (2, 28)
    return years - ((day.month, day.day) <= birthday) if years else 0


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def months_before(day, count):
    """The corresponding day of an earlier month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def lasts(first, last, day):
    return (first is None or first <= day) and (last is None or day <= last)


def long_since(first, last, day):
    return first is not None and first <= months_before(day, 6) and (last is None or day <= last)


class Family:
    """One child among the records of a street, on a day."""

    def __init__(self, records, child, day):
        self.records, self.child, self.day = records, child, day
        homes = [one for one in records if type(one).__name__ == "Household" and one.id == child.household]
        self.home = homes[0] if homes else None
        self.members = [one for one in self.of("Member") if one.household == child.household]

    def of(self, name):
        return [one for one in self.records if type(one).__name__ == name]

    def facts(self, name):
        return [one for one in self.of(name) if one.minor == self.child.id]

    def told(self, name, member):
        return [one for one in self.of(name) if one.member == member.id]

    def here(self, relations):
        return [m for m in self.members if m.relation in relations and lasts(m.joined, m.left, self.day)]

    def by_law(self, relations):
        stays = [m for m in self.members if m.relation in relations - BY_MARRIAGE]
        return stays + self.here(relations & BY_MARRIAGE)

    # --- of one parent ---

    def away(self, parent):
        told = self.told("Circumstance", parent)
        return any(x.type == "works_away" and long_since(x.began, x.ended, self.day) for x in told)

    def weak(self, parent):
        plain, kept = self.told("Circumstance", parent), self.told("RestrictedCircumstance", parent)
        ill = {"missing", "deceased", "severely_disabled", "seriously_ill"}
        return (
            any(x.type in ill and lasts(x.began, x.ended, self.day) for x in plain)
            or any(x.type == "lost_contact" and long_since(x.began, x.ended, self.day) for x in plain)
            or any(x.type in {"custody_revoked", "deported", "drug_dependence"} and lasts(x.began, x.ended, self.day) for x in kept)
            or any(long_since(x.began, x.ended, self.day) for x in kept)
        )  # fmt: skip

    def lost(self, parent):
        for x in self.told("Circumstance", parent):
            if x.type == "deceased" and (x.began is None or x.began <= self.day):
                return True
            if x.type == "missing" and x.source in {"court", "document"} and lasts(x.began, x.ended, self.day):
                return True
        return False

    def cannot(self, parent):
        for x in self.told("Circumstance", parent):
            now = lasts(x.began, x.ended, self.day)
            mind = x.disability_level in {"3", "4"} and x.disability_type in {"5", "6"}
            if x.type == "severely_disabled" and now and (x.disability_level in {"1", "2"} or mind):
                return True
            if x.type == "seriously_ill" and now:
                return True
            if x.type == "lost_contact" and long_since(x.began, x.ended, self.day):
                return True
        for x in self.told("RestrictedCircumstance", parent):
            now = lasts(x.began, x.ended, self.day)
            term = (x.term_months or 0) >= 6 or (x.began is not None and x.began <= months_before(self.day, 6))
            if x.type in {"in_custody", "compulsory_detox", "liberty_restricted"} and now and term:
                return True
            if x.type in {"custody_revoked", "deported"} and now:
                return True
        return False

    # --- of the child ---

    def left_behind(self):
        fathers, mothers = self.here(FATHERS), self.here(MOTHERS)
        gone = [any(map(self.away, some)) for some in (fathers, mothers)]
        weak = [any(map(self.weak, some)) for some in (fathers, mothers)]
        return all(gone) or (gone[0] and weak[1]) or (gone[1] and weak[0])

    def orphan(self):
        every = self.by_law(PARENTS)
        has = any(m.relation in FATHERS for m in every) and any(m.relation in MOTHERS for m in every)
        return has and all(map(self.lost, every))

    def unsupported(self):
        every = self.by_law(PARENTS)
        has = any(m.relation in FATHERS for m in every) and any(m.relation in MOTHERS for m in every)
        helpless = all(self.lost(m) or self.cannot(m) for m in every)
        living = [m for m in every if m.relation in FATHERS | MOTHERS and not self.lost(m)]
        return has and helpless and any(map(self.cannot, living))

    def migrant(self):
        here = any(long_since(x.began, x.ended, self.day) for x in self.facts("ResidencePeriod"))
        works = lambda m: any(x.type == "works_away" and lasts(x.began, x.ended, self.day) for x in self.told("Circumstance", m))  # noqa: E731  # fmt: skip
        crossed = self.home is not None and self.home.residence in {"same_city", "same_province", "other_province"}
        return here and crossed and any(not works(m) for m in self.here(FATHERS | MOTHERS))

    def idle(self):
        lawful = {"medical_leave", "home_teaching", "deferred", "enrolled_elsewhere"}
        out = any(long_since(x.began, x.ended, self.day) and x.reason not in lawful for x in self.facts("SchoolingGap"))
        works = any(lasts(x.began, x.ended, self.day) for x in self.facts("Employment"))
        return out and (age(self.child.birth_date, self.day) < 16 or not works)

    def recognised(self, type_=None):
        found = [x for x in self.facts("DifficultyRecognition") if lasts(x.recognised, x.ended, self.day)]
        return any(type_ is None or type_ in x.types for x in found)

    def recent(self, name):
        return any(x.happened >= months_before(self.day, 12) for x in self.facts(name))

    def custody(self):
        parents = self.by_law(FATHERS | MOTHERS)
        told = [x for m in parents for x in self.told("RestrictedCircumstance", m)]
        return any(x.type == "in_custody" and lasts(x.began, x.ended, self.day) for x in told)

    def drugs(self):
        told = [x for m in self.here(FATHERS | MOTHERS) for x in self.told("RestrictedCircumstance", m)]
        return any(x.type in {"drug_dependence", "compulsory_detox"} and lasts(x.began, x.ended, self.day) for x in told)  # fmt: skip

    def disabled(self):
        cards = [lasts(x.issued, x.valid_until, self.day) for x in self.facts("DisabilityCard")]
        found = [lasts(x.assessed, x.valid_until, self.day) for x in self.facts("DisabilityAssessment")]
        return any(cards + found)

    def street(self):
        return any(lasts(x.found, x.ended, self.day) for x in self.facts("StreetFinding"))


def carried(records, child, day):
    """The risks that a child carries on a day."""
    family, years = Family(records, child, day), age(child.birth_date, day)
    minor, youth = years < 18, years < 25
    benefit = minor or (youth and child.schooling in AT_SCHOOL)
    holds = {
        "misbehaviour": youth and family.recent("MisbehaviourAct"),
        "serious_misbehaviour": youth and family.recent("SeriousAct"),
        "disability": minor and family.disabled(),
        "difficulty": minor and family.recognised(),
        "drug_affected": minor and family.drugs(),
        "custody_affected": minor and family.custody(),
        "left_behind": years < 16 and family.left_behind(),
        "migrant": years < 16 and family.migrant(),
        "orphan": benefit and (family.orphan() or family.recognised("orphan")),
        "de_facto_unsupported": benefit and (family.unsupported() or family.recognised("de_facto_unsupported")),
        "street_child": youth and family.street(),
        "idle_youth": 6 <= years < 25 and family.idle(),
    }
    return {risk for risk, so in holds.items() if so}


def everybody(records, day):
    """Every pair of a child and a risk it carries on a day."""
    children = [one for one in records if type(one).__name__ == "Minor"]
    return {(child.id, risk) for child in children for risk in carried(records, child, day)}

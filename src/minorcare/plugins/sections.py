"""All that an office sets about the core: ``[settings.minorcare]`` of ``minorcare.toml`` and the tables inside it."""

from __future__ import annotations

import attrs

from minorcare.rules.attention import AttentionSettings
from minorcare.rules.authority_settings import AuthoritySettings
from minorcare.rules.care_settings import AssessmentSettings, PlanSettings
from minorcare.rules.entitlements import BenefitSettings
from minorcare.rules.ledger_settings import LedgerSettings
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.rules.office import OfficeSettings
from minorcare.rules.responsibility import ResponsibilitySettings
from minorcare.rules.settings import RuleSettings
from minorcare.work.ages import AgeSettings
from minorcare.work.cadence import VisitSettings
from minorcare.work.census import CensusSettings
from minorcare.work.coverage import CoverageSettings
from minorcare.work.events import EventSettings
from minorcare.work.feed import FeedSettings
from minorcare.work.harm import HarmSettings
from minorcare.work.hazards import HazardSettings
from minorcare.work.leads import LeadSettings
from minorcare.work.moves import TransferSettings


@attrs.frozen(kw_only=True)
class CoreSettings(RuleSettings):
    """The top level, and one table for each part: ``[settings.minorcare.visits]``. ``desk.settings`` finds each by its class."""

    ages: AgeSettings = AgeSettings()
    assessments: AssessmentSettings = AssessmentSettings()
    attention: AttentionSettings = AttentionSettings()
    benefits: BenefitSettings = BenefitSettings()
    authority: AuthoritySettings = AuthoritySettings()
    census: CensusSettings = CensusSettings()
    coverage: CoverageSettings = CoverageSettings()
    events: EventSettings = EventSettings()
    feeds: FeedSettings = FeedSettings()
    harm: HarmSettings = HarmSettings()
    hazards: HazardSettings = HazardSettings()
    leads: LeadSettings = LeadSettings()
    office: OfficeSettings = OfficeSettings()
    linkage: LinkageSettings = LinkageSettings()
    ledgers: LedgerSettings = LedgerSettings()
    plans: PlanSettings = PlanSettings()
    responsibility: ResponsibilitySettings = ResponsibilitySettings()
    transfers: TransferSettings = TransferSettings()
    visits: VisitSettings = VisitSettings()

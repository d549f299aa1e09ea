"""The wiring of filing: what handlers of it can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.learning import OfficeFiling
from bot.store.office_sets import ACCEPTED, LEFT, RedisOfficeSets
from bot.store.redis_stores import RedisHeld, RedisOnce
from handlers import unfiled
from handlers.held import Held
from handlers.router import Provider, Router, Turn
from handlers.unfiled import WeeklyHeld, weekly_line
from knowledge.classifier import Classifier, Filing
from knowledge.learning import Proposal
from knowledge.people import Office
from knowledge.thai_dates import BANGKOK

if TYPE_CHECKING:
    from bot.services import Services

ROUTERS: tuple[Router, ...] = (unfiled.router,)


class OfficeVocabulary:
    """`handlers.unfiled.Vocabulary` of one turn."""

    def __init__(self, services: Services, turn: Turn, office: Office) -> None:
        self._services, self._office = services, office
        self._sets = RedisOfficeSets(services.reads(turn), turn.cache["changes"], services.keys, office.id)

    def proposals(self) -> list[Proposal]:
        return self._services.teaching.proposals(self._office)

    def settle(self, category_id: str, word: str, *, accepted: bool) -> None:
        self._sets.settle(category_id, word, ACCEPTED if accepted else LEFT)


@dataclass(frozen=True)
class FilesLater:
    """`knowledge.classifier.Files` for who files seldom: what the office taught is looked at when a text is filed."""

    classifier: Callable[[], Classifier]

    def classify(self, text: str) -> Filing:
        return self.classifier().classify(text)


def providers(services: Services) -> Mapping[str, Provider]:
    """Names that handlers may use."""

    def own(turn: Turn) -> OfficeFiling:
        return services.filing_of(turn)

    def vocabulary(turn: Turn) -> OfficeVocabulary:
        return OfficeVocabulary(services, turn, services.own_office(turn))

    return {
        "taxonomy": lambda turn: own(turn).taxonomy,
        "classifier": lambda turn: own(turn).classifier,
        "files": lambda turn: FilesLater(lambda: own(turn).classifier),
        "vocabulary": vocabulary,
    }


def weekly(services: Services, turn: Turn, held: RedisHeld, office: Office) -> Held:
    """What is held for a person, and once a week what waits to be filed."""

    def line(user_id: str) -> str:
        if turn.pressed:
            return ""  # busy with something else, maybe with this
        member = services.people.member_by_user(office.id, user_id)
        week = "{}-{}".format(*turn.now.astimezone(BANGKOK).isocalendar()[:2])
        once = RedisOnce(services.reads(turn), turn.cache["changes"], services.keys, turn.cache["home"])
        said = weekly_line(
            member, week, once, lambda: services.notes_of(office.id), lambda: OfficeVocabulary(services, turn, office)
        )
        asked = turn.mark is not None and turn.mark.word in unfiled.router.commands["file"]
        return "" if asked else said

    return WeeklyHeld(held, line)

"""What an office decided about its own bot; everything has a default that suits most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Rules:
    """The office's decisions."""

    confirm: Literal["line", "mark", "none"] = "line"
    """How a telling is confirmed: a line with the category, a short mark, or not at all."""
    retention_days: int | None = None
    """Notes older than this are deleted; None keeps them."""
    digest_at: str = "30 8 * * 1"
    """When the weekly digest is due, as cron in Asia/Bangkok; empty for none."""
    push_after_hours: int = 24
    """A due digest or reminder waits so long for somebody to speak before it is pushed; 0 is never."""
    talk_budget: int = 2
    """Unasked messages per group and day."""
    quiet_from: str = "18:00"
    quiet_until: str = "08:00"
    """Between these times of day in Bangkok nothing is said unasked."""
    warn_days: tuple[int, ...] = (30, 15, 7)
    """Days before a date at which a reminder warns (โมเดล ปตท., S19)."""
    warn_training: tuple[int, ...] = (7, 3)
    warn_review: tuple[int, ...] = (7,)
    warn_followup: tuple[int, ...] = (7,)
    """The same for reports of trainings (S21), for reviews, and for what a review promised."""
    award: bool = False
    """Whether the digest names who told most (S4, S13)."""
    award_by: Literal["units", "people"] = "people"
    """Whose tellings are counted where there is an award."""
    holidays: tuple[str, ...] = ()
    """Days on which this office does not work besides the public holidays, as 2026-12-30; with a minus, public
    holidays on which it works."""
    share_experts: bool = False
    """Whether offices of the same province that share, too, may name people of this one, and the other way round."""


class RulesStore(Protocol):
    """The rules of offices. Changes become visible to readers when the turn is committed."""

    def rules(self, office_id: str) -> Rules: ...
    def put_rules(self, office_id: str, rules: Rules) -> None: ...

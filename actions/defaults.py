"""The shipped policy of reminders. Administrators change it; these numbers are where it begins."""

from typing import TypedDict


class PaceRow(TypedDict):
    """One row of actions.models.NudgePace."""

    priority: str
    due_soon_days: int
    overdue_after: int
    repeat_every: int
    repeat_at_most: int
    stale_after: int
    escalate_after: int | None
    snooze_at_most: int


DEFAULT_PACES: list[PaceRow] = [
    {
        "priority": "critical",
        "due_soon_days": 5,
        "overdue_after": 1,
        "repeat_every": 3,
        "repeat_at_most": 7,
        "stale_after": 7,
        "escalate_after": 7,
        "snooze_at_most": 3,
    },
    {
        "priority": "high",
        "due_soon_days": 3,
        "overdue_after": 1,
        "repeat_every": 7,
        "repeat_at_most": 7,
        "stale_after": 14,
        "escalate_after": 14,
        "snooze_at_most": 7,
    },
    {
        "priority": "medium",
        "due_soon_days": 3,
        "overdue_after": 1,
        "repeat_every": 7,
        "repeat_at_most": 14,
        "stale_after": 21,
        "escalate_after": 21,
        "snooze_at_most": 14,
    },
    {
        "priority": "low",
        "due_soon_days": 2,
        "overdue_after": 1,
        "repeat_every": 14,
        "repeat_at_most": 28,
        "stale_after": 42,
        "escalate_after": 42,
        "snooze_at_most": 28,
    },
]

DEFAULT_WEEKS: dict[str, int] = {"prevent": 8, "detect": 4, "mitigate": 8, "recover": 8, "learn": 12, "": 8}
"""Weeks from done until we ask whether it held, by kind; "" is what is not sorted."""

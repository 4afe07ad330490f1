"""Every write of the monthly review."""

from reviews.services.closing import (
    MonthRunsError,
    close_last_month,
    close_month,
    is_day_for_digest,
    month_for_digest,
    send_digest,
)
from reviews.services.lessons import AlreadyAnswered, decline_lesson, take_lesson_up, tell_lesson

__all__ = [
    "AlreadyAnswered",
    "MonthRunsError",
    "close_last_month",
    "close_month",
    "decline_lesson",
    "is_day_for_digest",
    "month_for_digest",
    "send_digest",
    "take_lesson_up",
    "tell_lesson",
]

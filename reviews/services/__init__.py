"""Every write of the monthly review."""

from reviews.services.answers import answer_still_true
from reviews.services.circles import save_circle
from reviews.services.closing import (
    MonthRunsError,
    close_last_month,
    close_month,
    is_before_installation,
    is_day_for_digest,
    month_for_digest,
    send_digest,
)
from reviews.services.feeds import change_feed_address, end_feed
from reviews.services.lessons import AlreadyAnswered, decline_lesson, take_lesson_up, tell_lesson
from reviews.services.meetings import (
    MeetingClosed,
    Planned,
    close_meeting,
    give_time,
    open_meeting,
    plan_meeting,
    say_present,
    show_topic,
)
from reviews.services.one_to_read import send_one_to_read
from reviews.services.reading import change_reading_policy, note_reading
from reviews.services.stories import forget_untold_stories, offer_story, take_off_record, withdraw_story

__all__ = [
    "AlreadyAnswered",
    "MeetingClosed",
    "MonthRunsError",
    "Planned",
    "answer_still_true",
    "change_feed_address",
    "change_reading_policy",
    "close_last_month",
    "close_meeting",
    "close_month",
    "decline_lesson",
    "end_feed",
    "forget_untold_stories",
    "give_time",
    "is_before_installation",
    "is_day_for_digest",
    "month_for_digest",
    "note_reading",
    "offer_story",
    "open_meeting",
    "plan_meeting",
    "save_circle",
    "say_present",
    "send_digest",
    "send_one_to_read",
    "show_topic",
    "take_lesson_up",
    "take_off_record",
    "tell_lesson",
    "withdraw_story",
]

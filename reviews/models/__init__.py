"""What a month was when it was closed, the meeting over it, and what is transferable from it."""

from reviews.models.lessons import Lesson, LessonAnswer, LessonQuerySet, ReviewFeed, StillTrue
from reviews.models.meetings import AgendaItem, Meeting, Present, Reading, Story
from reviews.models.months import (
    Circle,
    ClosedMonth,
    MonthFigure,
    MonthSum,
    MonthWaiting,
    ReadingPolicy,
    TeamReading,
)

__all__ = [
    "AgendaItem",
    "Circle",
    "ClosedMonth",
    "Lesson",
    "LessonAnswer",
    "LessonQuerySet",
    "Meeting",
    "MonthFigure",
    "MonthSum",
    "MonthWaiting",
    "Present",
    "Reading",
    "ReadingPolicy",
    "ReviewFeed",
    "StillTrue",
    "Story",
    "TeamReading",
]

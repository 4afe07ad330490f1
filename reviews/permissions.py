"""The doors to circles, meetings and lessons. A month is open to everybody signed in; what it shows goes through the doors below."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from actions.links import hash_secret
from people.models import Membership, Team, User
from reviews.models import Circle, Lesson, LessonAnswer, LessonQuerySet, Meeting, ReviewFeed, Story
from reviews.months import Month


def circles_of_page() -> list[Circle]:
    """The circles one may choose from."""
    return list(Circle.objects.filter(is_active=True))


def circle_for_reader(circles: Sequence[Circle], slug: str) -> Circle | None:
    """Return the chosen circle, None for everybody. Raises Http404 for one there is not."""
    if not slug:
        return None
    for circle in circles:
        if circle.slug == slug:
            return circle
    raise Http404("No such circle.")


def circle_for_administrator(slug: str) -> Circle:
    """Return a circle, in use or not. Only pages behind `administrators_only` may ask."""
    circle = Circle.objects.filter(slug=slug).first()
    if circle is None:
        raise Http404("No such circle.")
    return circle


def lessons_visible_to(user: User) -> LessonQuerySet:
    """Every lesson from an incident this person may see."""
    return Lesson.objects.visible_to(user)


def lesson_for_reader(user: User, pk: int) -> Lesson:
    """Return the lesson with its incident. A hidden and a missing one raise the same Http404."""
    lesson = lessons_visible_to(user).select_related("incident").filter(pk=pk).first()
    if lesson is None:
        raise Http404("No such lesson.")
    return lesson


def teams_answered_for(user: User) -> QuerySet[Team]:
    """The teams this person may answer lessons for: their own, or any as a facilitator."""
    own = Membership.objects.filter(team=OuterRef("pk"), user=user.pk)
    any_team = User.objects.filter(Q(is_facilitator=True) | Q(is_administrator=True), pk=user.pk)
    return Team.objects.filter(Exists(own) | Exists(any_team), is_active=True)


def teams_to_answer_for(user: User, lesson: Lesson) -> list[Team]:
    """Those of them that have not answered this lesson yet."""
    return list(teams_answered_for(user).exclude(pk__in=lesson.answers.values("team")))


def with_what_is_to_answer(user: User, lessons: LessonQuerySet) -> LessonQuerySet:
    """Lessons that say in `is_to_answer` whether a team is left for which this person may answer.

    `has_teams` says whether there is any they may answer for at all.
    """
    answered = LessonAnswer.objects.filter(lesson=OuterRef(OuterRef("pk")), team=OuterRef("pk"))
    teams = teams_answered_for(user)
    return lessons.annotate(is_to_answer=Exists(teams.filter(~Exists(answered))), has_teams=Exists(teams))


def may_chair(user: User, circle: Circle | None) -> bool:
    """Whether somebody may open, lead and close a review: the circle's chair, facilitators, leadership, administrators."""
    chairs = circle is not None and circle.chair_id == user.pk
    return chairs or user.is_facilitator or user.is_leadership or user.is_administrator


def may_offer_story(user: User) -> bool:
    """Whether somebody may open a review with a story of their own: who leads tells first."""
    return user.is_leadership


def own_story(user: User, month: Month, circle: Circle | None) -> Story | None:
    """The story this person has offered; of nobody else's are the words shown before the meeting."""
    return Story.objects.filter(first_day=month.first_day, circle=circle, teller=user).first()


def has_story(month: Month, circle: Circle | None) -> bool:
    """Whether somebody offered one; the chair plans time for it."""
    return Story.objects.filter(first_day=month.first_day, circle=circle).exists()


def held_meeting(month: Month, circle: Circle | None) -> Meeting | None:
    """The review of a month, open or closed; None where none was opened."""
    return Meeting.objects.select_related("circle").filter(first_day=month.first_day, circle=circle).first()


def meeting_for_reader(month: Month, slug: str) -> Meeting:
    """Return the review of a month; reviews are open to everybody signed in. Raises Http404 where there is none."""
    meeting = held_meeting(month, circle_for_reader(circles_of_page(), slug))
    if meeting is None:
        raise Http404("No review of this month has been opened.")
    return meeting


def feed_of(user: User) -> ReviewFeed | None:
    """The feed this person has, if any."""
    return ReviewFeed.objects.filter(person=user).first()


def feed_for_bearer(secret: str) -> ReviewFeed:
    """Return the feed of this secret address. Ended, and of somebody who left: the same Http404."""
    feeds = ReviewFeed.objects.select_related("person").filter(person__is_active=True)
    feed = feeds.filter(secret_hash=hash_secret(secret)).first()
    if feed is None:
        raise Http404
    return feed

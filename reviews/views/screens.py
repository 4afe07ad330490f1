"""What is seen of a meeting while it is held: the page on the wall, and each person's own beside it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from actions.permissions import action_for_editor, action_for_reader
from actions.queries import offered_to, possible_owners
from actions.services import NotPossible, decline_action, offer_hand_over, reschedule_action
from incidents.permissions import incident_for_reader
from people.queries import agreement_in_force, names_to_offer
from people.requests import SignedInRequest
from reviews.forms import VERBS, LessonForm
from reviews.listed import Listing
from reviews.models import Meeting
from reviews.months import Month
from reviews.permissions import may_chair, meeting_for_reader
from reviews.queries import lessons_of, listing_of, month_figures, waiting_actions
from reviews.readings import lessons_told
from reviews.services import MeetingClosed, tell_lesson
from reviews.topics import Topic, agenda, stories_on_record, topic_on_the_wall
from web.responses import redirect_after_post, render_page

WALL, OWN = "wall", "own"
DONE_IN_MEETING = {"reschedule": "has a new date", "decline": "is closed as won't do", "hand-over": "is offered"}
"""What became of an action, by the verb that was used in a meeting."""


@dataclass(frozen=True)
class Screen:
    """Whose page it is: on the wall the chair leads, on their own everybody follows."""

    meeting: Meeting
    may_chair: bool
    opened_it: bool
    asked: str

    @property
    def usual(self) -> str:
        """Whoever opened the meeting is taken for who projects it."""
        return WALL if self.opened_it and self.may_chair else OWN

    @property
    def view(self) -> str:
        """What is seen; only who may lead gets the wall."""
        return self.asked if self.asked in {WALL, OWN} and (self.asked == OWN or self.may_chair) else self.usual

    @property
    def is_wall(self) -> bool:
        """Whether this page is projected."""
        return self.view == WALL

    def address(self, topic: str, *, view: str = "") -> str:
        """The address of a topic, on the same screen unless another is asked for."""
        view = view or self.view
        return self.meeting.address("reviews:meeting", topic=topic, view="" if view == self.usual else view)

    def to(self, name: str, *about: int | str) -> str:
        """The address of a form or a part that comes back to the same screen."""
        return self.meeting.address(f"reviews:{name}", *about, view="" if self.view == self.usual else self.view)

    @property
    def addresses(self) -> dict[str, str]:
        """What its forms and parts ask for."""
        names = {"show": "show_topic", "more_time": "give_time", "now": "meeting_now", "lesson": "tell_in_meeting"}
        return {word: self.to(name) for word, name in (names | {"present": "say_present"}).items()}


def screen_of(request: SignedInRequest, meeting: Meeting) -> Screen:
    """Say which screen somebody looks at."""
    opened_it = meeting.chair_id == request.user.pk
    return Screen(meeting, may_chair(request.user, meeting.circle), opened_it, request.GET.get("view", ""))


@require_safe
def meeting(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    if not found.is_open:
        return redirect_after_post(request, found)
    return _screen(request, found, request.GET.get("topic", found.topic))


@require_safe
def now(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """What the chair shows, for those who follow."""
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    shown = topic_on_the_wall(request.user, found, today=timezone.now().date())
    address = screen_of(request, found).address(shown.key) if shown else ""
    return render_page(request, "reviews/_shown.html", {"shown": shown, "shown_url": address})


@require_safe
def told(request: SignedInRequest, chosen: Month, number: int) -> HttpResponse:
    """The lessons told of one incident so far, for those who read it together."""
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    incident = incident_for_reader(request.user, number)
    lessons = lessons_told(request.user, [incident.pk])[incident.pk]
    told_url = found.address("reviews:told_in_meeting", number)
    return render_page(request, "reviews/_told.html", {"lessons": lessons, "told_url": told_url})


@require_POST
def lesson(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    number = request.POST.get("number", "")
    incident = incident_for_reader(request.user, int(number) if number.isdecimal() else 0)
    form = LessonForm(request.POST)
    topic = f"read-{incident.number}"
    if not form.is_valid():
        return _screen(request, found, topic, status=422, lesson_form=form)
    try:
        tell_lesson(incident, by=request.user, meeting=found, **form.cleaned_data)
    except MeetingClosed:
        kept = tell_lesson(incident, by=request.user, **form.cleaned_data)
        messages.warning(
            request,
            f"The meeting was closed while you wrote. Your lesson stands beside {incident.public_number}, where teams "
            "can take it up; the minutes were written without it.",
        )
        return redirect_after_post(request, f"{incident.get_absolute_url()}#lesson-{kept.pk}")
    return redirect_after_post(request, screen_of(request, found).address(topic))


@require_POST
def settle(request: SignedInRequest, chosen: Month, number: int, verb: str) -> HttpResponse:
    """Settle one action that waited, as decided in the meeting: the chair puts it down, or who may change it anyway."""
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    screen = screen_of(request, found)
    action = (action_for_reader if screen.may_chair else action_for_editor)(request.user, number)
    form = _verb_form(action, verb, request.POST)
    if form.is_valid():
        try:
            if verb == "reschedule":
                reschedule_action(action, by=request.user, **form.cleaned_data)
            elif verb == "decline":
                decline_action(action, by=request.user, **form.cleaned_data)
            else:
                offer_hand_over(action, by=request.user, **form.cleaned_data)
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            if not found.is_open:
                words = "but not in the minutes: the meeting was closed before."
                messages.warning(request, f"{action.public_number} {DONE_IN_MEETING[verb]}, {words}")
                return redirect_after_post(request, action)
            earlier = ", earlier than planned" if verb == "reschedule" and form.is_earlier else ""
            messages.success(
                request, f"{action.public_number} {DONE_IN_MEETING[verb]}{earlier}. The minutes will say so."
            )
            after = request.POST.get("after", "")
            place = f"row-{after}" if after.isdecimal() else "triage"
            return redirect_after_post(request, f"{screen.address('actions')}#{place}")
    return _screen(request, found, "actions", status=422, refused={"number": number, "verb": verb, "form": form})


def _screen(request: SignedInRequest, found: Meeting, key: str, *, status: int = 200, **more: Any) -> HttpResponse:
    listing = listing_of(request.user, found.month, today=timezone.now().date(), circle=found.circle)
    topics = agenda(request.user, found, listing)
    screen = screen_of(request, found)
    place = next((place for place, topic in enumerate(topics) if topic.key == key), 0)
    topic = topics[place]
    shown = next((one for one in topics if one.key == found.topic), None)
    context: dict[str, Any] = {
        "meeting": found,
        "screen": screen,
        "topics": [(one, screen.address(one.key)) for one in topics],
        "topic": topic,
        "body": f"reviews/topics/{topic.template}.html",
        "before": _neighbour(screen, topics, place - 1),
        "after": _neighbour(screen, topics, place + 1),
        "shown": shown,
        "shown_url": screen.address(shown.key) if shown else "",
        "other_screen": screen.address(topic.key, view=OWN if screen.is_wall else WALL),
        "planned": sum(one.minutes or 0 for one in topics),
        "ends": found.ends_by(topic.minutes) if screen.is_wall and topic.key == found.topic else None,
        **_shown_in(request, screen, topic, listing, more),
        **more,
    }
    return render_page(request, "reviews/meeting.html", context, status=status)


def _neighbour(screen: Screen, topics: list[Topic], place: int) -> dict[str, str] | None:
    if not 0 <= place < len(topics):
        return None
    return {"key": topics[place].key, "title": topics[place].title, "url": screen.address(topics[place].key)}


def _shown_in(
    request: SignedInRequest, screen: Screen, topic: Topic, listing: Listing, more: dict[str, Any]
) -> dict[str, Any]:
    """What one topic needs, and no other."""
    found = screen.meeting
    where: dict[str, Any] = {"today": timezone.now().date(), "circle": found.circle}
    context: dict[str, Any] = {"listing": listing}
    match topic.template:
        case "agreement":
            context["agreement"] = agreement_in_force()
        case "reading":
            told_url = found.address("reviews:told_in_meeting", topic.content.number)
            context |= {"lesson_form": LessonForm(), "lessons": topic.content.lessons, "told_url": told_url}
        case "actions":
            waiting = [*waiting_actions(request.user, **where)]
            context |= {"triage": _triage(screen, waiting, more.get("refused")), "names": names_to_offer()}
        case "lessons":
            lessons, older = lessons_of(request.user, found.month, circle=found.circle)
            context |= {"lessons": lessons, "older_lessons": older}
        case "measures":
            context["facts"] = month_figures(request.user, found.month, **where)
        case "close":
            is_present = found.present.filter(person=request.user).exists()
            context |= {"is_present": is_present, "people_present": found.present.count()}
            context |= said_before_closing(request, screen)
    return context


def said_before_closing(request: SignedInRequest, screen: Screen) -> dict[str, Any]:
    """What of a leader's story the minutes will have, and where its teller keeps it out."""
    return {"stories": stories_on_record(request.user, screen.meeting), "off_record_url": screen.to("take_off_record")}


@dataclass(frozen=True)
class Verb:
    """One way to settle an action: the key that opens it, and its form."""

    name: str
    words: str
    key: str
    url: str
    form: forms.Form


VERB_WORDS = (("reschedule", "New date", "n"), ("decline", "Won't do", "w"), ("hand-over", "Hand over", "h"))


def _triage(
    screen: Screen, actions: list[Any], refused: dict[str, Any] | None
) -> list[tuple[Any, str, int | None, list[Verb]]]:
    """Each action with whom it is offered to, the one after it and the forms of the three verbs.

    What was refused keeps what was typed.
    """
    rows, offered = [], offered_to(actions)
    for place, action in enumerate(actions):
        made: list[Verb] = []
        for verb, words, key in VERB_WORDS:
            form = _verb_form(action, verb)
            if refused and (refused["number"], refused["verb"]) == (action.number, verb):
                form = refused["form"]
            made.append(Verb(verb, words, key, screen.to("settle_in_meeting", action.number, verb), form))
        after = actions[place + 1] if place + 1 < len(actions) else None
        rows.append((action, offered.get(action.pk, ""), after.number if after else None, made))
    return rows


def _verb_form(action: Any, verb: str, data: Any = None) -> Any:
    asks = verb == "hand-over" and data is not None  # only who answers is looked up
    kwargs: dict[str, Any] = {"owners": possible_owners(action.incident)} if asks else {}
    if verb == "reschedule":
        kwargs["planned"] = action.due_on
    return VERBS[verb](data, auto_id=f"id_{action.number}_{verb}_%s", **kwargs)

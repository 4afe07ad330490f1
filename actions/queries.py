"""Reads of actions for pages: lists with their filters, and who may own one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from actions.choices import OPEN_STATUSES, SETTLED_STATUSES, ActionStatus, HandOverAnswer
from actions.links import MailLink
from actions.models import Action, ActionQuerySet, CalendarFeed, HandOver, LinkPolicy, LinkUse
from actions.permissions import actions_visible_to
from incidents.models import Incident, IncidentAccess
from people.models import Team, User
from people.queries import teams_of
from web.statements import Kept

VIEWS = {
    "open": "Open",
    "mine": "Mine",
    "team": "My teams'",
    "past": "Past their date",
    "stale": "Nothing heard lately",
    "unowned": "Without an owner",
    "proposals": "Proposals",
    "settled": "Done and won't do",
}
"""The selections of the list, by the word in the URL. None of them selects another single person."""


LIST_COLUMNS = (
    *("number", "title", "status", "priority", "due_on", "moved_at", "settled_at", "date_changes"),
    "owner_as_written",
    *("incident__number", "owner__display_name", "owner__is_active", "team"),
)
"""What a row of the list shows, and what says who may change it."""


@dataclass(frozen=True)
class ActionFilters:
    """What the list was asked for."""

    view: str = "open"
    service: int | None = None
    team: int | None = None
    priority: str = ""
    text: str = ""


def _selected(actions: ActionQuerySet, user: User, view: str, *, on: date) -> ActionQuerySet:
    """Keep what one of `VIEWS` shows."""
    selections: dict[str, Callable[[], ActionQuerySet]] = {
        "mine": lambda: actions.open().filter(owner=user),
        "team": lambda: actions.open().filter(team__memberships__user=user),
        "past": lambda: actions.past_their_date(on=on),
        "stale": lambda: actions.quiet(on=on),
        "unowned": lambda: actions.open().filter(Q(owner__isnull=True) | Q(owner__is_active=False)),
        "proposals": lambda: actions.filter(status=ActionStatus.PROPOSED),
        "settled": lambda: actions.filter(status__in=SETTLED_STATUSES),
        "every": lambda: actions,
    }
    return selections.get(view, actions.open)()


def list_actions(user: User, filters: ActionFilters, *, on: date) -> ActionQuerySet:
    """Return the actions this person may see that answer the filters; the caller pages and orders."""
    actions = _selected(actions_visible_to(user), user, filters.view, on=on).select_related("incident", "owner")
    actions = actions.only(*LIST_COLUMNS)
    if filters.service is not None:
        touched = Incident.services.through.objects.filter(
            incident_id=OuterRef("incident_id"), service_id=filters.service
        )
        actions = actions.filter(Exists(touched))
    if filters.team is not None:
        actions = actions.filter(team_id=filters.team)
    if filters.priority:
        actions = actions.filter(priority=filters.priority)
    if filters.text:
        actions = actions.filter(Q(title__icontains=filters.text) | Q(alias=filters.text.strip().upper()))
    return actions


def actions_to_list(user: User, filters: ActionFilters, *, on: date) -> ActionQuerySet | Kept[Action]:
    """Return the same for `page_of`; its statement is kept where the filters are choices among few."""
    if filters.text:
        return list_actions(user, filters, on=on)
    return Kept(_write_list, (filters, on), (user,))


def _write_list(filters: ActionFilters, on: date, user: User) -> ActionQuerySet:
    return list_actions(user, filters, on=on)


def possible_owners(incident: Incident) -> QuerySet[User]:
    """Active people who may see the incident: an owner must be able to open what they own."""
    people = User.objects.active()
    if incident.is_restricted:
        named = IncidentAccess.objects.filter(incident=incident, user=OuterRef("pk"))
        people = people.filter(Exists(named))
    return people


def open_actions_of(user: User) -> ActionQuerySet:
    """What this person owes, earliest date first, as rows of a list."""
    return _as_rows(actions_visible_to(user).open().filter(owner=user))


def waiting_for_a_verdict(user: User, *, on: date) -> ActionQuerySet:
    """What this person has done and is now asked whether it held, as rows of a list."""
    return _as_rows(actions_visible_to(user).filter(status=ActionStatus.DONE, owner=user, verify_on__lte=on))


def waiting_for_an_owner(user: User) -> ActionQuerySet:
    """Open actions that nobody here owns, of the teams this person leads, as rows of a list."""
    nobodys = Q(owner__isnull=True) | Q(owner__is_active=False)
    return _as_rows(actions_visible_to(user).open().filter(nobodys, team__lead=user))


def _as_rows(actions: ActionQuerySet) -> ActionQuerySet:
    actions = actions.select_related("incident", "owner").only(*LIST_COLUMNS)
    return actions.order_by(F("due_on").asc(nulls_last=True), "id")


BOARD_LOOKS_BACK = timedelta(days=30)
BOARD_SHOWS = 300


def team_board(user: User, team: Team, filters: ActionFilters, *, on: date) -> list[Action]:
    """Return a team's open actions and ideas, and what was settled in the last 30 days; one query."""
    actions = list_actions(user, replace(filters, view="every", team=team.pk), on=on)
    settled = Q(status__in=SETTLED_STATUSES, settled_at__date__gte=on - BOARD_LOOKS_BACK)
    actions = actions.filter(Q(status__in=[ActionStatus.PROPOSED, *OPEN_STATUSES]) | settled)
    return list(actions.order_by(F("due_on").asc(nulls_last=True), "id")[:BOARD_SHOWS])


def links_open_without_sign_in() -> bool:
    """What an administrator allows; allowed until they say otherwise. One query."""
    policy = LinkPolicy.objects.filter(pk=1).first()
    return policy is None or policy.without_sign_in


def link_was_used(link: MailLink) -> bool:
    """Whether this link has done what it is for; one query."""
    return LinkUse.objects.filter(nonce=link.nonce).exists()


def use_of_undo_link(link: MailLink) -> LinkUse | None:
    """What an undo link would take back; one query."""
    uses = LinkUse.objects.filter(pk=link.about, action=link.action, person=link.person)
    return uses.select_related("person", "event").first()


def actions_of_incident(user: User, incident: Incident) -> list[Action]:
    """Actions of one incident, commitments first, then by number; one query."""
    actions = Kept(_of_incident, values=(user, incident.pk)).rows()
    return sorted(actions, key=lambda action: (action.is_proposal, action.number))


def _of_incident(user: User, incident: int) -> ActionQuerySet:
    return actions_visible_to(user).filter(incident=incident).select_related("owner", "team").order_by()


def actions_called(user: User, references: set[str]) -> dict[str, Action]:
    """Return the actions that references such as PIR-2026-05-24-001 and AI-17 stand for; a query a thousand."""
    found: dict[str, Action] = {}
    names = sorted(references)
    for start in range(0, len(names), 1000):
        some = names[start : start + 1000]
        numbers = [int(text) for name in some if name.startswith("AI-") and (text := name[3:]).isdecimal()]
        actions = actions_visible_to(user).select_related("incident").order_by()
        for action in actions.filter(Q(alias__in=some) | Q(number__in=[n for n in numbers if n < 2**63])):
            found |= {action.public_number: action} | ({action.alias: action} if action.alias else {})
    return found


def standing_offer(action: Action) -> HandOver | None:
    """The hand-over of this action that nobody has answered yet, unless a later owner has overtaken it; one query."""
    offers = HandOver.objects.filter(action=action, answer=HandOverAnswer.OFFERED, owner=action.owner_id)
    return offers.select_related("by", "to").first()


def offers_to(user: User) -> QuerySet[HandOver]:
    """What waits for this person's yes or no: open actions they may see, offered by whoever has them still."""
    seen = actions_visible_to(user).open()
    offers = HandOver.objects.filter(to=user, answer=HandOverAnswer.OFFERED, action__in=seen)
    same_owner = Q(owner=F("action__owner")) | Q(owner__isnull=True, action__owner__isnull=True)
    return offers.filter(same_owner).select_related("action__incident", "by").order_by("offered_at", "pk")


def offered_to(actions: Sequence[Action]) -> dict[int, str]:
    """Whom these actions are offered to and who has not answered, by the action's key; one query."""
    offers = HandOver.objects.filter(action__in=[action.pk for action in actions], answer=HandOverAnswer.OFFERED)
    return dict(offers.order_by().values_list("action", "to__display_name"))


@dataclass(frozen=True)
class CalendarRow:
    """A calendar somebody has, or could have."""

    team: Team | None
    feed: CalendarFeed | None


def calendars_of(user: User) -> list[CalendarRow]:
    """One's own calendar, and one for each of one's teams, with the address's age where there is one; two queries."""
    feeds = {feed.team_id: feed for feed in CalendarFeed.objects.filter(person=user)}
    return [CalendarRow(team, feeds.get(team.pk if team else None)) for team in (None, *teams_of(user))]


def actions_in_calendar(feed: CalendarFeed) -> ActionQuerySet:
    """The open actions with a date that the calendar's owner may see: theirs, or their team's; one query."""
    actions = actions_visible_to(feed.person).open().filter(due_on__isnull=False)
    chosen = actions.filter(team=feed.team) if feed.team else actions.filter(owner=feed.person)
    return chosen.select_related("incident").order_by("due_on", "id")[:1000]

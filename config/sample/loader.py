"""Writes the sample organisation into an empty database, as if it had been lived in for a year.

People, incidents and actions go in by bulk, with their history rows, each as of its own day; documents
go through the services that people use. What was published is frozen as the actions stood on that day, and the
months are closed as all stood on the first of this one; only then do the actions go on to what became of them.
No mail is owed for anything in the past.
"""

import os
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from actions.choices import ActionEventKind, ActionStatus
from actions.models import Action, ActionEvent
from actions.services import verify_action
from config.sample.calendar import Calendar
from config.sample.documents import Plan, publish_document, write_documents
from config.sample.reminders import write_reminders
from config.sample.story import ActionStory, IncidentStory, Story, read_story, with_numbers
from incidents.choices import HistoryKind
from incidents.models import (
    Impact,
    Incident,
    IncidentAccess,
    IncidentHistory,
    IncidentLink,
    Service,
    Severity,
    Tag,
    TimelineEvent,
)
from incidents.repeats.services import confirm_repeat
from notifications.models import Message
from people.choices import AuditKind
from people.models import AuditEntry, Membership, Team, User
from postmortems.models import Postmortem, Template
from postmortems.search.services import count_words, refresh_action, refresh_drafts, refresh_incident
from reviews.models import Circle
from reviews.months import Month
from reviews.services import close_month, decline_lesson, offer_story, tell_lesson

Say = Callable[[str], None]

SIGN_INS = "sample_signins.txt"
A_YEAR_AND_MORE = 420
LONG_AGO = datetime.min.replace(tzinfo=UTC)
MONTHS_KEPT = 12
WRITTEN_WITHIN = timedelta(hours=5)
WORDS = "amber basil cedar delta ember fjord grove hazel islet jetty knoll lilac maple north ocean pearl quill reed"


@dataclass
class Step:
    """One change of an action: when, by whom, why, and what it makes of the row."""

    at: datetime
    kind: str
    by: User
    changes: dict[str, Any]
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass
class Sample:
    """The rows made so far, by the keys of the files."""

    story: Story
    calendar: Calendar
    people: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    begun: dict[str, datetime] = field(default_factory=dict)
    published: dict[str, datetime] = field(default_factory=dict)
    actions: list[tuple[Action, ActionStory, list[Step]]] = field(default_factory=list)
    numbers: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def last_month(self) -> Month:
        """The month that is over."""
        return Month.of(self.calendar.today).previous

    @property
    def closed_at(self) -> datetime:
        """When beat closed that month."""
        return min(self.calendar.now, self.last_month.ends + timedelta(hours=1))

    def recorded_at(self, incident: IncidentStory) -> datetime:
        """When this incident was written down."""
        return incident.recorded_at(self.calendar.today)

    def date_documents(self) -> None:
        """Fix when each document was begun and published: other rows stand before or after that."""
        for incident in self.story.incidents:
            if incident.document is None:
                continue
            begun = self.calendar.at_work(incident.document.begun_days_ago, 8, after=self.recorded_at(incident))
            self.begun[incident.number] = begun
            if incident.document.published_days_ago is not None:
                at = self.calendar.at_work(incident.document.published_days_ago, 15, after=begun + WRITTEN_WITHIN)
                moved = self.calendar.this_month(at) if incident.document.in_month else at
                self.published[incident.number] = moved

    def with_numbers(self, text: str) -> str:
        """Put public numbers where a text points at an incident or an action."""
        return with_numbers(text, self.numbers)


def load_sample(home: Path, *, say: Say, now: datetime | None = None) -> bool:
    """Load the sample into an empty database and leave its sign-ins in `home`; False where incidents are there."""
    now = now or timezone.now()
    waiting = home / f".{SIGN_INS}"
    if Incident.objects.exists():
        if waiting.exists():  # ended between the commit and the file's last step
            waiting.rename(home / SIGN_INS)
        say("There are incidents already; the sample is left out.")
        return False
    sample = Sample(read_story(), Calendar(now))
    with transaction.atomic():
        say(f"People, teams and services of {sample.story.name}")
        passwords = _add_people(sample)
        _add_catalogue(sample)
        say(f"{len(sample.story.incidents)} incidents of a year")
        sample.date_documents()
        _add_incidents(sample)
        _add_timelines(sample)
        _add_actions(sample)
        say("Their post-mortems: drafted and reviewed")
        documents = _write_documents(sample)
        say("What was published and done until its months were closed, and since")
        _let_happen(sample, documents, since=LONG_AGO, until=sample.closed_at)
        _let_people_leave(sample)
        _prepare_reviews(sample)
        _close_months(sample)
        _let_happen(sample, documents, since=sample.closed_at, until=now)
        say("What search knows of it")
        _make_searchable(sample)
        Message.objects.filter(recipient__in=sample.people.values()).delete()  # nobody is told of the past
        say("The reminders of this morning")
        write_reminders(_action_owner(sample), now=now)
        _write_sign_ins(waiting, sample, passwords)
    waiting.rename(home / SIGN_INS)
    say("The sample is loaded.")
    return True


def _prepare_reviews(sample: Sample) -> None:
    """Tell the lessons, with what teams answered, and offer a leader's story for the review of this month."""
    for told in sample.story.review["lessons"]:
        at = sample.calendar.at_work(told["days_ago"], 15)
        by = sample.people[told["by"]]
        concerns = [sample.teams[key] for key in told["concerns"]]
        lesson = tell_lesson(sample.incidents[told["incident"]], by=by, text=told["text"], concerns=concerns, at=at)
        for team, reason in told.get("declined", {}).items():
            decline_lesson(lesson, team=sample.teams[team], by=by, reason=reason, at=at)
    story = dict(sample.story.review["story"])
    teller = sample.people[story.pop("by")]
    offer_story(Month.of(sample.calendar.today), circle=None, by=teller, at=sample.calendar.now, **story)


def _let_happen(sample: Sample, documents: list[tuple[Postmortem, Plan]], *, since: datetime, until: datetime) -> None:
    """Let documents be published, actions move and incidents come back, where that was after `since` and by `until`."""
    due = {number: at for number, at in sample.published.items() if since < at <= until}
    _move_actions(sample, due)
    for postmortem, plan in documents:
        if plan.told_of in due:
            publish_document(postmortem, by=sample.people[plan.told.facilitator], at=due[plan.told_of])
    _move_actions(sample, dict.fromkeys(sample.incidents, until))
    _keep_steps(sample, since=since, until=until)
    _confirm_repeats(sample, since=since, until=until)


def _close_months(sample: Sample) -> None:
    """Keep what twelve months were, oldest first, of everybody and of each circle, as beat would have on the first.

    The one that ended lately says how its actions stood, too; those before it were missed, and stand in its trends.
    """
    months = [sample.last_month]
    while len(months) < MONTHS_KEPT:
        months.append(months[-1].previous)
    for circle in (None, *Circle.objects.all()):
        for month in reversed(months):
            close_month(month, circle=circle, at=sample.closed_at)


# --- people and what they run ------------------------------------------------------------------------
def _add_people(sample: Sample) -> dict[str, str]:
    """Add everybody, and return the passwords of the sign-ins worth having."""
    joined = sample.calendar.at_work(A_YEAR_AND_MORE, 9)
    passwords = {sign_in["person"]: _new_password() for sign_in in sample.story.sign_ins}
    for key, facts in sample.story.people.items():
        known = {name: facts[name] for name in facts if name not in {"teams", "left_days_ago"}}
        person = User(
            email=f"{key}@{sample.story.mail_domain}",
            date_joined=joined,
            agreement_read_at=joined + timedelta(hours=1),
            **known,
        )
        if key in passwords:
            person.set_password(passwords[key])
        else:
            person.set_unusable_password()
        sample.people[key] = person
    User.objects.bulk_create(sample.people.values())
    for key, facts in sample.story.teams.items():
        sample.teams[key] = Team(name=facts["name"], slug=key, lead=sample.people[facts["lead"]])
    Team.objects.bulk_create(sample.teams.values())
    for key, facts in sample.story.circles.items():
        circle = Circle.objects.create(name=facts["name"], slug=key, chair=sample.people[facts["chair"]])
        circle.teams.set(sample.teams[team] for team in facts["teams"])
    Membership.objects.bulk_create(
        Membership(team=sample.teams[team], user=sample.people[key])
        for key, facts in sample.story.people.items()
        for team in facts["teams"]
    )
    return passwords


def _new_password() -> str:
    words = WORDS.split()
    return "-".join([*(secrets.choice(words) for _ in range(3)), secrets.token_hex(3)])


def _add_catalogue(sample: Sample) -> None:
    sample.services = {
        key: Service(name=facts["name"], slug=key, team=sample.teams[facts["team"]])
        for key, facts in sample.story.services.items()
    }
    sample.tags = {
        key: Tag(name=facts["name"], slug=key, kind=facts["kind"]) for key, facts in sample.story.tags.items()
    }
    Service.objects.bulk_create(sample.services.values())
    Tag.objects.bulk_create(sample.tags.values())


def _let_people_leave(sample: Sample) -> None:
    for key, facts in sample.story.people.items():
        if "left_days_ago" in facts:
            person = sample.people[key]
            person.deactivated_at = sample.calendar.at_work(facts["left_days_ago"], 16)
            person.is_active = False
            person.save(update_fields=["is_active", "deactivated_at"])
            AuditEntry.objects.create(
                kind=AuditKind.PERSON_DEACTIVATED,
                by=_administrator(sample),
                at=person.deactivated_at,
                about=person.display_name,
            )


def _administrator(sample: Sample) -> User:
    return next(person for person in sample.people.values() if person.is_administrator)


# --- incidents -----------------------------------------------------------------------------------------
def _add_incidents(sample: Sample) -> None:
    severities = {severity.level: severity for severity in Severity.objects.all()}
    in_order = sample.story.as_recorded(sample.calendar.today)
    for told in in_order:
        at = sample.recorded_at(told)
        incident = Incident(
            title=told.title,
            kind=told.kind,
            severity=severities.get(told.severity or 0),
            summary=told.summary,
            time_zone=told.time_zone,
            is_restricted=told.restricted,
            recorded_by=sample.people[told.recorded_by],
            recorded_at=at,
            changed_at=at,
            **told.decision,
        )
        for key, moment in told.key_moments().items():
            setattr(incident, f"{key}_at", moment.on(told.day(sample.calendar.today), told.zone))
            setattr(incident, f"{key}_precision", moment.precision)
        sample.incidents[told.number] = incident
    Incident.objects.bulk_create(sample.incidents.values())
    numbers = dict(Incident.objects.values_list("pk", "number"))
    for told in in_order:
        incident = sample.incidents[told.number]
        incident.number = numbers[incident.pk]
        sample.numbers["inc", told.number, ""] = incident.public_number
    _relate_incidents(sample)
    _keep_incident_history(sample, in_order)


def _relate_incidents(sample: Sample) -> None:
    """Add services, teams, tags, impact, links and the people named."""
    rows: dict[Any, list[Any]] = defaultdict(list)
    for told in sample.story.incidents:
        incident = sample.incidents[told.number]
        rows[Incident.services.through] += [
            Incident.services.through(incident=incident, service=sample.services[key]) for key in told.services
        ]
        rows[Incident.teams.through] += [
            Incident.teams.through(incident=incident, team=sample.teams[key]) for key in told.teams
        ]
        rows[Incident.tags.through] += [
            Incident.tags.through(incident=incident, tag=sample.tags[key]) for key in told.tags
        ]
        rows[Impact].append(Impact(incident=incident, **told.impact))
        rows[IncidentLink] += [IncidentLink(incident=incident, **link) for link in told.links]
        by, at = incident.recorded_by, incident.recorded_at
        rows[IncidentAccess] += [
            IncidentAccess(incident=incident, user=sample.people[key], given_by=by, given_at=at)
            for key in dict.fromkeys([told.recorded_by, *told.access])
        ]
    for model, instances in rows.items():
        model.objects.bulk_create(instances)


def _keep_incident_history(sample: Sample, in_order: Iterable[IncidentStory]) -> None:
    history, audit = [], []
    for told in in_order:
        incident = sample.incidents[told.number]
        by, at = incident.recorded_by, incident.recorded_at
        history.append(
            IncidentHistory(incident=incident, kind=HistoryKind.RECORDED, by=by, at=at, details={"version": 1})
        )
        if told.decision:
            history.append(
                IncidentHistory(
                    incident=incident,
                    kind=HistoryKind.DECIDED,
                    by=by,
                    at=at + timedelta(hours=3),
                    details={
                        "decision": incident.document_decision,
                        "reason": incident.document_decision_reason,
                    },
                )
            )
        if told.restricted:
            people = sorted(sample.people[key].pk for key in {told.recorded_by, *told.access})
            audit.append(
                AuditEntry(
                    kind=AuditKind.INCIDENT_RESTRICTED,
                    by=by,
                    at=at,
                    about=incident.public_number,
                    incident_number=incident.number,
                    details={"people": people},
                )
            )
    IncidentHistory.objects.bulk_create(history)
    AuditEntry.objects.bulk_create(audit)


def _add_timelines(sample: Sample) -> None:
    events, history = [], []
    for told in sample.story.incidents:
        if not told.timeline:
            continue
        incident = sample.incidents[told.number]
        by, at = incident.recorded_by, incident.recorded_at + timedelta(hours=1)
        events += [
            TimelineEvent(
                incident=incident,
                position=position,
                at=line.moment.on(told.day(sample.calendar.today), told.zone),
                precision=line.moment.precision,
                time_zone=told.time_zone,
                text=line.text,
                kind=line.kind,
                source=line.source,
                known_later=line.known_later,
                added_by=by,
                added_at=at,
            )
            for position, line in enumerate(told.timeline, 1)
        ]
        details = {"added": len(told.timeline)}
        history.append(
            IncidentHistory(incident=incident, kind=HistoryKind.TIMELINE_CHANGED, by=by, at=at, details=details)
        )
    TimelineEvent.objects.bulk_create(events)
    IncidentHistory.objects.bulk_create(history)


# --- actions ---------------------------------------------------------------------------------------------
def _add_actions(sample: Sample) -> None:
    """Add every action as it stood when its document was published, or when the months were closed, if that was before."""
    for told in sample.story.incidents:
        sample.actions += [
            (Action(incident=sample.incidents[told.number], version=0), action, sample_steps(sample, told, action))
            for action in told.actions
        ]
    sample.actions.sort(key=lambda each: each[2][0].at)
    number_of = {incident.pk: number for number, incident in sample.incidents.items()}
    for action, told_action, steps in sample.actions:
        until = min(sample.published.get(number_of[action.incident_id], sample.closed_at), sample.closed_at)
        action.title = told_action.title
        action.outcome = told_action.outcome
        action.owner = sample.people.get(told_action.owner)
        action.team = sample.teams.get(told_action.team)
        action.priority, action.kind = told_action.priority, told_action.kind
        action.created_by, action.created_at = steps[0].by, steps[0].at
        action.moved_at = steps[0].at
        _take_steps(action, steps, until=until)
    Action.objects.bulk_create([action for action, _, _ in sample.actions])
    numbers = dict(Action.objects.values_list("pk", "number"))
    for action, told_action, _ in sample.actions:
        action.number = numbers[action.pk]
        if told_action.key:
            sample.numbers["ai", number_of[action.incident_id], told_action.key] = action.public_number


def _move_actions(sample: Sample, until: dict[str, datetime]) -> None:
    """Let the actions of these incidents take their steps up to an instant."""
    number_of = {incident.pk: number for number, incident in sample.incidents.items()}
    columns = ["status", "committed_at", "due_on", "evidence", "reasoning", "settled_at", "date_changes", "moved_at"]
    for action, _, steps in sample.actions:
        at = until.get(number_of[action.incident_id])
        if at is not None and _take_steps(action, steps, until=at):
            action.save(update_fields=[*columns, "version"])


def _keep_steps(sample: Sample, *, since: datetime, until: datetime) -> None:
    events = [
        ActionEvent(action=action, kind=step.kind, by=step.by, at=step.at, reason=step.reason, details=step.details)
        for action, _, steps in sample.actions
        for step in steps
        if since < step.at <= until
    ]
    ActionEvent.objects.bulk_create(sorted(events, key=attrgetter("at")))


def _confirm_repeats(sample: Sample, *, since: datetime, until: datetime) -> None:
    """Let people say which incidents came back, and answer what was asked of the earlier one's actions."""
    for told in sample.story.incidents:
        if told.repeats is None:
            continue
        incident, of = sample.incidents[told.number], sample.incidents[told.repeats.of]
        at = sample.recorded_at(told) + timedelta(days=3)
        answered_at = at + timedelta(days=2)
        if since < at <= until:
            confirm_repeat(incident, of=of, note=told.repeats.note, by=incident.recorded_by, at=at)
        if not told.repeats.held or not since < answered_at <= until:
            continue
        for action in Action.objects.filter(incident=of, status=ActionStatus.DONE).select_related("owner"):
            if action.owner is not None:
                verify_action(action, by=action.owner, evidence=told.repeats.held, at=answered_at)


def _take_steps(action: Action, steps: list[Step], *, until: datetime) -> bool:
    """Take the steps that are not taken yet, up to an instant; returns whether there were any.

    Its version counts the steps taken. One without any is a proposal: nothing counts it among what was committed to.
    """
    due = [step for step in steps[action.version :] if step.at <= until]
    for step in due:
        for name, value in step.changes.items():
            setattr(action, name, value)
        action.moved_at = step.at
        action.version += 1
    return bool(due)


def sample_steps(sample: Sample, incident: IncidentStory, action: ActionStory) -> list[Step]:
    """Tell an action's life in order: committed or proposed, started, moved, spoken of, settled."""
    calendar = sample.calendar
    writer = sample.people[incident.document.writers[0] if incident.document else incident.recorded_by]
    owner = sample.people.get(action.owner, writer)
    dates = [*(calendar.due(each.due) for each in action.dates_before)]
    dates += [] if action.due is None else [calendar.due(action.due)]
    at = calendar.at_work(_committed_days_ago(incident, action), 11, after=sample.recorded_at(incident))
    if published := sample.published.get(incident.number):
        at = min(at, published - timedelta(hours=2))
    if action.status == ActionStatus.PROPOSED:
        return [Step(at, ActionEventKind.PROPOSED, writer, {"status": ActionStatus.PROPOSED})]
    changes = {"status": ActionStatus.TODO, "committed_at": at, "due_on": dates[0] if dates else None}
    steps = [Step(at, ActionEventKind.COMMITTED, writer, changes)]
    later = _later_steps(action, owner, dates, at, calendar.today)
    for days_ago, step in sorted(later, key=lambda each: ("settled_at" in each[1].changes, -each[0])):
        step.at = calendar.at_work(days_ago, 13, after=steps[-1].at)
        if "settled_at" in step.changes:
            step.changes["settled_at"] = step.at
        steps.append(step)
    return steps


def _committed_days_ago(incident: IncidentStory, action: ActionStory) -> int:
    if action.committed_days_ago is not None:
        return action.committed_days_ago
    first = incident.document.begun_days_ago if incident.document else max(incident.days_ago - 1, 1)
    if incident.document is not None and incident.document.published_days_ago is not None:
        first = (first + incident.document.published_days_ago + 1) // 2
    return max(first, action.settled + 1 if action.settled else 0)


def _later_steps(
    action: ActionStory, owner: User, dates: list[date], committed_at: datetime, today: date
) -> list[tuple[int, Step]]:
    """Return what happened after the commitment, each with how many days ago."""
    committed_days_ago = (today - committed_at.date()).days
    later: list[tuple[int, Step]] = []
    started = action.started_days_ago
    if started is None and action.status in {ActionStatus.IN_PROGRESS, ActionStatus.DONE}:
        started = (2 * committed_days_ago + (action.settled or 1)) // 3
    if started is not None:
        changes: dict[str, Any] = {"status": ActionStatus.IN_PROGRESS}
        later.append((started, Step(committed_at, ActionEventKind.STARTED, owner, changes)))
    for count, (earlier, before, after) in enumerate(zip(action.dates_before, dates, dates[1:], strict=False), 1):
        step = Step(
            committed_at,
            ActionEventKind.DATE_CHANGED,
            owner,
            {"due_on": after, "date_changes": count},
            reason=earlier.reason,
            details={"before": str(before), "after": str(after)},
        )
        later.append((1 - earlier.due, step))
    later += [
        (note.days_ago, Step(committed_at, ActionEventKind.NOTED, owner, {}, reason=note.text)) for note in action.notes
    ]
    if action.settled is not None:
        kind = ActionEventKind.DONE if action.status == ActionStatus.DONE else ActionEventKind.WONT_DO
        said = action.evidence or action.reasoning
        changes = {
            "status": action.status,
            "evidence": action.evidence,
            "reasoning": action.reasoning,
            "settled_at": None,
        }
        later.append((action.settled, Step(committed_at, kind, owner, changes, reason=said)))
    return later


# --- documents -------------------------------------------------------------------------------------------
def _write_documents(sample: Sample) -> list[tuple[Postmortem, Plan]]:
    templates = {template.key: template for template in Template.objects.all()}
    by_number = {action.public_number: action for action, _, _ in sample.actions}
    keyed = {f"{of}/{key}": by_number[name] for (what, of, key), name in sample.numbers.items() if what == "ai"}
    plans = []
    for number, begun in sample.begun.items():
        told = sample.story.by_number[number]
        if told.document is None:
            continue
        plans.append(
            Plan(
                told_of=number,
                told=told.document,
                said=told.reviews,
                incident=sample.incidents[number],
                also_about=[sample.incidents[other] for other in told.document.also_about],
                template=templates[told.document.template],
                texts={key: sample.with_numbers(text).strip() for key, text in told.document.sections.items()},
                unshipped=keyed,
                action_titles=[action.title for action in told.actions],
                begun=begun,
                published=sample.published.get(number),
            )
        )
    return write_documents(plans, people=sample.people, calendar=sample.calendar)


# --- at the end ------------------------------------------------------------------------------------------
def _make_searchable(sample: Sample) -> None:
    """Write the search rows that publishing has not written already."""
    for number, incident in sample.incidents.items():
        if number not in sample.published:
            refresh_incident(incident.pk)
    refresh_drafts(at=sample.calendar.now)
    for action, _, _ in sample.actions:
        refresh_action(action.pk)
    count_words()


def _action_owner(sample: Sample) -> User:
    return next(sample.people[each["person"]] for each in sample.story.sign_ins if each["role"] == "action owner")


def _write_sign_ins(path: Path, sample: Sample, passwords: dict[str, str]) -> None:
    """Write one line for each sign-in, readable by our own account only."""
    lines = []
    for sign_in in sample.story.sign_ins:
        person = sample.people[sign_in["person"]]
        lines.append(f"{person.email:<28} {passwords[sign_in['person']]:<26} {person.display_name}, {sign_in['role']}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")

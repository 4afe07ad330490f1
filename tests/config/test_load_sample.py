"""The sample organisation, loaded: every constraint held, and nobody is written to about the past."""

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action, ActionEvent
from actions.nudge_services import plan_nudges
from config.sample.calendar import Calendar
from config.sample.loader import SIGN_INS, Sample, Step, load_sample, sample_steps
from config.sample.reminders import last_working_morning, write_reminders
from config.sample.story import read_story
from incidents.models import Incident, IncidentHistory
from notifications.choices import NO_SERVER
from notifications.composing import Composed, preview
from notifications.models import Message
from people.models import User
from postmortems.choices import PostmortemStatus
from postmortems.models import Edition, Postmortem, PostmortemEvent, SearchRow
from postmortems.queries import gate_facts, load_document
from postmortems.rules import publish_blockers
from reviews.facts import facts_kept
from reviews.models import ClosedMonth
from tests.factories import make_action, make_user

NOW = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
STORY = read_story()
ODD_DAYS = [NOW + timedelta(days=n, hours=n % 24) for n in range(0, 380, 17)]
ODD_DAYS += [datetime(2027, 2, 1, 0, 4, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC)]


def test_the_sample_loads_into_an_empty_installation_once(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    said: list[str] = []
    assert load_sample(tmp_path, say=said.append, now=NOW)

    assert Incident.objects.count() == len(STORY.incidents)
    assert list(Incident.objects.order_by("recorded_at").values_list("number", flat=True)) == sorted(
        Incident.objects.values_list("number", flat=True)
    )
    published = Postmortem.objects.filter(status=PostmortemStatus.PUBLISHED)
    assert published.count() == 21
    assert published.filter(published_at__year=2026, published_at__month=11).count() == 3
    assert {edition.published_at for edition in Edition.objects.all()} == {each.published_at for each in published}
    assert not Message.objects.exclude(kind="nudges").exists(), "mail about the past"
    assert_the_action_owner_reads_this_mornings_reminder()
    assert_history_and_search_reach_every_row()
    assert_one_draft_waits_for_owners_and_dates()
    assert_what_is_restricted_is_seen_by_those_named()
    assert_an_edition_shows_actions_as_they_stood()
    assert_the_last_month_looks_back_on_those_before_it()
    assert_sign_ins_work(tmp_path / SIGN_INS)

    assert not load_sample(tmp_path, say=said.append, now=NOW)
    assert Incident.objects.count() == len(STORY.incidents)
    assert "left out" in said[-1]


def assert_the_last_month_looks_back_on_those_before_it() -> None:
    closed = ClosedMonth.objects.get(circle=None, first_day=date(2026, 10, 1))
    assert (closed.knows_pile, closed.waiting.exists()) == (True, True)
    assert_the_month_is_told_as_it_stood(closed)
    documented = next(told for told in facts_kept(closed, hidden=()).measures if told.measure.key == "documented")
    assert len([point for point in documented.trend if point.measure]) == len(documented.trend)


def assert_the_month_is_told_as_it_stood(closed: ClosedMonth) -> None:
    """Nothing of what was written, published, committed to or settled since is in it."""
    since = closed.closed_at
    facts = facts_kept(closed, hidden=())
    written = Postmortem.objects.filter(created_at__lt=since, published_at__lt=since).values("pk")
    then_drafts = Postmortem.objects.filter(created_at__lt=since).exclude(pk__in=written)
    assert {row.number for row in facts.listing.writing} == set(then_drafts.values_list("lead_incident", flat=True))
    assert then_drafts.filter(published_at__isnull=False).exists(), "else it would show nothing"
    committed = Action.objects.filter(committed_at__lt=since)
    settled = committed.filter(settled_at__lt=since)
    open_by_age = [told for told in facts.pile if told.definition.is_age]
    assert sum(told.numerator or 0 for told in open_by_age) == committed.count() - settled.count()
    assert Action.objects.filter(committed_at__gte=since).exists(), "else it would show nothing"


def assert_the_action_owner_reads_this_mornings_reminder() -> None:
    """On a Saturday it is Friday's; what people own and see, and nothing of what they do not."""
    mail = Message.objects.get(recipient__email__startswith="layla@")
    assert (mail.local_day, mail.state, mail.reason) == (date(2026, 11, 20), "waiting", NO_SERVER)
    for title in ("Run payouts for venues in parallel", "Every note in a payments runbook"):
        assert title in mail.text_body
    assert mail.subject.startswith("Reminder of ")
    assert "/actions/from-mail/" not in mail.text_body, "links are made for their reader, and kept nowhere"
    shown = preview(mail)
    assert isinstance(shown, Composed)
    assert "/actions/from-mail/" in shown.text
    plan_nudges(at=NOW)
    assert Message.objects.filter(recipient=mail.recipient).count() == 1


def assert_history_and_search_reach_every_row() -> None:
    assert not Incident.objects.exclude(pk__in=IncidentHistory.objects.values("incident")).exists()
    assert not Action.objects.exclude(pk__in=ActionEvent.objects.values("action")).exists()
    assert not Postmortem.objects.exclude(pk__in=PostmortemEvent.objects.values("postmortem")).exists()
    assert set(SearchRow.objects.values_list("kind", "object_id")) == {
        *(("incident", pk) for pk in Incident.objects.values_list("pk", flat=True)),
        *(("postmortem", pk) for pk in Postmortem.objects.values_list("pk", flat=True)),
        *(("action", pk) for pk in Action.objects.values_list("pk", flat=True)),
    }
    assert not Action.objects.filter(moved_at__gte=NOW).exists()
    assert not PostmortemEvent.objects.filter(at__gte=NOW).exists()


def assert_one_draft_waits_for_owners_and_dates() -> None:
    draft = Postmortem.objects.get(lead_incident__title__startswith="Seat holds released early")
    assert {blocker.code for blocker in publish_blockers(gate_facts(load_document(draft)))} == {
        "action_without_owner",
        "action_without_date",
        "leadership_missing",
    }


def assert_what_is_restricted_is_seen_by_those_named() -> None:
    named = User.objects.get(email__startswith="adaeze@")
    stranger = User.objects.get(email__startswith="layla@")
    restricted = Incident.objects.get(is_restricted=True)
    assert restricted in Incident.objects.visible_to(named)
    assert restricted not in Incident.objects.visible_to(stranger)
    assert not Postmortem.objects.visible_to(stranger).filter(lead_incident=restricted).exists()
    assert not Action.objects.visible_to(stranger).filter(incident=restricted).exists()


def assert_an_edition_shows_actions_as_they_stood() -> None:
    action = Action.objects.get(title__startswith="Check the gateway's settings")
    edition = Edition.objects.get(postmortem__lead_incident=action.incident)
    (frozen,) = [each for each in edition.content["actions"] if each["number"] == action.number]
    assert action.status == ActionStatus.DONE
    assert ActionStatus.DONE.label not in str(frozen)


def assert_sign_ins_work(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = file.read_text().splitlines()
    assert len(lines) == 4
    for line in lines:
        email, password, *name_and_role = line.split()
        person = User.objects.get(email=email)
        assert person.check_password(password)
        assert " ".join(name_and_role).startswith(f"{person.display_name}, ")


MORNINGS = {
    "before work": (datetime(2026, 11, 24, 4, 0, tzinfo=UTC), "2026-11-23"),
    "at noon": (datetime(2026, 11, 24, 11, 0, tzinfo=UTC), "2026-11-24"),
    "in the evening": (datetime(2026, 11, 24, 22, 30, tzinfo=UTC), "2026-11-24"),
    "on a Sunday": (datetime(2026, 11, 29, 9, 0, tzinfo=UTC), "2026-11-27"),
}


@pytest.mark.parametrize(("now", "day"), MORNINGS.values(), ids=MORNINGS)
def test_a_reminder_is_there_to_read_at_every_hour_and_no_second_comes_on_its_day(
    db: None, monkeypatch: pytest.MonkeyPatch, now: datetime, day: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)
    owner = make_user("Layla", time_zone="Europe/Paris")
    action = make_action(owner=owner, due_on=now.date() - timedelta(days=12), moved_at=now - timedelta(days=20))
    assert f"{last_working_morning(owner, before=now):%Y-%m-%d %H:%M}" == f"{day} 09:10"

    write_reminders(owner, now=now)

    mail = Message.objects.get()
    assert (str(mail.local_day), mail.reason) == (day, NO_SERVER)
    assert action.public_number in mail.text_body
    plan_nudges(at=now)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("now", ODD_DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_every_action_has_its_life_in_order_whatever_the_day_of_loading(now: datetime) -> None:
    sample = Sample(STORY, Calendar(now), people={key: User(email=key) for key in STORY.people})
    sample.date_documents()
    assert all(sample.begun[number] < at < now for number, at in sample.published.items())
    for incident in STORY.incidents:
        for action in incident.actions:
            steps = sample_steps(sample, incident, action)
            times = [step.at for step in steps]
            assert times == sorted(set(times)), action.title
            assert sample.recorded_at(incident) < times[0], action.title
            assert times[-1] < now, action.title
            assert standing_after(steps) == action.status, action.title
            if incident.number in sample.published:
                assert times[0] < sample.published[incident.number], action.title


def standing_after(steps: list[Step]) -> str:
    """The status that a row has after these steps."""
    return str([step.changes["status"] for step in steps if "status" in step.changes][-1])


@pytest.mark.parametrize("now", ODD_DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_work_falls_on_working_days_and_dates_keep_to_their_side_of_today(now: datetime) -> None:
    calendar = Calendar(now)
    for days in range(1, 60):
        assert calendar.at_work(days, 10) < now
        assert calendar.due(days) > calendar.today > calendar.due(-days)
        assert calendar.due(days).isoweekday() < 6
    late = calendar.this_month(calendar.at_work(20, 15))
    assert late < now
    assert (late.year, late.month) == (calendar.today.year, calendar.today.month) or now.day == 1

"""The sample organisation, loaded: every constraint held, and nobody is written to about the past."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.choices import ActionStatus
from actions.models import Action, ActionEvent
from config.sample.calendar import Calendar
from config.sample.loader import SIGN_INS, Sample, Step, load_sample, sample_steps
from config.sample.story import read_story
from incidents.models import Incident, IncidentHistory
from notifications.models import Message
from people.models import User
from postmortems.choices import PostmortemStatus
from postmortems.models import Edition, Postmortem, PostmortemEvent, SearchRow
from postmortems.queries import gate_facts, load_document
from postmortems.rules import publish_blockers

NOW = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
STORY = read_story()
ODD_DAYS = [NOW + timedelta(days=n, hours=n % 24) for n in range(0, 380, 17)]
ODD_DAYS += [datetime(2027, 2, 1, 0, 4, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC)]


def test_the_sample_loads_into_an_empty_installation_once(db: None, tmp_path: Path) -> None:
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
    assert not Message.objects.exists(), "mail about the past"
    assert_history_and_search_reach_every_row()
    assert_one_draft_waits_for_owners_and_dates()
    assert_what_is_restricted_is_seen_by_those_named()
    assert_an_edition_shows_actions_as_they_stood()
    assert_sign_ins_work(tmp_path / SIGN_INS)

    assert not load_sample(tmp_path, say=said.append, now=NOW)
    assert Incident.objects.count() == len(STORY.incidents)
    assert "left out" in said[-1]


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

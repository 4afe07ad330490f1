"""The sample organisation holds together: its files alone, without a database."""

import re
import zoneinfo
from datetime import date, timedelta
from functools import cache

import pytest

from actions.choices import ActionKind, ActionStatus, Priority
from config.sample.story import (
    ActionStory,
    DocumentStory,
    IncidentStory,
    Moment,
    Story,
    mentions,
    read_story,
)
from incidents.choices import (
    DecisionKind,
    EventKind,
    EventSource,
    IncidentKind,
    RevenueKind,
    TagKind,
)
from postmortems.choices import PostmortemStatus, SectionKind
from postmortems.defaults import SHIPPED_TEMPLATES, TemplateShape

TODAY = date(2026, 11, 21)
TEMPLATES: dict[str, TemplateShape] = {shape.key: shape for shape in SHIPPED_TEMPLATES}
ALONE = {
    SectionKind.IMPACT,
    SectionKind.TIMELINE,
    SectionKind.ACTIONS,
}  # say enough without a text of their own
BLAMES = re.compile(
    r"\b(should have (realised|noticed|known|checked)|human error|root cause|careless|carelessly|negligen\w+|forgot"
    r"|incompeten\w+|failed to (check|notice|follow|read)|obviously|simply|sloppy|who did (it|this))\b",
    re.IGNORECASE,
)
CALENDAR = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(January|February|April|June|July|August|September|October|November|December)\b"
    r"|\b(spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)


@cache
def story() -> Story:
    return read_story()


def documents() -> list[tuple[IncidentStory, DocumentStory]]:
    return [(each, each.document) for each in story().incidents if each.document is not None]


def actions() -> list[tuple[IncidentStory, ActionStory]]:
    return [(each, action) for each in story().incidents for action in each.actions]


each_incident = pytest.mark.parametrize("incident", story().incidents, ids=lambda each: each.number)


def test_a_newcomer_finds_a_house_that_has_been_lived_in() -> None:
    assert (len(story().teams), len(story().services), len(story().incidents)) == (
        5,
        15,
        46,
    )
    assert {each.kind for each in story().incidents} == set(IncidentKind.values) - {IncidentKind.UNKNOWN}
    assert {each.severity for each in story().incidents} == {1, 2, 3, 4, None}
    assert {document.template for _, document in documents()} == set(TEMPLATES)
    assert {document.state for _, document in documents()} == set(PostmortemStatus.values)
    assert {action.status for _, action in actions()} == set(ActionStatus.values)
    assert {action.priority for _, action in actions()} == set(Priority.values)
    assert sum(document.in_month == "current" for _, document in documents()) == 3
    assert sum(each.restricted for each in story().incidents) == 1


def test_people_teams_services_and_tags_refer_to_each_other() -> None:
    people, teams = story().people, story().teams
    assert all(set(person["teams"]) <= set(teams) for person in people.values())
    assert all(person["time_zone"] in zoneinfo.available_timezones() for person in people.values())
    assert all(team["lead"] in people and key in people[team["lead"]]["teams"] for key, team in teams.items())
    assert all(service["team"] in teams for service in story().services.values())
    assert {tag["kind"] for tag in story().tags.values()} == set(TagKind.values)
    assert {sign_in["person"] for sign_in in story().sign_ins} <= set(people)
    assert sum("left_days_ago" in person for person in people.values()) == 1


@each_incident
def test_an_incident_refers_only_to_what_there_is(incident: IncidentStory) -> None:
    here = story()
    assert incident.kind in IncidentKind.values
    assert set(incident.services) <= set(here.services)
    assert set(incident.teams) <= set(here.teams)
    assert set(incident.tags) <= set(here.tags)
    assert {incident.recorded_by, *incident.access} <= set(here.people)
    assert incident.restricted == bool(incident.access)
    assert incident.decision.get("document_decision", "nothing") in DecisionKind.values
    for line in incident.timeline:
        assert line.kind in {"", *EventKind.values}, line.text
        assert line.source in {"", *EventSource.values}, line.text
    for where, text in incident.words().items():
        for what, number, key in mentions(text):
            told = here.by_number[number]
            assert what == "inc" or key in {action.key for action in told.actions}, where
            assert told.days_ago >= incident.days_ago, f"{where} points at what comes later"
            assert not told.restricted, f"{where} points at a restricted incident"


@each_incident
def test_times_come_in_order_and_lie_in_the_past(incident: IncidentStory) -> None:
    day, zone = incident.day(TODAY), incident.zone
    key_times = [moment.on(day, zone) for moment in incident.key_moments().values()]
    assert key_times == sorted(key_times)
    told = [line.moment.on(day, zone) for line in incident.timeline]
    assert told == sorted(told)
    assert all(at.date() < TODAY for at in [*key_times, *told])
    assert incident.recorded_at(TODAY).date() < TODAY
    assert incident.detected, "the loader records an incident some while after it was detected"


@each_incident
def test_impact_is_whole(incident: IncidentStory) -> None:
    impact = incident.impact
    is_amount = impact.get("revenue_kind") == RevenueKind.AMOUNT
    assert impact.get("revenue_kind", "unknown") in RevenueKind.values
    assert ("revenue_amount" in impact) == ("revenue_currency" in impact) == is_amount
    assert 0 <= impact.get("users_share", 0) <= 100


@pytest.mark.parametrize(("incident", "document"), documents(), ids=lambda each: getattr(each, "number", ""))
def test_a_document_fits_its_template_and_its_dates(incident: IncidentStory, document: DocumentStory) -> None:
    shapes = {shape.key: shape for shape in TEMPLATES[document.template].sections}
    assert set(document.sections) <= set(shapes)
    assert {document.facilitator, *document.writers, *document.reviewers} <= set(story().people)
    assert document.facilitator not in document.writers, "somebody neutral"
    assert incident.days_ago >= document.begun_days_ago >= (document.published_days_ago or 0)
    assert (document.published_days_ago is not None) == (document.state == PostmortemStatus.PUBLISHED)
    days = [said.days_ago for said in incident.reviews]
    assert all(document.begun_days_ago >= day >= (document.published_days_ago or 1) for day in days)
    assert {said.answer for said in incident.reviews} <= {
        "approve",
        "changes",
        "comment",
    }
    assert not {said.by for said in incident.reviews if said.answer == "approve"} & set(document.writers)
    if document.state != PostmortemStatus.DRAFT:
        required = {key for key, shape in shapes.items() if shape.required and shape.kind not in ALONE}
        assert required <= set(document.sections)
        assert incident.timeline or "timeline" not in shapes


def test_everything_published_would_pass_the_gate_of_its_severity() -> None:
    leaders = {key for key, person in story().people.items() if person.get("is_leadership")}
    for incident, document in documents():
        if document.state != PostmortemStatus.PUBLISHED:
            continue
        last_answer = {said.by: said.answer for said in incident.reviews if said.answer != "comment"}
        approved = {by for by, answer in last_answer.items() if answer == "approve"}
        assert "changes" not in last_answer.values(), incident.title
        assert incident.severity != 1 or approved & leaders, incident.title
        assert incident.severity != 2 or approved, incident.title
        for action in incident.actions:
            if action.status != ActionStatus.PROPOSED:
                assert action.owner, action.title
                assert action.due is not None, action.title


def test_one_draft_is_complete_but_for_owners_and_dates() -> None:
    refused = [
        incident.number
        for incident, document in documents()
        if document.state == PostmortemStatus.DRAFT
        and any(a.status in ("todo", "in_progress") and (not a.owner or a.due is None) for a in incident.actions)
    ]
    assert refused == ["40"]


@pytest.mark.parametrize(("incident", "action"), actions(), ids=lambda each: getattr(each, "number", ""))
def test_an_action_can_be_checked_and_its_story_is_in_order(incident: IncidentStory, action: ActionStory) -> None:
    assert action.kind in {"", *ActionKind.values}
    assert action.owner in {"", *story().people}
    assert action.team in {"", *story().teams}
    settled = action.status in ("done", "wont_do")
    assert settled == (action.settled is not None)
    assert (action.status == "done") == bool(action.evidence)
    assert (action.status == "wont_do") == bool(action.reasoning)
    assert action.status == "proposed" or action.outcome
    assert "`" not in action.title + action.outcome + action.evidence + action.reasoning, "shown as plain text"
    begun = incident.document.begun_days_ago if incident.document else incident.days_ago
    first_day = max(incident.days_ago, begun)
    assert (action.settled or 0) <= first_day
    dates = [each.due for each in action.dates_before] + ([] if action.due is None else [action.due])
    assert dates == sorted(set(dates)), "a new date comes after the one given up"
    assert all(-first_day < each.due < 0 for each in action.dates_before)
    assert all(note.days_ago <= first_day for note in action.notes)


def test_somebody_left_with_open_actions() -> None:
    (left,) = [key for key, person in story().people.items() if "left_days_ago" in person]
    orphaned = [action for _, action in actions() if action.owner == left and action.status in ("todo", "in_progress")]
    assert orphaned


def test_small_incidents_alike_within_a_month_ask_for_a_pattern() -> None:
    (pattern,) = [(each, document) for each, document in documents() if document.template == "pattern"]
    told = [
        pattern[0],
        *(story().by_number[number] for number in pattern[1].also_about),
    ]
    assert len(told) == 4
    assert {each.severity for each in told} == {4}
    assert max(each.days_ago for each in told) - min(each.days_ago for each in told) < 30


def test_no_title_or_document_names_a_person() -> None:
    names = {part for person in story().people.values() for part in person["display_name"].split() if len(part) > 2}
    named = re.compile(rf"\b({'|'.join(map(re.escape, sorted(names)))})\b")
    for incident in story().incidents:
        for where, text in incident.words().items():
            assert not named.search(text), f"{incident.number} {where}: {text}"


def test_one_draft_alone_holds_one_sentence_that_blames() -> None:
    found = [
        (incident.number, where)
        for incident in story().incidents
        for where, text in incident.words().items()
        if BLAMES.search(text)
    ]
    assert found == [("41", "section factors")]


def test_no_text_names_a_day_that_moves() -> None:
    for incident in story().incidents:
        for where, text in incident.words().items():
            assert not CALENDAR.search(text), f"{incident.number} {where}: {text}"


def test_the_order_of_recording_does_not_depend_on_the_day_of_loading() -> None:
    orders = {tuple(each.number for each in story().as_recorded(TODAY + timedelta(days=n))) for n in (0, 150, 300)}
    assert len(orders) == 1


@pytest.mark.parametrize("told", ["18:7", "-2", "day", "~", "+1", "25:00"])
def test_what_is_not_a_time_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Moment.read(told)

"""Pure rules, without a database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from incidents.defaults import DEFAULT_SEVERITIES
from incidents.models import Impact, Incident, IncidentHistory, Severity, TimelineEvent
from incidents.rules import (
    add_working_days,
    decision_blockers,
    durations,
    impact_lines,
    policy_for,
    take_access_blockers,
    time_questions,
)
from incidents.telling import Zones, history_told, in_words
from incidents.timeline_scale import scale_of, timeline_rows

T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)  # a Wednesday
BERLIN = "Europe/Berlin"


def incident(level: int | None = None, **facts: Any) -> Incident:
    """An unsaved incident; times given are known to the minute."""
    severity = Severity(**DEFAULT_SEVERITIES[level - 1]) if level else None
    for key in [key for key in facts if key.endswith("_at")]:
        facts.setdefault(key.replace("_at", "_precision"), "minute")
    return Incident(title="x", severity=severity, recorded_at=T, **facts)


def entry(minutes: int | None, text: str = "x", **facts: Any) -> TimelineEvent:
    """An unsaved entry so many minutes after 14:32."""
    at = None if minutes is None else T + timedelta(minutes=minutes)
    facts.setdefault("precision", "minute" if at else "")
    return TimelineEvent(at=at, text=text, **facts)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 3, 4), 5, date(2026, 3, 11)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 4), 0, date(2026, 3, 4)),
    ],
)
def test_working_days_skip_saturdays_and_sundays(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count) == expected


def test_a_full_post_mortem_is_due_in_working_days_from_when_it_began() -> None:
    policy = policy_for(incident(1, began_at=T))
    assert (policy.wants_document, policy.template_key) == (True, "full")
    assert (policy.draft_on, policy.publish_on) == (date(2026, 3, 11), date(2026, 3, 18))


def test_days_count_in_the_zone_that_the_times_were_told_in() -> None:
    late = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)  # already Friday in Berlin
    assert policy_for(incident(1, began_at=late, time_zone=BERLIN)).draft_on == date(2026, 3, 13)
    assert policy_for(incident(1, began_at=late, time_zone="UTC")).draft_on == date(2026, 3, 12)


def test_without_a_severity_nobody_knows_what_is_asked() -> None:
    policy = policy_for(incident())
    assert policy.wants_document is None
    assert not policy.asks_for_decision


def test_a_third_level_asks_for_a_decision_until_there_is_one() -> None:
    assert policy_for(incident(3)).asks_for_decision
    noted = policy_for(incident(3, document_decision="brief_note", document_decision_reason="x"))
    assert (noted.wants_document, noted.template_key) == (True, "brief-note")
    assert policy_for(incident(3, document_decision="nothing")).wants_document is False


def test_a_fourth_level_asks_for_nothing_by_itself() -> None:
    policy = policy_for(incident(4))
    assert (policy.wants_document, policy.draft_on) == (False, None)


def test_deciding_is_open_only_where_the_policy_leaves_it_open() -> None:
    assert [blocker.code for blocker in decision_blockers(incident())] == ["no_severity"]
    assert [blocker.code for blocker in decision_blockers(incident(2))] == ["settled"]
    assert decision_blockers(incident(3)) == []
    assert decision_blockers(incident(4)) == []


def test_durations_are_derived_and_say_what_is_missing() -> None:
    known = durations(incident(began_at=T, detected_at=T + timedelta(minutes=14)))
    assert [(one.value, one.question) for one in known] == [
        (timedelta(minutes=14), ""),
        (None, "When was it mitigated?"),
        (None, "When was it resolved?"),
    ]


def test_a_duration_from_a_day_or_backwards_is_a_question_not_a_figure() -> None:
    coarse = durations(incident(began_at=T, began_precision="day", detected_at=T))[0]
    assert coarse.value is None
    assert "known to the day only" in coarse.question
    backwards = durations(incident(began_at=T, detected_at=T - timedelta(minutes=1)))[0]
    assert backwards.value is None
    assert "contradict" in backwards.question


def test_a_duration_from_an_approximate_time_is_rough() -> None:
    assert durations(incident(began_at=T, began_precision="around", detected_at=T))[0].is_rough


def test_contradicting_key_times_are_asked_about_days_only_as_days() -> None:
    assert time_questions(incident(began_at=T, detected_at=T - timedelta(minutes=1)))
    assert not time_questions(incident(began_at=T, detected_at=T.replace(hour=0), detected_precision="day"))
    assert time_questions(incident(detected_at=T, resolved_at=T - timedelta(days=1), resolved_precision="day"))
    earlier = T - timedelta(minutes=30)
    (question,) = time_questions(incident(began_at=T, detected_at=T, detected_precision="day", mitigated_at=earlier))
    assert question.startswith("“Mitigated” is told as before “Began”.")


def minutes(**told: int) -> dict[str, Any]:
    return {f"{key}_at": T + timedelta(minutes=n) for key, n in told.items()}


CONTRADICTIONS = {
    "resolved before it began": (minutes(began=30, detected=40, resolved=0), {"To detect", "In total"}),
    "mitigated before it was detected": (
        minutes(began=0, detected=60, mitigated=30, resolved=90),
        {"To detect", "To mitigate"},
    ),
    "resolved before it was mitigated": (
        minutes(began=0, detected=5, mitigated=60, resolved=30),
        {"To mitigate", "In total"},
    ),
}


@pytest.mark.parametrize(("facts", "disputed"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_times_that_contradict_each_other_make_no_span_and_no_strip(facts: dict[str, Any], disputed: set[str]) -> None:
    told = incident(**facts)
    without = {one.label for one in durations(told) if one.question == "the times contradict each other"}
    assert without == disputed
    assert len(time_questions(told)) >= 1
    assert scale_of(told, [entry(0), entry(30)]) is None


def test_the_last_person_named_on_a_restricted_incident_stays() -> None:
    hidden = incident(is_restricted=True)
    assert take_access_blockers(hidden, named_and_active=[1], person_id=1)
    assert not take_access_blockers(hidden, named_and_active=[1, 2], person_id=1)
    assert not take_access_blockers(incident(), named_and_active=[1], person_id=1)


def test_unknown_impact_is_empty_and_nought_is_said() -> None:
    assert dict(impact_lines(Impact())) == dict.fromkeys(
        ["Users", "Error budget", "Revenue", "Support tickets", "Trust"], ""
    )
    known = Impact(users_affected=0, users_share=Decimal("12.500"), support_tickets=0, revenue_kind="negligible")
    lines = dict(impact_lines(known))
    assert (lines["Users"], lines["Support tickets"], lines["Revenue"]) == ("0 (12.5 % of users)", "0", "negligible")


def test_history_says_values_in_words() -> None:
    assert in_words(None) == "not known yet"
    assert in_words({"at": "2026-03-04T14:32:00+00:00", "precision": "around"}) == "around 4 Mar 2026, 14:32 UTC"
    assert in_words({"at": "2026-03-04T00:00:00+00:00", "precision": "day"}) == "4 Mar 2026"
    assert in_words("near_miss", "kind") == "Near miss"
    assert in_words("12.5", "users_share") == "12.5 %"
    assert in_words(18200, "users_affected") == "18,200"


def test_history_tells_times_in_the_readers_zone_and_days_where_they_were_told() -> None:
    zones = Zones(reader=ZoneInfo("America/New_York"), told=ZoneInfo(BERLIN))
    assert in_words({"at": "2026-03-04T14:32:00+00:00", "precision": "minute"}, "began", zones) == (
        "4 Mar 2026, 09:32 EST"
    )
    assert in_words({"at": "2026-03-03T23:00:00+00:00", "precision": "day"}, "began", zones) == "4 Mar 2026"


def test_history_calls_fields_as_people_do() -> None:
    changes = {"revenue_kind": {"from": "unknown", "to": "negligible"}, "detected": {"from": None, "to": None}}
    told = history_told([IncidentHistory(kind="impact_changed", details={"changes": changes})])
    assert told[0].lines == ["Revenue: Not known yet → Negligible", "Detected: not known yet → not known yet"]
    fields = {"fields": {"evidence_url": {}, "known_later": {}}}
    told = history_told([IncidentHistory(kind="timeline_changed", details=fields)])
    assert told[0].lines == ["Entry changed: evidence, known only later"]


def test_the_same_change_again_and_again_is_told_once() -> None:
    rows = [IncidentHistory(kind="timeline_changed", by_id=1, details={"added": 1}) for _ in range(3)]
    told = history_told([*rows, IncidentHistory(kind="recorded", by_id=1, details={})])
    assert [(one.lines, one.times) for one in told] == [(["Entry added"], 3), ([], 1)]


# --- the timeline ---------------------------------------------------------------------------------


def test_a_silence_asks_when_it_is_long_for_this_timeline() -> None:
    rows = timeline_rows([entry(0), entry(5), entry(60), entry(62)], UTC)  # type: ignore[arg-type]
    assert [row.silence for row in rows] == [None, None, timedelta(minutes=55), None]


def test_an_entry_told_out_of_order_keeps_its_place_and_gets_a_question() -> None:
    rows = timeline_rows([entry(10), entry(0), entry(11)], UTC)  # type: ignore[arg-type]
    assert [bool(row.questions) for row in rows] == [False, True, False]
    assert [row.event.at for row in rows] == [T + timedelta(minutes=m) for m in (10, 0, 11)]


def test_several_entries_out_of_order_are_asked_about_once() -> None:
    rows = timeline_rows([entry(10), entry(0), entry(2), entry(4)], UTC)  # type: ignore[arg-type]
    assert [len(row.questions) for row in rows] == [0, 1, 0, 0]


def test_days_are_compared_as_days_and_stay_the_told_day() -> None:
    midnight_in_berlin = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    day = TimelineEvent(at=midnight_in_berlin, precision="day", time_zone=BERLIN, text="x")
    row = timeline_rows([day], UTC)[0]  # type: ignore[arg-type]
    assert row.day == date(2026, 3, 4)
    assert not timeline_rows([entry(0), day], UTC)[1].questions  # type: ignore[arg-type]


def test_the_scale_places_entries_by_time_and_days_as_days() -> None:
    scale = scale_of(incident(), [entry(0), entry(30), entry(120), entry(None)])
    assert scale is not None
    assert [mark.x for mark in scale.dots] == [0, 25, 100]
    by_day = scale_of(incident(), [entry(0, precision="day"), entry(24 * 60 * 3, precision="day")])
    assert by_day is not None
    assert (by_day.first_day, by_day.last_day) == (date(2026, 3, 4), date(2026, 3, 7))
    assert [(mark.x, mark.width) for mark in by_day.days] == [(0, 25), (75, 25)]


def test_there_is_no_scale_without_a_stretch_of_time() -> None:
    assert scale_of(incident(), [entry(None)]) is None
    assert scale_of(incident(), [entry(0)]) is None

"""The gate's rules, and whose turn it is. No database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from incidents.choices import ReviewedBy
from postmortems.choices import ReviewAnswer, SectionKind
from postmortems.rules import (
    ActionFacts,
    Candidate,
    DocumentFacts,
    ReviewFacts,
    SectionFacts,
    after_publication,
    folds,
    gate_met,
    may_be_written,
    propose_facilitator,
    publish_advice,
    publish_blockers,
    template_to_offer,
    working_days_after,
)

ALICE, BOB, CAROL = 1, 2, 3
SUMMARY = SectionFacts("summary", "What happened?", SectionKind.PROSE, is_required=True, body="The queue grew.")
TIMELINE = SectionFacts("timeline", "When?", SectionKind.TIMELINE, is_required=True, body="")
OPTIONAL = SectionFacts("lucky", "Lucky?", SectionKind.PROSE, is_required=False, body="")
WHOLE = ActionFacts(7, "Alert on age", False, False, has_owner=True, has_date=True, has_outcome=True)
PROPOSAL = ActionFacts(8, "Think of it", True, False, has_owner=False, has_date=False, has_outcome=False)
APPROVED = ReviewFacts(BOB, "Bob", is_leadership=False, answer=ReviewAnswer.APPROVED)
LEADER = ReviewFacts(CAROL, "Carol", is_leadership=True, answer=ReviewAnswer.APPROVED)
READY = DocumentFacts(
    number=12,
    status="in_review",
    amending=False,
    severity="SEV-2",
    reviewed_by=ReviewedBy.TEAM,
    is_near_miss=False,
    timeline_entries=3,
    sections=[SUMMARY, TIMELINE, OPTIONAL],
    actions=[WHOLE, PROPOSAL],
    reviews=[APPROVED],
    author_ids={ALICE},
)


def codes(facts: DocumentFacts) -> list[str]:
    return [blocker.code for blocker in publish_blockers(facts)]


def test_nothing_stands_in_the_way_of_a_ready_document() -> None:
    assert codes(READY) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"severity": "", "reviewed_by": ""}, ["severity_unknown"]),
        ({"severity": "", "reviewed_by": "", "is_near_miss": True}, []),
        ({"severity": "", "reviewed_by": "", "is_near_miss": True, "reviews": []}, ["approval_missing"]),
        ({"sections": [replace(SUMMARY, body=" \n")]}, ["section_empty"]),
        ({"timeline_entries": 0}, ["timeline_empty"]),
        ({"timeline_entries": 0, "sections": [replace(TIMELINE, body="Told in prose.")]}, []),
        ({"timeline_entries": 0, "sections": [SUMMARY]}, []),
        ({"actions": [replace(WHOLE, has_owner=False)]}, ["action_without_owner"]),
        ({"actions": [replace(WHOLE, has_date=False)]}, ["action_without_date"]),
        ({"actions": [replace(WHOLE, has_owner=False, has_date=False)]}, ["action_without_owner"]),
        ({"actions": [replace(WHOLE, has_owner=False, was_never_committed=True)]}, []),
        ({"actions": []}, []),
        ({"reviews": []}, ["approval_missing"]),
        ({"reviews": [replace(APPROVED, answer=ReviewAnswer.ASKED)]}, ["approval_missing"]),
        ({"reviews": [APPROVED, replace(LEADER, answer=ReviewAnswer.CHANGES)]}, ["changes_asked"]),
        ({"reviews": [replace(APPROVED, reviewer_id=ALICE)]}, ["approval_missing"]),
        ({"reviews": [replace(APPROVED, reviewer_id=ALICE)], "author_ids": {ALICE, BOB}}, []),
        ({"reviewed_by": ReviewedBy.NOBODY, "reviews": []}, []),
        ({"reviewed_by": ReviewedBy.LEADERSHIP}, ["leadership_missing"]),
        ({"reviewed_by": ReviewedBy.LEADERSHIP, "reviews": [LEADER]}, []),
        ({"reviewed_by": ReviewedBy.LEADERSHIP, "reviews": [LEADER], "author_ids": {CAROL}}, ["leadership_missing"]),
        ({"reviewed_by": ReviewedBy.LEADERSHIP, "reviews": [LEADER], "author_ids": {CAROL, ALICE}}, []),
    ],
)
def test_the_gate_names_what_is_missing(change: dict[str, object], expected: list[str]) -> None:
    assert codes(replace(READY, **change)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reviews", "said"),
    [([], "nobody has approved yet"), ([replace(APPROVED, reviewer_id=ALICE)], "nobody but its author has approved")],
)
def test_the_gate_says_who_has_approved_so_far(reviews: list[object], said: str) -> None:
    [blocker] = publish_blockers(replace(READY, reviews=reviews))  # type: ignore[arg-type]
    assert said in blocker.message


def test_the_gate_lists_everything_at_once_and_where_to_mend_it() -> None:
    facts = replace(
        READY,
        severity="",
        reviewed_by="",
        sections=[replace(SUMMARY, body=""), TIMELINE],
        timeline_entries=0,
        actions=[replace(WHOLE, has_owner=False), replace(WHOLE, number=9, has_date=False)],
        reviews=[replace(APPROVED, answer=ReviewAnswer.CHANGES)],
    )
    assert codes(facts) == [
        "severity_unknown",
        "section_empty",
        "timeline_empty",
        "action_without_owner",
        "action_without_date",
        "changes_asked",
    ]
    places = [(blocker.url_name, blocker.url_args) for blocker in publish_blockers(facts)]
    assert ("postmortems:edit_section", (12, "summary")) in places
    assert ("actions:detail", (9,)) in places
    assert any("AI-7 “Alert on age”" in blocker.message for blocker in publish_blockers(facts))


def test_advice_holds_nothing_up() -> None:
    facts = replace(
        READY,
        actions=[replace(WHOLE, has_outcome=False, owner_has_left=True), PROPOSAL],
        reviews=[replace(APPROVED, is_stale=True), ReviewFacts(9, "Dana", False, ReviewAnswer.ASKED)],
        open_comments=2,
        impact_known=False,
    )
    assert codes(facts) == []
    assert [advice.code for advice in publish_advice(facts)] == [
        "action_without_outcome",
        "action_orphaned",
        "review_waiting",
        "approved_before",
        "comments_open",
        "impact_unknown",
    ]
    assert publish_advice(READY) == []


def test_that_nothing_is_committed_to_is_worth_a_look_and_no_more() -> None:
    facts = replace(READY, actions=[PROPOSAL])
    assert codes(facts) == []
    assert [advice.code for advice in publish_advice(facts)] == ["nothing_committed"]
    assert publish_advice(replace(READY, actions=[PROPOSAL, WHOLE])) == publish_advice(replace(READY, actions=[])) == []


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["todo", "proposed"], "owners reminded"),
        (["proposed", "done"], "its proposals wait"),
        (["done", "wont_do"], "are told."),
        ([], "are told."),
    ],
)
def test_what_follows_a_publication_is_said_as_it_is(statuses: list[str], said: str) -> None:
    assert said in after_publication(statuses)


@pytest.mark.parametrize(
    ("status", "amending", "expected"),
    [("draft", False, True), ("in_review", False, True), ("published", False, False), ("published", True, True)],
)
def test_a_published_document_is_written_only_while_amended(status: str, amending: bool, expected: bool) -> None:
    assert may_be_written(status=status, amending=amending) is expected


@pytest.mark.parametrize(
    ("same", "noted", "minutes", "expected"),
    [(True, False, 9, True), (True, False, 10, False), (False, False, 1, False), (True, True, 1, False)],
)
def test_which_saves_fold(same: bool, noted: bool, minutes: int, expected: bool) -> None:
    began = datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert folds(same_person=same, noted=noted, began_at=began, at=began + timedelta(minutes=minutes)) is expected


def candidate(person: int, *teams: int, day: int | None = None) -> Candidate:
    return Candidate(person, frozenset(teams), datetime(2026, 10, day, tzinfo=UTC) if day else None)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([], None),
        ([candidate(5, 1)], None),
        ([candidate(ALICE, 2)], None),
        ([candidate(6, 2, day=3), candidate(5, 2, day=9)], 6),
        ([candidate(6, 2, day=3), candidate(7), candidate(8)], 7),
    ],
)
def test_whose_turn_it_is_to_facilitate(candidates: list[Candidate], expected: int | None) -> None:
    assert propose_facilitator(candidates, teams_involved={1}, involved={ALICE}) == expected


@pytest.mark.parametrize(
    ("decision", "template", "known", "expected"),
    [
        ("", "full", True, "full"),
        ("", "light", True, "light"),
        ("", "", False, "full"),
        ("brief_note", "brief-note", True, "brief-note"),
        ("postmortem", "brief-note", True, "full"),
    ],
)
def test_which_template_is_offered_first(decision: str, template: str, known: bool, expected: str) -> None:
    assert template_to_offer(decision=decision, severity_template=template, severity_known=known) == expected


def test_working_days_leave_out_the_weekend() -> None:
    assert working_days_after(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert working_days_after(date(2026, 11, 20), 0) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("action", "give", "place"),
    [
        (replace(WHOLE, has_owner=False), "an owner", "actions:commit"),
        (replace(WHOLE, has_owner=False, has_date=False), "both", "actions:commit"),
        (replace(WHOLE, has_owner=False, is_open=False), "an owner", "actions:detail"),
        (replace(WHOLE, has_date=False), "a date", "actions:detail"),
    ],
)
def test_the_gate_asks_an_action_for_what_it_lacks_and_leads_to_where_it_is_given(action, give, place):
    (blocker,) = [one for one in publish_blockers(replace(READY, actions=[action])) if one.code.startswith("action")]
    assert blocker.mend == f"Give it {give}"
    assert blocker.url == reverse(place, args=[action.number])


def test_the_gate_says_who_approved_even_where_nobody_has_to() -> None:
    stale = replace(LEADER, is_stale=True)
    met = gate_met(replace(READY, reviewed_by=ReviewedBy.NOBODY, reviews=[APPROVED, stale]))
    assert "Nobody has to approve it; approved by Bob." in met

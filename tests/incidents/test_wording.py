"""What the lens knows of an organisation, and answers to its findings."""

import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

import lens
from incidents.choices import AnswerReason, LensWordKind
from incidents.wording.knowing import phrase_pattern, what_is_known
from incidents.wording.looking import OWN, answers_on, look_at
from incidents.wording.models import LensAnswer, LensRule, LensWord
from incidents.wording.queries import rule_standings
from incidents.wording.sections import section_named
from incidents.wording.services import (
    add_word,
    answer_finding,
    remove_word,
    set_rule,
    take_back_answer,
    touch_lens,
)
from people.models import AuditEntry
from tests.factories import make_incident, make_service, make_team, make_user

pytestmark = pytest.mark.django_db
FORGOT = "Dave forgot to check the config."


def test_an_answer_holds_while_the_sentence_stands_and_no_longer():
    alice, _ = make_user("Alice"), make_user("Erin Vance")
    incident = make_incident(by=alice)
    [seen] = look_at(FORGOT, "causes", incident_id=incident.pk)
    answer_finding(incident, rule=seen.finding.rule, sentence=seen.sentence, reason=AnswerReason.AGREED, by=alice)

    def asked(text: str) -> list[bool]:
        found = look_at(text, "causes", incident_id=incident.pk, answers=answers_on([incident.pk]))
        return [one.answer is None for one in found]

    assert asked(FORGOT) == [False]
    assert asked(f"The queue grew.\n\n- {FORGOT} The queue drained at noon.") == [False]
    assert asked("Dave forgot to check the config of the edge.") == [True]
    assert asked(f"{FORGOT} Erin forgot to check the lock.") == [False, True]


def test_an_answer_is_given_once_and_the_newer_reason_counts():
    incident = make_incident()
    facts: dict[str, Any] = {"rule": "r", "sentence": "0" * 32, "by": incident.recorded_by}
    first = answer_finding(incident, reason="quoting", **facts)
    second = answer_finding(incident, reason="needed", note=" so   the law says ", **facts)
    assert first.pk == second.pk
    assert (second.reason, second.note) == ("needed", "so the law says")
    with pytest.raises(IntegrityError), transaction.atomic():
        LensAnswer.objects.create(incident=incident, reason="quoting", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        LensAnswer.objects.create(incident=incident, reason="laziness", **facts | {"rule": "other"})
    take_back_answer(second)
    assert answers_on([incident.pk]) == {}


def test_no_row_holds_the_sentence():
    incident = make_incident()
    [seen] = look_at(FORGOT, "causes")
    answer = answer_finding(
        incident, rule=seen.finding.rule, sentence=seen.sentence, reason="agreed", by=incident.recorded_by
    )
    kept = " ".join(str(getattr(answer, field.name)) for field in answer._meta.concrete_fields)
    assert "config" not in kept


def test_people_teams_and_services_are_known_as_soon_as_they_are_there(django_assert_num_queries):
    what_is_known()
    make_user("Zebulon Quix")
    make_team("Harbour")
    make_service("Rosalind")
    known = what_is_known().vocabulary
    assert "Zebulon Quix" in known.people
    assert "Harbour" in known.teams
    assert "Rosalind" in known.services
    with django_assert_num_queries(1):
        assert what_is_known().vocabulary is known


def test_another_name_is_known_after_a_while_at_the_latest(monkeypatch):
    person = make_user("Zebulon Quix")
    what_is_known()
    type(person).objects.filter(pk=person.pk).update(display_name="Zebulon Quay")
    monkeypatch.setattr("incidents.wording.knowing.time.monotonic", lambda: 1e12)
    assert "Zebulon Quay" in what_is_known().vocabulary.people


def test_a_rule_is_switched_off_and_on_again_and_the_audit_log_says_so():
    admin = make_user(is_administrator=True)
    rule = look_at(FORGOT, "causes")[0].finding.rule
    set_rule(rule, is_off=True, level="", by=admin)
    assert [one for one in look_at(FORGOT, "causes") if one.finding.rule == rule] == []
    set_rule(rule, is_off=False, level="hint", by=admin)
    assert look_at(FORGOT, "causes")[0].is_mark is False
    set_rule(rule, is_off=False, level="", by=admin)
    assert look_at(FORGOT, "causes")[0].is_mark
    assert not LensRule.objects.exists()
    said = list(AuditEntry.objects.order_by("pk").values_list("about", flat=True))
    assert said == [f"lens: {rule}, {what}" for what in ("switched off", "as a hint", "as shipped")]


def test_own_words_allow_name_and_point():
    admin = make_user(is_administrator=True)
    allowed = add_word(LensWord(kind=LensWordKind.ALLOWED, text="forgot to check * config"), by=admin)
    assert look_at(FORGOT, "causes") == []
    remove_word(allowed, by=admin)
    assert look_at(FORGOT, "causes") != []
    add_word(LensWord(kind=LensWordKind.FLAGGED, text="heron*", level="hint", ask="What was missing?"), by=admin)
    [seen] = look_at("Everybody waited for the heron release.", "summary")
    assert (seen.finding.rule, seen.finding.ask, seen.is_mark) == (OWN, "What was missing?", False)
    assert look_at("Run `heron --all` again.", "summary") == []


def test_a_phrase_is_literal_but_for_its_stars():
    assert phrase_pattern("a.c").search("abc") is None
    assert phrase_pattern("(oops").search("they said (oops")
    assert phrase_pattern("told * twice").search("We told them all twice")
    assert phrase_pattern("told * twice").search("We told them. It broke twice") is None
    assert phrase_pattern("told").search("untold") is None


def test_words_are_said_once_and_levels_only_where_something_is_pointed_at():
    LensWord.objects.create(kind="system", text="Rosa")
    for wrong in (
        {"kind": "system", "text": "rosa"},
        {"kind": "system", "text": "Jo", "level": "hint"},
        {"kind": "flagged", "text": "Jo"},
        {"kind": "verb", "text": "Jo"},
        {"kind": "system", "text": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LensWord.objects.create(**wrong)


def test_precision_counts_answers_one_may_see_and_never_people():
    admin, alice = make_user(is_administrator=True), make_user("Alice")
    seen, hidden = make_incident(by=alice), make_incident(by=alice, is_restricted=True)
    rule = lens.rules()[0]
    for n, (incident, reason) in enumerate(
        [(seen, "rule_wrong"), (seen, "system"), (seen, "agreed"), (seen, "quoting"), (hidden, "rule_wrong")]
    ):
        answer_finding(incident, rule=rule.id, sentence=f"{n:032}", reason=reason, by=alice)
    [standing] = rule_standings(admin, [rule])
    assert (standing.answers, standing.wrong, standing.precision, standing.is_doubted) == (4, 2, 0.5, False)
    [own] = rule_standings(alice, [rule])
    assert own.answers == 5


@pytest.mark.parametrize(
    ("heading", "kind", "name"),
    [
        ("What happened?", "prose", "summary"),
        ("Contributing factors", "prose", "causes"),
        ("Why was that possible?", "prose", "causes"),
        ("What did our system teach us?", "prose", "lessons"),
        ("Anything", "timeline", "timeline"),
        ("Anything", "actions", "action"),
        ("Notes", "prose", "prose"),
    ],
)
def test_a_section_is_known_by_its_kind_or_its_heading(heading, kind, name):
    assert section_named(heading, kind) == name


def test_places_are_counted_as_a_browser_does():
    [seen] = look_at(f"🎈 {FORGOT}", "causes")
    text = f"🎈 {FORGOT}".encode("utf-16-le")
    start, end = seen.place
    assert text[2 * start : 2 * end].decode("utf-16-le") == seen.finding.text


def test_a_long_text_with_many_findings_takes_no_more_than_its_length():
    """Naming a sentence reads its paragraph, not the whole text each time."""
    paragraph = "We should have noticed the lag in the queue before the evening came.\n\n"

    def seconds(count: int) -> float:
        text = f"{count} times.\n\n" + paragraph * count
        began = time.process_time()
        assert len(look_at(text, "causes")) >= count
        return time.process_time() - began

    seconds(20)
    assert min(seconds(800), seconds(801)) < 4 * min(seconds(399), seconds(400)) + 0.1


def test_what_was_said_of_a_retired_rule_holds_for_the_one_in_its_place(monkeypatch):
    incident, admin = make_incident(), make_user(is_administrator=True)
    [seen] = look_at(FORGOT, "causes")
    rule = seen.finding.rule
    answer_finding(incident, rule="long-gone", sentence=seen.sentence, reason="rule_wrong", by=incident.recorded_by)
    set_rule("long-gone", is_off=False, level="hint", by=admin)
    monkeypatch.setattr("lens.rulebook.retired", lambda language="en": {"long-gone": rule})
    touch_lens()
    [seen] = look_at(FORGOT, "causes", incident_id=incident.pk, answers=answers_on([incident.pk]))
    assert seen.answer
    assert seen.finding.level == "hint"
    [standing] = [one for one in rule_standings(incident.recorded_by) if one.rule.id == rule]
    assert (standing.answers, standing.level) == (1, "hint")


def test_a_passage_is_shown_in_its_line():
    [seen] = look_at("First line.\n\nSomething. Dave forgot to check the config of it.\nLast.", "causes")
    assert seen.around[0] == "Something. "
    assert seen.around[1].endswith("config of it.")
    long = f"{'word ' * 20}Dave forgot to check {'word ' * 20}"
    [seen] = look_at(long, "causes")
    before, behind = seen.around
    assert before.startswith("…")
    assert behind.endswith("…")
    assert len(before) + len(behind) <= 84

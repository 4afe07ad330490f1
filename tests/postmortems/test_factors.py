"""Contributing factors: a graph in one document, conditions shared between several, and nothing hidden told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from actions.models import Action
from incidents.models import Incident
from incidents.services import restrict_incident
from people.models import User
from postmortems.choices import FactorEnding
from postmortems.document import build_content, plain_text
from postmortems.exporting import markdown_of
from postmortems.factors.models import Factor, FactorLink, PostmortemFactor
from postmortems.factors.queries import (
    alike_factors,
    factors_met_at_services,
    factors_of_several_teams,
    places_elsewhere,
)
from postmortems.factors.rules import Asked, Walked, closes_circle, next_questions, walk
from postmortems.factors.services import (
    Overtaken,
    Said,
    add_factor,
    change_factor,
    move_factor,
    remove_factor,
    reuse_factor,
)
from postmortems.importing import as_markdown
from postmortems.importing.reader import read_document
from postmortems.models import Postmortem, PostmortemEvent, SearchRow
from postmortems.queries import gate_facts, load_document
from postmortems.rules import Refused, publish_advice, publish_blockers
from postmortems.search.services import refresh_drafts
from postmortems.services import publish_postmortem, start_amendment
from tests.factories import make_action, make_event, make_incident, make_service, make_team, make_user
from tests.postmortems.make import approve, fill, make_postmortem, make_published

pytestmark = pytest.mark.django_db
T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)


def say(text: str = "The gateway starts without one of its keys", **facts: Any) -> Said:
    return Said(text=text, category=facts.pop("category", "safeguard"), **facts)


def add(postmortem: Postmortem, text: str = "", **facts: Any) -> PostmortemFactor:
    return add_factor(postmortem, say(text or "The gateway starts without a key", **facts), by=postmortem.created_by)


def change(place: PostmortemFactor, **facts: Any) -> PostmortemFactor:
    place = PostmortemFactor.objects.select_related("factor", "postmortem").get(pk=place.pk)
    said = say(facts.pop("text", place.factor.text), category=place.factor.category, **facts)
    return change_factor(place, said, version=place.version, by=place.added_by)


def refused(constraint: str, write: Any) -> None:
    def write_and_check() -> None:
        with transaction.atomic():
            write()
            connection.check_constraints()

    with pytest.raises(IntegrityError, match=constraint):
        write_and_check()


# --- pure ---------------------------------------------------------------------------------------------


def test_a_circle_is_seen_however_long() -> None:
    links = {(1, 2), (2, 3)}
    assert closes_circle(links, effect=3, conditions=[1])
    assert closes_circle(links, effect=1, conditions=[1])
    assert not closes_circle(links, effect=1, conditions=[3])
    assert not closes_circle(links | {(3, 4)}, effect=3, conditions=[5])


def test_a_graph_is_walked_down_and_what_several_rest_on_is_told_once() -> None:
    assert walk([1, 2, 3, 4], {(1, 3), (2, 3), (3, 4)}) == [
        Walked(1, 0),
        Walked(3, 1),
        Walked(4, 2),
        Walked(2, 0),
        Walked(3, 1, again=True),
    ]


def test_stopping_early_is_met_with_the_next_question() -> None:
    nothing, everything = Asked("x", *[False] * 4), Asked("A bad deploy", *[True] * 4)
    assert next_questions(nothing)[0].startswith("Why was that possible?")
    assert len(next_questions(nothing)) == 3
    assert next_questions(everything) == []
    assert not any("Why" in words for words in next_questions(Asked("x", False, True, True, True)))


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("A bad deploy of the gateway", True),
        ("Human  error during the migration", True),
        ("The load balancer was misconfigured", True),
        ("The gateway starts without one of its keys", False),
        ("Deploys go to every node at once", False),
        ("Error budgets are kept per team", False),
    ],
)
def test_an_event_is_asked_what_let_it_through_though_it_has_a_why(text: str, stops: bool) -> None:
    asked = next_questions(Asked(text, True, False, True, True))
    assert bool(asked) is stops
    assert not next_questions(Asked(text, True, True, True, True)), "what lies below has answered it"


# --- writing ------------------------------------------------------------------------------------------


def test_a_factor_is_worked_out_and_history_tells_it() -> None:
    postmortem = make_postmortem()
    event = make_event(postmortem.lead_incident, "First refusal", at=T)
    action = make_action(postmortem.lead_incident)
    deep = add(postmortem, "Settings have no schema", category="tooling")
    place = add(postmortem, "  The gateway   starts without a key ", why="Reading was permissive")
    place = change(place, why="x", evidence=[event], conditions=[deep], ending=FactorEnding.ACTION, action=action)
    assert place.factor.text == "The gateway starts without a key"
    assert (place.position, place.why, place.action, place.version) == (1, "x", action, 2)
    assert list(place.evidence.all()) == [event]
    assert [link.condition for link in place.made_possible_by.all()] == [deep]
    kinds = PostmortemEvent.objects.filter(postmortem=postmortem).values_list("kind", flat=True)
    assert sorted(kinds) == ["factor_added", "factor_added", "factor_changed", "started"]
    place = change(place, ending=FactorEnding.ACCEPTED, accepted_because="The acquirer is being replaced.")
    assert (place.action, list(place.evidence.all()), place.made_possible_by.count()) == (None, [], 0)


def test_what_does_not_hold_together_is_refused() -> None:
    postmortem = make_postmortem()
    first, second = add(postmortem, "One"), add(postmortem, "Two")
    change(first, conditions=[second])
    with pytest.raises(Refused, match="reasons for itself"):
        change(second, conditions=[first])
    with pytest.raises(Refused, match="Which action"):
        change(first, ending=FactorEnding.ACTION)
    with pytest.raises(Refused, match="Write down why"):
        change(first, ending=FactorEnding.ACCEPTED, accepted_because=" ")


def test_somebody_who_was_slower_overwrites_nothing() -> None:
    place = add(make_postmortem())
    change(place, why="Theirs")
    with pytest.raises(Overtaken):
        change_factor(place, say(why="Mine"), version=1, by=make_user())
    place.refresh_from_db()
    assert place.why == "Theirs"


def test_a_published_document_takes_factors_only_while_it_is_amended() -> None:
    published = make_published()
    with pytest.raises(Refused, match="Start an amendment"):
        add(published)
    start_amendment(published, by=published.created_by)
    add(published)
    assert published.factors.count() == 1


def test_order_is_the_writers_and_what_stands_nowhere_is_gone() -> None:
    postmortem = make_postmortem()
    first, second = add(postmortem, "One"), add(postmortem, "Two")
    move_factor(second, up=True, by=postmortem.created_by)
    move_factor(second, up=True, by=postmortem.created_by)
    assert [place.factor.text for place in postmortem.factors.all()] == ["Two", "One"]
    change(first, conditions=[second])
    remove_factor(second, by=postmortem.created_by)
    remove_factor(second, by=postmortem.created_by)
    assert [factor.text for factor in Factor.objects.all()] == ["One"]
    assert not FactorLink.objects.exists()


# --- the same condition again -----------------------------------------------------------------------------


def test_a_condition_met_again_asks_whether_what_removed_it_held() -> None:
    here, there = make_postmortem(), make_postmortem()
    done = make_action(there.lead_incident, status="done", evidence="x", settled_at=T)
    place = change(add(there), ending=FactorEnding.ACTION, action=done)
    again = reuse_factor(here, factor=place.factor, by=here.created_by, at=T)
    assert reuse_factor(here, factor=place.factor, by=here.created_by) == again
    done.refresh_from_db()
    assert done.verify_on == T.date()
    assert places_elsewhere(here.created_by, [place.factor_id], but=here) == {place.factor_id: [there]}


def test_new_words_in_one_document_change_no_other() -> None:
    here, there = make_postmortem(), make_postmortem()
    place = add(there, "The gateway starts without a key")
    again = reuse_factor(here, factor=place.factor, by=here.created_by)
    changed = change(again, text="The gateway starts without any setting")
    place.refresh_from_db()
    assert place.factor.text == "The gateway starts without a key"
    assert changed.factor_id != place.factor_id


def test_alike_conditions_are_offered_with_why_and_where() -> None:
    edge = make_service("Edge")
    here, there = (make_postmortem(make_incident(services=[edge], severity=2)) for _ in range(2))
    place = add(there, "A certificate ends and nothing counts its days")
    (offer,) = alike_factors(here.created_by, here, "Nothing counts the days of the client certificate")
    assert (offer.factor, offer.places) == (place.factor, [there])
    assert "“certificate”" in offer.why
    assert [one.factor for one in factors_met_at_services(here.created_by, here)] == [place.factor]
    assert alike_factors(here.created_by, here, "Certificate") == []
    reuse_factor(here, factor=place.factor, by=here.created_by)
    assert alike_factors(here.created_by, here, "Nothing counts the days of the client certificate") == []
    assert factors_met_at_services(here.created_by, here) == []


def hidden(alice: User, **facts: Any) -> Postmortem:
    """A document on an incident that Alice alone may see, with a factor."""
    incident = make_incident(by=alice, severity=2, is_restricted=True, **facts)
    postmortem = make_postmortem(incident, by=alice)
    add(postmortem, "The signing key lies in the build log")
    return postmortem


def test_a_hidden_documents_conditions_are_offered_to_nobody_not_even_to_who_may_read_them() -> None:
    alice, edge = make_user("Alice"), make_service("Edge")
    secret = hidden(alice, services=[edge])
    here = make_postmortem(make_incident(services=[edge], severity=2))
    text = "The signing key lies in the log of the build"
    for person in (alice, make_user("Charlie")):
        assert alike_factors(person, here, text) == []
        assert factors_met_at_services(person, here) == []
    factor = secret.factors.get().factor
    with pytest.raises(Refused, match="your own words"):
        reuse_factor(here, factor=factor, by=alice)
    assert not Factor.objects.visible_to(make_user("Charlie")).exists()


def test_a_document_that_tells_of_a_restricted_incident_too_is_as_closed() -> None:
    alice = make_user("Alice")
    other = make_incident(by=alice)
    there = make_postmortem(by=alice, also_about=[other])
    place = add(there, "A certificate ends and nothing counts its days")
    assert Factor.objects.open_to_all().exists()
    restrict_incident(other, by=alice)
    assert not Factor.objects.open_to_all().exists()
    assert places_elsewhere(make_user("Charlie"), [place.factor_id]) == {}


def test_where_else_an_open_condition_was_met_is_not_told_by_its_being_offered() -> None:
    alice, edge = make_user("Alice"), make_service("Edge")
    secret = make_incident(by=alice, is_restricted=True)
    place = add(make_postmortem())
    closed = make_postmortem(make_incident(by=alice, severity=2, services=[edge]), by=alice, also_about=[secret])
    reuse_factor(closed, factor=place.factor, by=alice)
    here = make_postmortem(make_incident(severity=2, services=[edge]))
    assert factors_met_at_services(make_user("Charlie"), here) == []


def test_a_shared_condition_shows_each_reader_only_the_documents_they_may_see() -> None:
    alice, charlie = make_user("Alice"), make_user("Charlie")
    here = make_postmortem()
    place = add(here)
    secret = hidden(alice)
    reuse_factor(secret, factor=place.factor, by=alice)
    assert places_elsewhere(charlie, [place.factor_id], but=here) == {}
    assert places_elsewhere(alice, [place.factor_id], but=here) == {place.factor_id: [secret]}
    again = secret.factors.get(factor=place.factor)
    change(again, text="The signing key lies in the build log")
    place.refresh_from_db()
    assert place.factor.text == "The gateway starts without a key"


def test_factors_of_several_teams_are_counted_over_what_a_reader_may_see() -> None:
    alice, charlie = make_user("Alice"), make_user("Charlie")
    payments, gate, platform = (make_team(name) for name in ("Payments", "Gate", "Platform"))
    documents = [
        make_postmortem(make_incident(by=alice, severity=2, teams=[team]), by=alice)
        for team in (payments, gate, platform)
    ]
    place = add(documents[0])
    for other in documents[1:]:
        reuse_factor(other, factor=place.factor, by=alice)
    for n, document in enumerate(documents):
        fill(document)
        approve(document)
        publish_postmortem(document, by=alice, at=T + timedelta(days=n))
    month: dict[str, Any] = {"since": T, "until": T + timedelta(days=30)}
    (shared,) = factors_of_several_teams(Postmortem.objects.visible_to(charlie), **month)
    assert (shared.factor, shared.teams) == (place.factor, ["Gate", "Payments", "Platform"])
    assert [place.postmortem for place in shared.places] == documents[::-1]
    restrict_incident(documents[1].lead_incident, by=alice)
    (shared,) = factors_of_several_teams(Postmortem.objects.visible_to(charlie), **month)
    assert shared.teams == ["Payments", "Platform"]
    restrict_incident(documents[2].lead_incident, by=alice)
    assert factors_of_several_teams(Postmortem.objects.visible_to(charlie), **month) == []
    assert (
        factors_of_several_teams(
            Postmortem.objects.visible_to(alice), since=T + timedelta(days=5), until=T + timedelta(days=30)
        )
        == []
    )


# --- where they are read -----------------------------------------------------------------------------------


def worked_out() -> Postmortem:
    postmortem = make_postmortem()
    event = make_event(postmortem.lead_incident, "First refusal", at=T)
    deep = add(postmortem, "Settings have no schema", category="tooling")
    top = add(postmortem, "The gateway starts without a key", why="Reading was\npermissive from the start")
    action = make_action(postmortem.lead_incident, "Check settings before listening", status="proposed")
    change(top, why=top.why, evidence=[event], conditions=[deep], ending=FactorEnding.ACTION, action=action)
    change(deep, ending=FactorEnding.ACCEPTED, accepted_because="It goes with the old gateway.")
    return postmortem


def test_the_document_search_and_the_edition_tell_them(django_assert_num_queries: Any) -> None:
    postmortem = worked_out()
    with django_assert_num_queries(7):
        content = build_content(load_document(postmortem))
    assert [factor["because_of"] for factor in content["factors"]] == [[], ["F1"]]
    text = plain_text(content)
    assert "- F2: The gateway starts without a key (Safeguard missing)" in text
    assert "    How it ends: We accept this: It goes with the old gateway." in text
    refresh_drafts(at=datetime(2100, 1, 1, tzinfo=UTC))
    assert "Settings have no schema" in SearchRow.objects.get(kind="postmortem", object_id=postmortem.pk).text


def test_an_edition_freezes_the_graph() -> None:
    postmortem = worked_out()
    fill(postmortem)
    approve(postmortem)
    publish_postmortem(postmortem, by=postmortem.created_by)
    edition = postmortem.editions.get()
    assert "Settings have no schema" in edition.html
    assert "Made possible by" in edition.html
    start_amendment(postmortem, by=postmortem.created_by)
    change(postmortem.factors.all()[0], text="Settings are read without a schema")
    edition.refresh_from_db()
    assert "Settings have no schema" in edition.html
    assert "Settings have no schema" in SearchRow.objects.get(kind="postmortem", object_id=postmortem.pk).text


def test_a_required_section_is_filled_by_factors_and_endings_are_advice() -> None:
    postmortem = make_postmortem()
    empty = {(blocker.code, blocker.url_args) for blocker in publish_blockers(gate_facts(load_document(postmortem)))}
    factors = postmortem.sections.get(kind="factors")
    assert ("section_empty", (postmortem.lead_incident.number, factors.key)) in empty
    place = add(postmortem, "The gateway starts without a key")
    facts = gate_facts(load_document(postmortem))
    filled = {(blocker.code, blocker.url_args) for blocker in publish_blockers(facts)}
    assert ("section_empty", (postmortem.lead_incident.number, factors.key)) not in filled
    (advice,) = [one for one in publish_advice(facts) if one.code == "factor_without_ending"]
    assert advice.url_args == (postmortem.lead_incident.number, place.pk)


def test_the_gate_hears_the_lens_on_factors() -> None:
    postmortem = make_postmortem()
    place = add(
        postmortem, "The root cause was human error", why="The engineer was careless and should have known better"
    )
    marks = [one for one in publish_blockers(gate_facts(load_document(postmortem))) if one.code == "lens_mark"]
    assert {mark.url_name for mark in marks} == {"postmortems:factor_edit"}
    assert {mark.anchor for mark in marks} == {"lens-id_text", "lens-id_why"}
    assert {mark.url_args for mark in marks} == {(postmortem.lead_incident.number, place.pk)}


def test_what_is_exported_is_read_back_equal() -> None:
    words = markdown_of(worked_out())
    assert "Made possible by:" in words
    assert as_markdown(read_document("x.md", words.encode())) == words


def test_an_action_of_a_hidden_incident_is_not_named() -> None:
    alice, postmortem = make_user("Alice"), make_postmortem()
    earlier = make_action(make_incident(by=alice), "Rotate the signing key", status="wont_do")
    change(add(postmortem), ending=FactorEnding.UNSHIPPED, action=earlier)
    assert "Rotate the signing key" in plain_text(build_content(load_document(postmortem)))
    restrict_incident(Incident.objects.get(pk=earlier.incident_id), by=alice)
    content = build_content(load_document(postmortem))
    assert "Rotate the signing key" not in str(content)
    assert earlier.public_number not in plain_text(content)


# --- constraints --------------------------------------------------------------------------------------------


def test_the_database_refuses_what_is_no_graph_of_one_document() -> None:
    here, there = make_postmortem(), make_postmortem()
    one, two, three, other = add(here, "1"), add(here, "2"), add(here, "3"), add(there, "4")
    links, places = FactorLink.objects, PostmortemFactor.objects
    links.create(postmortem=here, effect=one, condition=two)
    links.create(postmortem=here, effect=two, condition=three)
    refused("factor_link_closes_no_circle", lambda: links.create(postmortem=here, effect=three, condition=one))
    refused("factor_link_closes_no_circle", lambda: links.filter(effect=two).update(condition=one))
    refused("factor_link", lambda: links.create(postmortem=here, effect=one, condition=one))
    refused("factor_link_once", lambda: links.create(postmortem=here, effect=one, condition=two))
    refused("factor_link_condition_here", lambda: links.create(postmortem=here, effect=one, condition=other))
    refused("factor_link_effect_here", lambda: links.create(postmortem=here, effect=other, condition=one))
    refused("factor_said", lambda: Factor.objects.update(text=""))
    refused("factor_category_known", lambda: Factor.objects.update(category="fault"))
    refused("postmortem_factor_once", lambda: places.filter(pk=two.pk).update(factor=one.factor))
    refused("postmortem_factor_position_once", lambda: places.filter(pk=two.pk).update(position=0))
    action = Action.objects.get(pk=make_action(here.lead_incident).pk)
    for facts in (
        {"ending": "action"},
        {"ending": "accepted"},
        {"ending": "perhaps", "accepted_because": "x"},
        {"action": action},
        {"accepted_because": "x"},
        {"ending": "unshipped", "action": action, "accepted_because": "x"},
    ):
        refused("postmortem_factor_ending_whole", lambda facts=facts: places.filter(pk=one.pk).update(**facts))

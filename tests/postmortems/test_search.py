"""Search: what it finds, what it must not, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.models import IncidentAccess
from postmortems.choices import SearchKind
from postmortems.models import Postmortem, SearchRow, SearchWord, Section
from postmortems.search import words as known_words
from postmortems.search.finding import Filters, search
from postmortems.search.passages import without_signs
from postmortems.search.services import (
    count_words,
    count_words_when_grown,
    refresh_action,
    refresh_drafts,
    refresh_incident,
)
from postmortems.search.words import Question, parse_question
from tests.factories import make_action, make_event, make_incident, make_service, make_tag, make_user


def written(title, text="", **facts):
    """An incident with its search row."""
    incident = make_incident(title, summary=text, **facts)
    refresh_incident(incident.pk)
    return incident


def found(user, question, **filters):
    return [hit.title for hit in search(user, question, Filters(**filters)).hits]


# --- the question as typed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("", Question()),
        ("disk full", Question(("disk", "full"))),
        ('"feature flags" outage', Question(("outage",), ("feature flags",))),
        ("prow -namespace", Question(("prow",), (), ("namespace",))),
        ('an "open quote', Question(("an", "open", "quote"))),
        ("- --", Question()),
        ("inc-47", Question((), ("inc-47",))),
        ("INC-47 redis", Question(("INC-47", "redis"))),
        ("“smart quotes”", Question((), ("smart quotes",))),
    ],
)
def test_a_question_is_taken_apart(text, question):
    assert parse_question(text) == question


@given(st.text(max_size=600))
def test_no_question_is_too_odd_to_take_apart(text):
    parse_question(text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["'", "\\", "a'b\\c", "!!! & | <->", "%s", "\x00", "🙂", '"\'"', "a:* b", "()"])
def test_no_question_is_too_odd_to_ask(text):
    written("Checkout fails", "a b c")
    search(make_user(), text)


# --- what is found -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_title_comes_before_a_mention():
    alice = make_user()
    written("Cache empties itself", "The certificate was fine.")
    written("Certificate expires", "Renewal had stopped.")
    assert found(alice, "certificate") == ["Certificate expires", "Cache empties itself"]


@pytest.mark.django_db
def test_rare_words_weigh_more_than_common_ones():
    alice = make_user()
    for n in range(6):
        written(f"Queue stops, number {n}", "The queue stopped and the queue went on.")
    written("Zookeeper loses its quorum", "So the queue had no leader.")
    count_words()
    assert found(alice, "queue zookeeper")[0] == "Zookeeper loses its quorum"


@pytest.mark.django_db
def test_a_misspelt_word_finds_what_was_meant_and_says_so():
    written("Elasticsearch runs out of disk", "elasticsearch elasticsearch")
    count_words()
    answer = search(make_user(), "elasticseach")
    assert [hit.title for hit in answer.hits] == ["Elasticsearch runs out of disk"]
    assert answer.near_spellings == (("elasticseach", "elasticsearch"),)


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "meant"), [("ngnix", "nginx"), ("jsno", "json"), ("reids", "redis")])
def test_two_letters_that_changed_places_find_what_was_meant(typed, meant):
    written(f"The {meant} file is cut short", f"{meant} {meant}")
    count_words()
    answer = search(make_user(), typed)
    assert len(answer.hits) == 1
    assert answer.near_spellings == ((typed, meant),)


@pytest.mark.django_db
def test_a_misspelt_word_that_nobody_wrote_finds_what_others_call_it():
    written("Sign-in fails for everybody", "The sign in page sent nobody on.")
    written("Checkout fails", "A flag was off.")
    count_words()
    answer = search(make_user(), "authetication")
    assert [hit.title for hit in answer.hits] == ["Sign-in fails for everybody"]
    assert answer.near_spellings == (("authetication", "authentication"),)
    written("Authetication service moves", "It is spelt like this: authetication.")
    count_words()
    answer = search(make_user(), "authetication")
    assert [hit.title for hit in answer.hits] == ["Authetication service moves"]
    assert answer.near_spellings == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"), [("sing-in", "sign in"), ("singin", "sign in"), ("log-in", "login"), ("oath-auth", "")]
)
def test_an_expression_is_understood_closed_up_hyphened_and_with_letters_changed(typed, meant):
    written("Second factor fails for everybody", "The sign in page sent nobody on.")
    written("Events two hours late", "The log of the indexer says so.")
    count_words()
    answer = search(make_user(), typed)
    assert [hit.title for hit in answer.hits][:1] == (["Second factor fails for everybody"] if meant else [])
    assert answer.near_spellings == (((typed, meant),) if meant else ())


@pytest.mark.django_db
def test_what_a_word_that_is_nowhere_is_also_called_is_said():
    written("Second factor fails for everybody", "The sign in page sent nobody on.")
    written("Key in a log", "projectnightingale sso", by=make_user(), is_restricted=True)
    count_words()
    answer = search(make_user(), "login")
    assert len(answer.hits) == 1
    assert answer.nowhere == ()
    assert answer.near_spellings == (("login", "auth, authentication, oauth, sign in, sso"),)


@pytest.mark.django_db
def test_a_word_that_nothing_holds_is_named_unless_it_stands_in_an_answer():
    alice = make_user("Alice")
    written("Certificate expires at the gateway")
    for n in range(8):
        written(f"Queue stops, number {n}")
    written("Key in a log", "projectnightingale gateway", by=alice, is_restricted=True)
    count_words()
    answer = search(make_user(), "certificate gateway xylophone")
    assert (len(answer.hits), answer.nowhere) == (1, ("xylophone",))
    assert search(make_user(), "certificate gateway projectnightingale").nowhere == ("projectnightingale",)
    assert search(alice, "projectnightingale gateway").nowhere == ()


@pytest.mark.django_db
def test_a_public_number_alone_finds_that_one_first_and_only_what_mentions_it():
    this = written("Checkout fails")
    written("An INC of another kind", f"inc {this.number}, INC-{this.number}0 and INC {this.number + 5000}")
    written("It came back", f"As {this.public_number} had it.")
    for typed in (this.public_number, this.public_number.lower(), f" {this.public_number} "):
        assert found(make_user(), typed) == ["Checkout fails", "It came back"]
    action = make_action(this, "Watch the queue")
    refresh_action(action.pk)
    assert found(make_user(), action.public_number) == ["Watch the queue"]


@pytest.mark.django_db
def test_other_words_for_the_same_thing_are_found():
    written("Builds stop", "The runner had no space left on its volume.")
    written("Checkout fails", "A flag was off.")
    count_words()
    assert found(make_user(), "disk full") == ["Builds stop"]


@pytest.mark.django_db
def test_phrases_stay_together_and_excluded_words_stay_out():
    written("One", "A maintenance window was open.")
    written("Two", "The window of maintenance was open.")
    assert found(make_user(), '"maintenance window"') == ["One"]
    assert found(make_user(), "maintenance -open") == []


@pytest.mark.django_db
def test_an_incident_is_found_by_its_timeline_its_number_its_service_and_its_tag():
    incident = make_incident("Checkout fails", services=[make_service("ledger")], tags=[make_tag("auth")])
    make_event(incident, "The haproxy backend was marked down.")
    refresh_incident(incident.pk)
    alice = make_user()
    for question in ("haproxy", incident.public_number, "ledger", "auth"):
        assert found(alice, question) == ["Checkout fails"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question", ["all incidents involving auth", "involving auth", "post-mortems concerning auth", "auth"]
)
def test_words_of_the_asking_are_not_what_is_looked_for(question):
    written("Auth tokens expire early")
    written("Incident bot is silent in an incident")
    count_words()
    assert found(make_user(), question) == ["Auth tokens expire early"]


@pytest.mark.django_db
def test_words_of_the_asking_alone_are_looked_for():
    written("Incident bot is silent")
    assert found(make_user(), "all incidents") == ["Incident bot is silent"]


@pytest.mark.django_db
def test_what_bears_the_number_that_was_typed_comes_first():
    action = make_action(title="Alert on the age of keys")
    written(f"{action.public_number} and {action.public_number} again", f"Of {action.public_number} alone.")
    refresh_action(action.pk)
    assert found(make_user(), action.public_number.lower())[0] == "Alert on the age of keys"


@pytest.mark.django_db
def test_filters_narrow():
    alice, service, tag = make_user(), make_service(), make_tag()
    there = written("Queue stops", services=[service], tags=[tag], severity=1, kind="near_miss")
    written("Queue goes on", began_at=datetime(2020, 5, 1, 12, tzinfo=UTC))
    action = make_action(there, "Alert on the queue")
    refresh_action(action.pk)
    assert found(alice, "queue", service=service.pk, kind="incident") == ["Queue stops"]
    assert found(alice, "queue", tag=tag.pk, kind="action") == ["Alert on the queue"]
    assert found(alice, "queue", severity=1, incident_kind="near_miss", kind="incident") == ["Queue stops"]
    assert found(alice, "queue", year=2020) == ["Queue goes on"]


@pytest.mark.django_db
def test_the_passage_holds_the_words_and_marks_them():
    written("Checkout fails", "word " * 200 + "then the haproxy backend was marked down " + "word " * 200)
    hit = search(make_user(), "haproxy").hits[0]
    assert ("haproxy", True) in hit.passage
    assert sum(len(part) for part, _ in hit.passage) < 260


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("## What happened?\n\nThe **pool** was `full`.", "What happened? The pool was full."),
        ("See [the graph](https://example.org/g) now", "See the graph now"),
        ("| 14:32 | First 5xx |\n|-------|-----------|", "14:32 First 5xx"),
        ("- one\n- two - three", "one two - three"),
    ],
)
def test_a_passage_shows_words_without_the_signs_around_them(text, read):
    assert " ".join(without_signs(text).split()) == read


@pytest.mark.django_db
def test_a_question_about_something_else_finds_nothing():
    for n in range(5):
        written(f"Read times out, {n}", "The read timed out.")
    count_words()
    assert found(make_user(), "cassandra tombstones read") == []


@pytest.mark.django_db
def test_what_timed_out_is_found_by_its_other_words_and_time_is_none_of_them():
    alice = make_user()
    hangs, timely = written("Acquirer hangs"), written("A key is rotated every second time")
    count_words()
    for question in ("timeouts", "timed out"):
        titles = found(alice, question)
        assert hangs.title in titles
        assert (timely.title in titles) is (question == "timed out"), "typed itself, its word is looked for"


@pytest.mark.django_db
def test_words_are_counted_anew_when_there_are_many_more_rows():
    written("Queue stops")
    assert count_words_when_grown()
    assert not count_words_when_grown()
    written("Queue goes on")
    assert count_words_when_grown()


@pytest.mark.django_db
def test_a_draft_is_searchable_some_seconds_after_its_last_word():
    incident = make_incident("Checkout fails")
    postmortem = Postmortem.objects.create(lead_incident=incident, created_by=incident.recorded_by)
    Section.objects.create(postmortem=postmortem, key="s", position=0, heading="What happened?", body="haproxy")
    typed_at = postmortem.changed_at
    assert refresh_drafts(at=typed_at + timedelta(seconds=5)) == 0
    assert refresh_drafts(at=typed_at + timedelta(seconds=15)) == 1
    assert refresh_drafts(at=typed_at + timedelta(seconds=25)) == 0
    assert found(make_user(), "haproxy") == ["Checkout fails"]


# --- what must not be found ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_restricted_incident_is_found_by_those_named_and_by_nobody_else():
    alice, charlie = make_user("Alice"), make_user("Charlie", is_administrator=True)
    secret = written("Key found in a public log", "projectnightingale", by=alice, is_restricted=True)
    action = make_action(secret, "Rotate the nightingale key")
    refresh_action(action.pk)
    count_words()
    assert len(found(alice, "key")) == 2
    for question in ("key", "projectnightingale", "nightingale", '"public log"', secret.public_number):
        answer = search(charlie, question)
        assert (answer.hits, answer.found) == ([], 0)


@pytest.mark.django_db
def test_a_near_spelling_never_gives_away_a_word_of_a_restricted_incident():
    alice = make_user("Alice")
    written("Key found in a public log", "projectnightingale", by=alice, is_restricted=True)
    assert not SearchWord.objects.filter(lexeme__startswith="projectnight").exists()
    count_words()
    assert not SearchWord.objects.filter(lexeme__startswith="projectnight").exists()
    assert search(make_user("Charlie"), "projectnightingal").near_spellings == ()


@pytest.mark.django_db
def test_a_document_over_several_incidents_needs_the_right_to_all_of_them():
    alice, charlie = make_user("Alice"), make_user("Charlie")
    lead, other = make_incident("One of a pattern"), make_incident("Another", by=alice, is_restricted=True)
    SearchRow.objects.create(
        kind=SearchKind.POSTMORTEM,
        incident=lead,
        object_id=1,
        number=lead.public_number,
        title="A pattern of resets",
        at=lead.happened_at,
        incident_kind="other",
        also_incident_ids=[other.pk],
    )
    assert found(charlie, "pattern resets") == []
    assert found(alice, "pattern resets") == ["A pattern of resets"]
    IncidentAccess.objects.create(incident=other, user=charlie)
    assert found(charlie, "pattern resets") == ["A pattern of resets"]


# --- what it costs --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_statements_does_not_grow(rows, django_assert_num_queries):
    alice = make_user()
    for n in range(rows):
        written(f"Queue stops, number {n}", "certificate")
    with django_assert_num_queries(5):
        search(alice, "queue certificate")


@pytest.mark.django_db
def test_a_word_put_right_is_looked_for_in_the_expressions_that_it_is_part_of():
    written("The auth service turns everybody away")
    written("A sign hangs askew over the door")
    count_words()
    answer = search(make_user(), "sigin in")
    assert "The auth service turns everybody away" in [hit.title for hit in answer.hits]
    assert answer.near_spellings == (("sigin", "sign"),)


@pytest.mark.django_db
def test_how_common_a_word_of_nearly_every_row_is_is_remembered_for_a_minute(monkeypatch, django_assert_num_queries):
    now = [100.0]
    monkeypatch.setattr("postmortems.search.words.monotonic", lambda: now[0])
    monkeypatch.setattr("postmortems.search.words._everywhere", {})
    monkeypatch.setattr("postmortems.search.words.MANY_ROWS", 2)
    alice = make_user()
    for n in range(4):
        written(f"Gantry stops, number {n}", "plain" if n else "scaffold")
    count_words()
    statements = [
        ("gantry", 3),
        ("gantry", 2),
        ("scaffold", 4),
        ("scaffold", 4),
    ]  # one in four is not nearly everywhere
    for word, expected in statements:
        with django_assert_num_queries(expected):
            assert search(alice, word).hits
    known_words._everywhere["gantries"] = (now[0] + 1, ([], 9))
    now[0] += 61
    with django_assert_num_queries(3):
        search(alice, "gantry")
    assert {until for until, _ in known_words._everywhere.values()} == {now[0] + known_words.REMEMBERED_FOR}, (
        "the others are gone"
    )

"""Lessons: told from an incident, taken up by a team as its own action, or answered with why not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from reviews.models import Lesson, LessonAnswer
from reviews.permissions import lessons_visible_to, teams_to_answer_for
from reviews.queries import lessons_listed
from reviews.services import AlreadyAnswered, decline_lesson, open_meeting, take_lesson_up, tell_lesson
from tests.factories import make_incident, make_team, make_user
from tests.reviews.test_month import OCTOBER, at, publish

pytestmark = pytest.mark.django_db
TEXT = "A queue without a limit hides an outage until it is one"


def in_a_month():
    return (timezone.now() + timedelta(days=30)).date()


def test_a_team_takes_a_lesson_up_as_its_own_action(client):
    alice = make_user("Alice")
    search = make_team("Search", members=[alice])
    incident = make_incident("Checkout fails")
    lesson = tell_lesson(incident, by=alice, text=TEXT, concerns=[search])
    client.force_login(alice)
    asked = {"team": search.pk, "title": "Our queue has a limit", "owner": alice.pk, "due_on": in_a_month()}
    response = client.post(reverse("reviews:take_lesson_up", args=[lesson.pk]), asked)
    answer = lesson.answers.get()
    assert response.url == answer.action.get_absolute_url()
    assert (answer.team, answer.action.incident, answer.action.team) == (search, incident, search)
    assert (answer.action.owner, answer.action.due_on, answer.action.status) == (alice, in_a_month(), "todo")
    body = client.get(reverse("reviews:lessons")).content.decode()
    assert TEXT in body
    assert answer.action.public_number in body


def test_a_team_says_why_a_lesson_does_not_apply(client):
    alice = make_user("Alice")
    search = make_team("Search", members=[alice])
    lesson = tell_lesson(make_incident(), by=alice, text=TEXT)
    client.force_login(alice)
    address = reverse("reviews:decline_lesson", args=[lesson.pk])
    assert client.post(address, {"team": search.pk, "reason": ""}).status_code == 422
    client.post(address, {"team": search.pk, "reason": "We have no queues"})
    assert lesson.answers.get().reason == "We have no queues"
    assert "We have no queues" in client.get(reverse("reviews:lessons")).content.decode()


def test_what_was_typed_comes_back_when_something_is_missing(client):
    alice = make_user("Alice")
    make_team("Search", members=[alice])
    lesson = tell_lesson(make_incident(), by=alice, text=TEXT)
    client.force_login(alice)
    response = client.post(reverse("reviews:take_lesson_up", args=[lesson.pk]), {"title": "Our queue has a limit"})
    assert response.status_code == 422
    assert "Our queue has a limit" in response.content.decode()
    assert not LessonAnswer.objects.exists()


def test_a_team_answers_once():
    alice = make_user("Alice")
    search = make_team("Search", members=[alice])
    lesson = tell_lesson(make_incident(), by=alice, text=TEXT)
    decline_lesson(lesson, team=search, by=alice, reason="We have no queues")
    with pytest.raises(AlreadyAnswered, match="Search has answered already"):
        take_lesson_up(lesson, team=search, by=alice, title="Limit", owner=alice, due_on=in_a_month())
    with pytest.raises(IntegrityError, match="lesson_answered_once_by_a_team"), transaction.atomic():
        LessonAnswer.objects.create(lesson=lesson, team=search, reason="Again", by=alice)


def test_an_answer_is_an_action_or_a_reason():
    alice = make_user()
    lesson = tell_lesson(make_incident(), by=alice, text=TEXT)
    with pytest.raises(IntegrityError, match="lesson_answer_is_action_or_reason"), transaction.atomic():
        LessonAnswer.objects.create(lesson=lesson, team=make_team(), by=alice)
    with pytest.raises(IntegrityError, match="lesson_said"), transaction.atomic():
        Lesson.objects.create(incident=make_incident(), text="", told_by=alice)


def test_members_answer_for_their_team_and_facilitators_for_any():
    alice, facilitator = make_user("Alice"), make_user("Fatima", is_facilitator=True)
    search, checkout = make_team("Search", members=[alice]), make_team("Checkout")
    lesson = tell_lesson(make_incident(), by=alice, text=TEXT)
    assert teams_to_answer_for(alice, lesson) == [search]
    assert teams_to_answer_for(facilitator, lesson) == [checkout, search]
    decline_lesson(lesson, team=search, by=alice, reason="We have no queues")
    assert teams_to_answer_for(alice, lesson) == []


@pytest.mark.parametrize("name", ["list", "month", "incident", "reading"])
def test_a_lesson_is_offered_to_those_alone_whose_team_has_not_answered(client, name):
    people = alice, fatima, nobodys = make_user(), make_user(is_facilitator=True), make_user("Without a team")
    search, _ = make_team("Search", members=[alice]), make_team("Gate", members=[fatima])
    incident = make_incident(began_at=at(3))
    lesson = tell_lesson(incident, by=fatima, text=TEXT, at=at(4))
    open_meeting(OCTOBER, by=fatima, readings=[publish(incident)])
    address = {
        "list": reverse("reviews:lessons"),
        "month": reverse("reviews:past_month", args=[OCTOBER]),
        "incident": incident.get_absolute_url(),
        "reading": reverse("reviews:told_in_meeting", args=[OCTOBER, incident.number]),
    }[name]
    offer = reverse("reviews:take_lesson_up", args=[lesson.pk])

    def is_offered(person):
        client.force_login(person)
        body = client.get(address).content.decode()
        assert TEXT in body
        is_said = "Your teams have nothing left to answer" in body
        assert is_said is (person is not nobodys and offer not in body)
        return offer in body

    assert [is_offered(one) for one in people] == [True, True, False]
    decline_lesson(lesson, team=search, by=alice, reason="We have no queues")
    assert [is_offered(one) for one in people] == [False, True, False]
    assert is_offered(nobodys) is bool(teams_to_answer_for(nobodys, lesson))


def test_the_only_team_and_oneself_stand_there_already(client):
    alice = make_user("Alice")
    search = make_team("Search", members=[alice])
    lesson = tell_lesson(make_incident(), by=alice, text=TEXT)
    client.force_login(alice)
    for name in ("take_lesson_up", "decline_lesson"):
        body = client.get(reverse(f"reviews:{name}", args=[lesson.pk])).content.decode()
        assert f'<option value="{search.pk}" selected>Search</option>' in body
        assert (f'<option value="{alice.pk}" selected>' in body) is (name == "take_lesson_up")
    make_team("Gate", members=[alice])
    body = client.get(reverse("reviews:take_lesson_up", args=[lesson.pk])).content.decode()
    assert f'<option value="{search.pk}">Search</option>' in body


def test_one_cannot_answer_for_a_team_of_others(client):
    alice, charlie = make_user("Alice"), make_user("Charlie")
    search = make_team("Search", members=[alice])
    make_team("Checkout", members=[charlie])
    lesson = tell_lesson(make_incident(), by=alice, text=TEXT)
    client.force_login(charlie)
    address = reverse("reviews:decline_lesson", args=[lesson.pk])
    assert client.post(address, {"team": search.pk, "reason": "Not mine to say"}).status_code == 422
    assert not lesson.answers.exists()


def test_a_lesson_of_a_restricted_incident_is_none_to_a_stranger(client):
    alice, charlie = make_user("Alice"), make_user("Charlie")
    make_team("Checkout", members=[charlie])
    lesson = tell_lesson(make_incident(by=alice, is_restricted=True), by=alice, text=TEXT)
    assert list(lessons_visible_to(alice)) == [lesson]
    client.force_login(charlie)
    for address in (reverse("reviews:lessons"), f"{reverse('reviews:lessons')}?view=waiting", reverse("reviews:month")):
        assert TEXT not in client.get(address).content.decode()
    for name in ("take_lesson_up", "decline_lesson"):
        assert client.get(reverse(f"reviews:{name}", args=[lesson.pk])).status_code == 404


def test_a_lesson_waits_for_the_teams_it_concerns():
    alice, charlie = make_user("Alice"), make_user("Charlie")
    search, _ = make_team("Search", members=[alice]), make_team("Checkout", members=[charlie])
    for_search = tell_lesson(make_incident(), by=alice, text="For search", concerns=[search])
    for_all = tell_lesson(make_incident(), by=alice, text="For all")
    assert set(lessons_listed(alice, waiting=True)) == {for_search, for_all}
    assert set(lessons_listed(charlie, waiting=True)) == {for_all}
    decline_lesson(for_all, team=search, by=alice, reason="We have none")
    assert set(lessons_listed(alice, waiting=True)) == {for_search}
    assert set(lessons_listed(charlie, waiting=True)) == {for_all}


def test_the_incident_shows_its_lessons_and_takes_a_new_one(client):
    alice = make_user("Alice")
    incident = make_incident("Checkout fails", by=alice)
    client.force_login(alice)
    client.post(reverse("reviews:tell_lesson", args=[incident.number]), {"text": TEXT})
    assert incident.lessons.get().text == TEXT
    assert TEXT in client.get(incident.get_absolute_url()).content.decode()
    assert TEXT in client.get(reverse("reviews:month")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(client, rows, django_assert_num_queries):
    alice = make_user("Alice")
    team = make_team(members=[alice])
    for _ in range(rows):
        decline_lesson(
            tell_lesson(make_incident(), by=alice, text=TEXT, concerns=[team]), team=team, by=alice, reason="None"
        )
    client.force_login(alice)
    with django_assert_num_queries(6):
        client.get(reverse("reviews:lessons"))

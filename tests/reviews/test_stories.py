"""A leader's own story opens a review: theirs to offer, to take back, and to keep off the record."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from notifications.composing import Composed, compose
from notifications.models import Message
from reviews.models import Circle, Meeting, Story
from reviews.services import (
    MeetingClosed,
    Planned,
    close_meeting,
    forget_untold_stories,
    offer_story,
    open_meeting,
)
from tests.factories import make_user
from tests.reviews.test_month import OCTOBER

pytestmark = pytest.mark.django_db
WORDS = "I pushed the rule on a Friday"


def address(name):
    return reverse(f"reviews:{name}", args=[OCTOBER])


@pytest.fixture
def leader():
    return make_user("Helene", is_leadership=True)


def everything_stored():
    """Every text of every table, as a backup would have it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def close_with_a_story(leader, *, is_off_record):
    meeting = open_meeting(OCTOBER, by=leader, planned=[Planned("story", 5), Planned("lessons", 5)])
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=is_off_record)
    return close_meeting(meeting, teams=[])


def test_a_leader_offers_changes_and_takes_back_a_story_of_their_own(client, leader):
    client.force_login(leader)
    assert (
        reverse("reviews:offer_story", args=[OCTOBER])
        in client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode()
    )
    assert (
        "Your name, and that there is a story, are shown on the wall."
        in client.get(address("offer_story")).content.decode()
    )
    assert client.post(address("offer_story"), {"text": "", "is_off_record": "on"}).status_code == 422
    client.post(address("offer_story"), {"text": "Once", "is_off_record": "on"})
    client.post(address("offer_story"), {"text": WORDS})
    story = Story.objects.get()
    assert (story.teller, story.text, story.is_off_record) == (leader, WORDS, False)
    assert WORDS in client.get(address("offer_story")).content.decode()
    client.post(address("withdraw_story"))
    assert not Story.objects.exists()


def test_it_is_off_the_record_unless_its_teller_says_otherwise(client, leader):
    client.force_login(leader)
    form = client.get(address("offer_story")).content.decode()
    assert re.search(r'<input[^>]*name="is_off_record"[^>]*checked', form)


def test_only_who_leads_is_asked_for_one_and_nobody_reads_anothers(client, leader):
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=False)
    client.force_login(make_user("Rosa", is_facilitator=True))
    assert client.get(address("offer_story")).status_code == 403
    assert client.post(address("withdraw_story")).status_code == 403
    client.force_login(make_user("Samuel", is_leadership=True))
    assert WORDS not in client.get(address("offer_story")).content.decode()
    client.post(address("withdraw_story"))
    assert Story.objects.get().teller == leader


def test_it_comes_after_the_agreement_and_off_the_record_its_words_are_the_tellers(client, leader):
    chair = make_user("Fatima", is_facilitator=True)
    open_meeting(OCTOBER, by=chair, planned=[Planned("lessons", 5), Planned("agreement", 2)])
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=True)
    for person, sees in ((chair, False), (leader, True)):
        client.force_login(person)
        body = client.get(address("meeting"), {"topic": "story"}).content.decode()
        assert "Helene tells a story of their own" in body
        assert (WORDS in body) is sees
        agenda = body[body.index("The whole agenda") :]
        places = [agenda.index(title) for title in ("How we talk here", "A story of our own", "Lessons")]
        assert places == sorted(places)
    assert WORDS not in client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode()
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=False)
    client.force_login(chair)
    assert WORDS in client.get(address("meeting"), {"topic": "story"}).content.decode()


def test_off_the_record_it_is_in_no_minutes_no_mail_and_nowhere_after_the_meeting(client, leader):
    away = make_user("Abdul")
    meeting = close_with_a_story(leader, is_off_record=True)
    assert "Friday" not in everything_stored()
    assert [item.topic for item in meeting.agenda_items.all()] == ["lessons"]  # not even that one was told
    mail = compose(Message.objects.get(recipient=away, kind="minutes"))
    assert isinstance(mail, Composed)
    assert "Friday" not in mail.text + mail.html
    assert "story" not in mail.text.lower()
    client.force_login(leader)
    for query in ({}, {"format": "markdown"}):
        assert "Helene" not in client.get(address("minutes"), query).content.decode().split("<main")[-1]


def test_on_the_record_it_heads_the_minutes(client, leader):
    away = make_user("Abdul")
    close_with_a_story(leader, is_off_record=False)
    mail = compose(Message.objects.get(recipient=away, kind="minutes"))
    assert isinstance(mail, Composed)
    client.force_login(away)
    bodies = [client.get(address("minutes"), query).content.decode() for query in ({}, {"format": "markdown"})]
    for body in (*bodies, mail.text, mail.html):
        assert "A story from Helene" in body
        assert WORDS in body
    assert not Story.objects.exists()


def test_no_story_is_offered_to_a_meeting_that_is_over(client, leader):
    close_meeting(open_meeting(OCTOBER, by=leader), teams=[])
    with pytest.raises(MeetingClosed):
        offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=True)
    client.force_login(leader)
    assert client.post(address("offer_story"), {"text": WORDS}).status_code == 422


def test_a_story_whose_review_nobody_held_is_forgotten(leader):
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=True)
    assert forget_untold_stories(at=OCTOBER.ends + timedelta(days=40)) == 0
    assert forget_untold_stories(at=OCTOBER.ends + timedelta(days=100)) == 1


def test_a_teller_has_one_story_a_review_and_it_says_something(leader):
    circle = Circle.objects.create(name="Finders", slug="finders")
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=True)
    offer_story(OCTOBER, circle=circle, by=leader, text=WORDS, is_off_record=True)
    with pytest.raises(IntegrityError, match="story_once_a_teller"), transaction.atomic():
        Story.objects.create(first_day=OCTOBER.first_day, teller=leader, text="Another")
    with pytest.raises(IntegrityError, match="story_said"), transaction.atomic():
        Story.objects.update(text="")
    with pytest.raises(IntegrityError, match="story_of_a_month"), transaction.atomic():
        Story.objects.update(first_day=OCTOBER.first_day + timedelta(days=1))


def test_minutes_from_before_there_were_stories_are_read(leader, client):
    meeting = open_meeting(OCTOBER, by=leader)
    now = timezone.now().isoformat()
    nothing: dict[str, list[str]] = {name: [] for name in ("teams", "people", "read", "lessons", "decisions")}
    minutes = {"opened_at": now, "closed_at": now, **nothing}
    Meeting.objects.filter(pk=meeting.pk).update(minutes=minutes, closed_at=timezone.now())
    client.force_login(leader)
    assert client.get(address("minutes")).status_code == 200


def test_the_chair_plans_time_for_it_second_of_all(client, leader):
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=True)
    client.force_login(make_user("Fatima", is_facilitator=True))
    form = " ".join(client.get(address("open_meeting")).content.decode().split())
    assert '<th scope="row">A story of our own</th><td>second</td>' in form
    assert "Friday" not in form


@pytest.mark.parametrize("page", ["topic", "closing"])
def test_who_closes_is_told_what_will_be_in_the_minutes_and_its_teller_takes_it_out(client, leader, page):
    chair = make_user("Fatima", is_facilitator=True)
    meeting = open_meeting(OCTOBER, by=chair)
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=False)
    place, query = (address("meeting"), {"topic": "close"}) if page == "topic" else (address("close_meeting"), {})
    client.force_login(chair)
    said = client.get(place, query).content.decode()
    assert "The story Helene told is on the record: its words will stand in the minutes" in said
    assert "Only Helene can take it off the record" in said
    assert address("take_off_record") not in said
    assert client.post(address("take_off_record")).status_code == 403

    client.force_login(leader)
    said = client.get(place, query).content.decode()
    assert "Your story is on the record" in said
    assert f'action="{address("take_off_record")}"' in said
    answer = client.post(address("take_off_record"))
    assert answer.url == f"{address('meeting')}?topic=close"
    assert "on the record" not in client.get(place, query).content.decode().split("<main")[-1]
    assert "Friday" not in str(close_meeting(meeting, teams=[]).minutes)


def test_a_leader_takes_no_story_but_their_own_off_the_record(client, leader):
    open_meeting(OCTOBER, by=leader)
    offer_story(OCTOBER, circle=None, by=leader, text=WORDS, is_off_record=False)
    client.force_login(make_user("Samuel", is_leadership=True))
    client.post(address("take_off_record"))
    assert Story.objects.get().is_off_record is False


def test_what_stands_in_the_minutes_is_not_taken_out_of_them(client, leader):
    close_with_a_story(leader, is_off_record=False)
    client.force_login(leader)
    answer = client.post(address("take_off_record"), follow=True)
    assert "its minutes stand" in answer.content.decode()
    assert WORDS in answer.content.decode()

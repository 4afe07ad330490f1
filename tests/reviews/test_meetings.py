"""A review held as a meeting: opened, followed, settled in, closed with minutes that stay."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionEvent
from actions.services import accept_hand_over, reschedule_action
from notifications.composing import Composed, compose
from notifications.models import Message
from reviews.forms import NewDateForm
from reviews.minutes import WHAT_DECISIONS_ARE, Minutes, as_markdown
from reviews.models import Circle, Meeting
from reviews.services import MeetingClosed, close_meeting, open_meeting, say_present, show_topic, tell_lesson
from tests.factories import make_action, make_incident, make_team, make_user
from tests.reviews.test_month import OCTOBER, at, publish

pytestmark = pytest.mark.django_db


def address(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"chosen": OCTOBER, **kwargs})


def held(by, *incidents, **facts):
    return open_meeting(OCTOBER, by=by, readings=[incident.postmortem for incident in incidents], **facts)


def in_a_month():
    return (timezone.localdate() + timedelta(days=30)).isoformat()


@pytest.fixture
def chair():
    return make_user("Fatima", is_facilitator=True)


def test_the_chair_opens_it_with_what_is_worth_reading(client, chair):
    incident = make_incident("Checkout fails", severity=1, began_at=at(3))
    publish(incident)
    client.force_login(chair)
    form = client.get(address("open_meeting")).content.decode()
    assert "Checkout fails (it was a SEV-1)" in form
    response = client.post(address("open_meeting"), {"readings": [incident.number]})
    meeting = Meeting.objects.get()
    assert response.url == address("meeting")
    assert [reading.postmortem for reading in meeting.readings.all()] == [incident.postmortem]
    agenda = client.get(address("meeting")).content.decode()
    assert "How we talk here" in agenda
    assert "Checkout fails" in agenda


def test_members_follow_and_do_not_lead(client, chair):
    held(chair)
    client.force_login(make_user())
    assert client.get(address("meeting")).status_code == 200
    for name in ("open_meeting", "show_topic", "close_meeting"):
        if name != "open_meeting":  # one that is open leads there
            assert client.post(address(name), {"topic": "lessons"}).status_code == 403
    Meeting.objects.all().delete()
    assert client.get(address("open_meeting")).status_code == 403
    assert client.get(address("meeting")).status_code == 404


def test_who_follows_is_told_what_is_on_the_wall(client, chair):
    meeting = held(chair)
    show_topic(meeting, topic="lessons")
    client.force_login(make_user())
    assert 'data-shown="lessons"' in client.get(address("meeting_now")).content.decode()


def test_a_lesson_is_told_from_what_is_read(client, chair):
    incident = make_incident("Checkout fails", severity=1, began_at=at(3))
    publish(incident)
    meeting = held(chair, incident)
    team = make_team("Search")
    client.force_login(make_user())
    asked = {"number": incident.number, "text": "A queue wants a limit", "concerns": [team.pk]}
    client.post(address("tell_in_meeting"), asked)
    lesson = meeting.lessons.get()
    assert (lesson.text, lesson.incident, list(lesson.concerns.all())) == ("A queue wants a limit", incident, [team])
    empty = client.post(address("tell_in_meeting"), {"number": incident.number, "text": "", "concerns": [team.pk]})
    assert empty.status_code == 422
    assert client.post(address("tell_in_meeting"), {"number": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("verb", "asked", "became"),
    [
        ("reschedule", {"due_on": in_a_month(), "reason": "The vendor moved"}, "new date"),
        ("decline", {"reasoning": "The part is being removed"}, "won't do"),
    ],
)
def test_what_waits_is_settled_on_the_spot_and_stands_in_the_minutes(client, chair, verb, asked, became):
    meeting = held(chair, at=timezone.now() - timedelta(minutes=5))
    action = make_action(make_incident(), "Alert on the age", owner=make_user(), due_on=at(1).date())
    client.force_login(chair)
    assert "Alert on the age" in client.get(address("meeting"), {"topic": "actions"}).content.decode()
    settle = address("settle_in_meeting", number=action.number, verb=verb)
    refused = client.post(settle, {"reason": "Half a form"})
    assert refused.status_code == 422
    assert client.post(settle, asked).status_code == 303
    closed = close_meeting(meeting, teams=[])
    assert closed.minutes
    [decision] = closed.minutes["decisions"]
    assert (decision["number"], decision["words"]) == (action.number, became)


def test_a_new_date_counts_from_the_planned_one_where_that_is_ahead_and_an_earlier_one_is_said_to_be(client, chair):
    held(chair)
    today, earlier = timezone.localdate(), "This is earlier than the planned date.</p>"
    assert NewDateForm().fields["due_on"].initial == today + timedelta(days=14)
    assert NewDateForm(planned=today - timedelta(days=9)).fields["due_on"].initial == today + timedelta(days=14)
    planned = today + timedelta(days=30)
    assert NewDateForm(planned=planned).fields["due_on"].initial == planned + timedelta(days=14)
    action = make_action(owner=make_user(), due_on=planned, moved_at=timezone.now() - timedelta(days=90))
    client.force_login(chair)
    assert earlier not in client.get(address("meeting"), {"topic": "actions"}).content.decode()
    settle = address("settle_in_meeting", number=action.number, verb="reschedule")
    for days, is_said in ((0, False), (1, True)):
        refused = client.post(settle, {"due_on": planned - timedelta(days=days)})
        assert refused.status_code == 422
        assert (earlier in refused.content.decode()) is is_said
    asked = {"due_on": planned - timedelta(days=1), "reason": "It is simpler than we thought"}
    assert client.post(settle, asked).status_code == 303


def test_the_minutes_say_to_whom_and_until_when_in_words(client, chair):
    meeting = held(chair, at=timezone.now() - timedelta(minutes=5))
    moved, given = (make_action(make_incident(), title, owner=chair, due_on=date(2099, 3, 1)) for title in ("A", "B"))
    client.force_login(chair)
    reschedule_action(moved, by=chair, due_on=date(2099, 11, 27), reason="The vendor moved")
    settle = address("settle_in_meeting", number=given.number, verb="hand-over")
    mei = make_user("Mei-Lin Chow")
    said = client.post(settle, {"to": str(mei), "word": "You know the queue"}, follow=True).content.decode()
    assert f"{given.public_number} is offered. The minutes will say so." in said
    accept_hand_over(given, by=mei)
    close_meeting(meeting, teams=[])
    minutes = client.get(address("minutes")).content.decode()
    markdown = client.get(address("minutes"), {"format": "markdown"}).content.decode()
    for told in (minutes, markdown):
        for words in (
            "new date from 1 Mar 2099 to 27 Nov 2099",
            "offered to Mei-Lin Chow",
            "handed over to Mei-Lin Chow",
        ):
            assert words in told
        assert "2099-" not in told


def test_a_circles_minutes_hold_what_became_of_its_teams_actions_and_say_what_they_are(client, chair):
    ours, theirs = make_team("Search"), make_team("Gate")
    circle = Circle.objects.create(name="Finders", slug="finders", chair=chair)
    circle.teams.add(ours)
    meeting = held(chair, circle=circle, at=timezone.now() - timedelta(minutes=5))
    for title, team, of in (
        ("Ours", ours, theirs),
        ("Of our incident", theirs, ours),
        ("Both", ours, ours),
        ("Theirs", theirs, theirs),
    ):
        action = make_action(make_incident(teams=[of]), title, team=team)
        ActionEvent.objects.create(action=action, kind="done", at=timezone.now() - timedelta(minutes=1))
    closed = close_meeting(meeting, teams=[])
    assert closed.minutes
    assert [row["title"] for row in closed.minutes["decisions"]] == ["Ours", "Of our incident", "Both"]
    client.force_login(chair)
    page = client.get(closed.get_absolute_url()).content.decode()
    assert WHAT_DECISIONS_ARE in page
    assert f"{WHAT_DECISIONS_ARE}\n\n- AI-" in as_markdown(Minutes.from_json(closed.minutes), title="October")


def test_a_hand_over_is_offered_on_the_spot(client, chair):
    held(chair)
    receiver = make_user("Rosa")
    action = make_action(owner=make_user(), due_on=at(1).date())
    client.force_login(chair)
    settle = address("settle_in_meeting", number=action.number, verb="hand-over")
    make_user("Roswitha")
    assert "Several people" in client.post(settle, {"to": "ros"}).content.decode()
    assert "Nobody who may own this" in client.post(settle, {"to": "Nobody"}).content.decode()
    assert client.post(settle, {"to": "rosa"}).status_code == 303
    assert Message.objects.filter(recipient=receiver, kind="hand_over_offered").exists()


def test_members_settle_what_they_may_change_and_nothing_else(client, chair):
    held(chair)
    action = make_action(owner=make_user(), due_on=at(1).date())
    client.force_login(make_user())
    settle = address("settle_in_meeting", number=action.number, verb="decline")
    assert client.post(settle, {"reasoning": "Not mine"}).status_code == 403
    action.refresh_from_db()
    assert action.status == "todo"


def test_closing_keeps_the_minutes_and_owes_them_to_who_was_not_there(client, chair):
    here, away = make_user("Hedda"), make_user("Abdul")
    make_user("Silent", wants_digest=False)
    incident = make_incident("Checkout fails", severity=1, began_at=at(3))
    publish(incident)
    meeting = held(chair, incident)
    team = make_team("Search")
    tell_lesson(incident, by=here, text="A queue wants a limit", concerns=[team], meeting=meeting)
    for person in (here, chair):
        say_present(meeting, person=person, present=True)
    client.force_login(chair)
    client.post(address("close_meeting"), {"teams": [team.pk]})
    meeting.refresh_from_db()
    minutes = dict(meeting.minutes)
    assert (minutes["teams"], minutes["people"]) == (["Search"], ["Fatima", "Hedda"])
    receivers = {message.recipient for message in Message.objects.filter(kind="minutes")}
    assert away in receivers
    assert not receivers & {here, chair}
    assert all(person.wants_digest for person in receivers)
    mail = compose(Message.objects.get(recipient=away, kind="minutes"))
    assert isinstance(mail, Composed)
    for body in (mail.text, mail.html):
        assert "A queue wants a limit" in body
        assert "Checkout fails" in body

    incident.title = "Renamed since"
    incident.save(update_fields=["title"])
    body = client.get(address("minutes")).content.decode()
    assert "Checkout fails" in body
    markdown = client.get(address("minutes"), {"format": "markdown"})
    assert "- A queue wants a limit (INC-" in markdown.content.decode()
    assert client.get(address("meeting")).url == address("minutes")


def test_a_closed_meeting_is_refused_every_change(chair):
    meeting = close_meeting(held(chair), teams=[])
    with pytest.raises(MeetingClosed):
        show_topic(meeting, topic="lessons")
    with pytest.raises(MeetingClosed):
        close_meeting(meeting, teams=[])
    for attack in (lambda: Meeting.objects.update(topic="x"), lambda: Meeting.objects.all().delete()):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            attack()


def test_a_meeting_is_held_once_a_month_and_circle(chair):
    meeting = held(chair)
    assert held(chair) == meeting
    circle = Circle.objects.create(name="Finders", slug="finders")
    assert open_meeting(OCTOBER, by=chair, circle=circle) != meeting
    with pytest.raises(IntegrityError, match="meeting_once"), transaction.atomic():
        Meeting.objects.create(first_day=OCTOBER.first_day, chair=chair)


def test_a_restricted_incident_is_in_no_topic_and_no_minutes_of_a_stranger(client, chair):
    alice = make_user("Alice", is_facilitator=True)
    secret = make_incident("Key in a log", severity=1, kind="near_miss", began_at=at(3), by=alice, is_restricted=True)
    publish(secret)
    action = make_action(secret, "Rotate the key", owner=alice, due_on=at(1).date())
    meeting = held(alice, secret, at=timezone.now() - timedelta(minutes=5))
    tell_lesson(secret, by=alice, text="Logs are read by many", meeting=meeting)
    client.force_login(alice)
    client.post(
        address("settle_in_meeting", number=action.number, verb="decline"), {"reasoning": "The key is gone for good"}
    )
    words = ("Key in a log", "Rotate the key", "Logs are read", "gone for good")
    client.force_login(chair)
    for topic in ("published", f"read-{secret.number}", "lessons", "actions", "near-misses", "measures", "close"):
        body = client.get(address("meeting"), {"topic": topic}).content.decode()
        assert not any(word in body for word in words), topic
    close_meeting(meeting, teams=[])
    for query in ({}, {"format": "markdown"}):
        body = client.get(address("minutes"), query).content.decode()
        assert not any(word in body for word in words)
    mail = compose(Message.objects.get(recipient=chair, kind="minutes"))
    assert isinstance(mail, Composed)
    assert not any(word in mail.text + mail.html + mail.subject for word in words)
    client.force_login(alice)
    mine = client.get(address("minutes")).content.decode()
    assert all(word in mine for word in words)


def test_a_topic_that_only_the_chair_has_is_not_named_on_the_screens_of_others(client):
    alice = make_user("Alice", is_facilitator=True)
    make_incident("Key in a log", kind="near_miss", began_at=at(3), by=alice, is_restricted=True)
    meeting = held(alice)
    show_topic(meeting, topic="near-misses")
    client.force_login(make_user("Charlie"))
    assert "data-shown" not in client.get(address("meeting_now")).content.decode()
    client.force_login(alice)
    assert 'data-shown="near-misses"' in client.get(address("meeting_now")).content.decode()


def test_following_does_not_add_the_month_up_every_three_seconds(client, chair, django_assert_num_queries):
    held(chair)
    client.force_login(make_user())
    with django_assert_num_queries(7):
        client.get(address("meeting_now"))


def test_what_is_read_is_what_was_published(client, chair):
    incident = make_incident("Checkout fails", severity=1, began_at=at(3), summary="As the incident says by now")
    document = publish(incident)
    sections = [
        {"key": "impact", "html": "<p>Nobody could pay</p>"},
        {"key": "summary", "html": "<p>As it was <em>published</em></p>"},
    ]
    content = {"sections": sections}
    facts = {"content": content, "html": "", "text": "", "published_by": chair}
    document.editions.create(number=1, title="Checkout failed for an hour", **facts)
    held(chair, incident)
    client.force_login(chair)
    body = client.get(address("meeting"), {"topic": f"read-{incident.number}"}).content.decode()
    assert "<p>As it was <em>published</em></p>" in body
    assert "Checkout failed for an hour" in body
    assert "As the incident says by now" not in body


def test_a_lesson_for_a_meeting_closed_meanwhile_is_kept_and_its_sender_told(client, chair):
    incident = make_incident("Checkout fails", severity=1, began_at=at(3))
    publish(incident)
    meeting = close_meeting(held(chair, incident), teams=[])
    with pytest.raises(MeetingClosed):
        tell_lesson(incident, by=chair, text="Too late", meeting=meeting)
    client.force_login(make_user())
    asked = {"number": incident.number, "text": "A queue wants a limit"}
    response = client.post(address("tell_in_meeting"), asked, follow=True)
    lesson = incident.lessons.get()
    assert lesson.meeting is None
    assert response.redirect_chain[0][0] == f"{incident.get_absolute_url()}#lesson-{lesson.pk}"
    assert "The meeting was closed while you wrote" in response.content.decode()


def test_what_is_settled_after_the_meeting_is_said_not_to_be_in_its_minutes(client, chair):
    close_meeting(held(chair), teams=[])
    action = make_action(owner=make_user(), due_on=at(1).date())
    client.force_login(chair)
    settle = address("settle_in_meeting", number=action.number, verb="decline")
    response = client.post(settle, {"reasoning": "The part is being removed"}, follow=True)
    assert "but not in the minutes" in response.content.decode()
    action.refresh_from_db()
    assert action.status == "wont_do"


def test_a_restricted_action_is_handed_to_nobody_who_may_not_see_it(client):
    alice, named = make_user("Alice", is_facilitator=True), make_user("Nora Named")
    make_user("Nora Stranger")
    secret = make_incident("Key in a log", by=alice, named=[named], is_restricted=True)
    action = make_action(secret, owner=alice, due_on=at(1).date())
    held(alice)
    client.force_login(alice)
    settle = address("settle_in_meeting", number=action.number, verb="hand-over")
    assert client.post(settle, {"to": "Nora Stranger"}).status_code == 422
    assert client.post(settle, {"to": "nora"}).status_code == 303
    assert action.hand_overs.get().to == named


def test_what_is_settled_leads_to_the_next_that_waits(client, chair):
    held(chair)
    first, second = (make_action(owner=make_user(), due_on=at(day).date()) for day in (1, 2))
    client.force_login(chair)
    body = client.get(address("meeting"), {"topic": "actions"}).content.decode()
    assert f'name="after" value="{second.number}"' in body
    settle = address("settle_in_meeting", number=first.number, verb="decline")
    response = client.post(settle, {"reasoning": "The part is gone", "after": second.number})
    assert response.url == f"{address('meeting')}?topic=actions#row-{second.number}"


@pytest.mark.parametrize("rows", [1, 3])
def test_what_waits_costs_the_same_at_one_row_and_at_three(client, chair, django_assert_num_queries, rows):
    held(chair)
    for day in range(1, rows + 1):
        make_action(owner=make_user(), due_on=at(day).date())
    client.force_login(chair)
    client.get(address("meeting"))  # the first page of a process prepares statements
    with django_assert_num_queries(25):
        client.get(address("meeting"), {"topic": "actions"})


@pytest.mark.parametrize("view", ["wall", "own"])
def test_a_row_says_whose_team_it_is_and_whose_it_is_only_where_it_is_settled(client, chair, view):
    held(chair)
    owner, team = make_user("Owen Overdue"), make_team("Search")
    action = make_action(owner=owner, team=team, due_on=at(1).date())
    client.force_login(chair)
    body = client.get(address("meeting"), {"topic": "actions", "view": view}).content.decode()
    row = body[body.index(f'id="row-{action.number}"') :]
    before, forms = row.split("<form", 1)
    assert "Search ·" in before
    assert "Owen Overdue" not in before
    assert forms.count("With Owen Overdue") == 3


def test_after_a_hand_over_the_row_says_to_whom_it_is_offered(client, chair):
    held(chair)
    action = make_action(owner=make_user(), due_on=at(1).date())
    mei = make_user("Mei-Lin Chow")
    client.force_login(chair)
    settle = address("settle_in_meeting", number=action.number, verb="hand-over")
    body = client.post(settle, {"to": str(mei), "word": "You know the queue"}, follow=True).content.decode()
    row = body[body.index(f'id="row-{action.number}"') :].split("<form", 1)[0]
    assert "offered to Mei-Lin Chow" in row

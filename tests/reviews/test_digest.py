"""The digest that each person gets: their circles first, then everybody; the same whatever happened since."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from actions.choices import ActionStatus
from actions.services import complete_action, offer_hand_over
from incidents.models import IncidentAccess
from notifications.models import Message
from notifications.sending import send_outbox
from people.models import User
from postmortems.services import ask_for_review
from reviews.charts import trend_png
from reviews.facts import Point
from reviews.figures import forget_kept
from reviews.measures import DEFINITIONS, Figure, cohorts_before, read_figure
from reviews.models import Circle, MonthWaiting
from reviews.months import Month
from reviews.services import close_last_month, close_month, send_digest
from tests.factories import make_action, make_incident, make_team, make_user
from tests.notifications.mail_server import running_mail_server
from tests.postmortems.make import make_postmortem
from tests.reviews.test_closed_months import digest_of
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, at, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("Alice", date_joined=at(1, month=9))


def make_circle(name, *teams):
    circle = Circle.objects.create(name=name, slug=name.lower())
    circle.teams.set(teams)
    return circle


def a_month_of_two_circles(alice):
    search, checkout = make_team("Search", members=[alice]), make_team("Checkout")
    finders, sellers = make_circle("Finders", search), make_circle("Sellers", checkout)
    for day, title in ((3, "Index is stale"), (4, "Index is gone"), (5, "Suggestions repeat")):
        publish(make_incident(title, severity=2, began_at=at(day), teams=[search]))
    publish(make_incident("Checkout fails", severity=1, began_at=at(6), teams=[checkout]))
    make_incident("Almost lost the index", kind="near_miss", began_at=at(7), teams=[search])
    close_last_month(at=FIRST_MONDAY)
    return finders, sellers


def test_one_mail_tells_each_of_ones_circles_before_everybody(alice):
    a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    assert Message.objects.filter(recipient=alice).count() == 1
    for body in digest_of(alice)[1:]:
        finders, everybody = body.index("Finders"), body.index("Everybody")
        assert finders < body.index("Almost lost the index") < everybody < body.index("Checkout fails")
        assert "?circle=finders" in body
        assert "Sellers" not in body


def test_what_a_circle_has_told_is_not_told_again(alice):
    a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    text = digest_of(alice)[1]
    for title in ("Index is stale", "Index is gone", "Suggestions repeat", "Checkout fails", "Almost lost the index"):
        assert text.count(title) == 1


def test_who_belongs_to_no_circle_reads_the_whole_without_headings(alice):
    a_month_of_two_circles(make_user("Bob"))
    send_digest(OCTOBER, at=FIRST_MONDAY)
    text = digest_of(alice)[1]
    assert "Everybody" not in text
    assert "Checkout fails" in text


def test_a_circle_that_is_not_in_use_any_more_has_no_part(alice):
    finders, _ = a_month_of_two_circles(alice)
    finders.is_active = False
    finders.save(update_fields=["is_active"])
    send_digest(OCTOBER, at=FIRST_MONDAY)
    assert "Finders" not in digest_of(alice)[1]


def test_circles_and_teams_renamed_since_do_not_change_a_byte(alice):
    finders, _ = a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    before = digest_of(alice)
    assert "it concerns Search" in before[1]
    Message.objects.all().delete()
    forget_kept()
    finders.name = "Seekers"
    finders.save(update_fields=["name"])
    alice.teams.update(name="Retrieval")
    publish(make_incident("Told later", severity=1, began_at=at(9), teams=finders.teams.all()))
    send_digest(OCTOBER)
    assert digest_of(alice) == before


def test_a_restricted_incident_is_in_no_part(alice):
    finders, _ = a_month_of_two_circles(alice)
    for team in finders.teams.all():
        for incident in team.incidents.all():
            incident.is_restricted = True
            incident.save(update_fields=["is_restricted"])
    send_digest(OCTOBER, at=FIRST_MONDAY)
    for body in digest_of(alice)[1:]:
        for title in ("Index is stale", "Index is gone", "Suggestions repeat", "Almost lost the index"):
            assert title not in body
        assert "Checkout fails" in body


def test_the_command_owes_a_circle_its_digest_and_knows_no_other(alice, capsys):
    a_month_of_two_circles(alice)
    make_user("Bob")
    call_command("build_digest", "2026-10", "--circle", "finders")
    assert "owed to 1 people" in capsys.readouterr().out
    assert [message.recipient for message in Message.objects.all()] == [alice]
    with pytest.raises(CommandError, match="no circle 'nobody'"):
        call_command("build_digest", "2026-10", "--circle", "nobody")


def test_a_digest_costs_the_same_for_every_reader_of_the_same(alice, django_assert_num_queries):
    a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    digest_of(alice)
    with django_assert_num_queries(7):
        digest_of(alice)


def asked_of(alice, incident):
    """One of each that waits for her on her own page, around an incident."""
    bob = make_user("Bob")
    make_action(incident, "Hers to do", owner=alice)
    offer_hand_over(make_action(incident, "Offered to her", owner=bob), by=bob, to=alice)
    settled = {"status": ActionStatus.DONE, "committed_at": at(8), "settled_at": at(9), "verify_on": date(2026, 11, 1)}
    make_action(incident, "Did it hold", owner=alice, **settled)
    draft = make_postmortem(incident, by=bob)
    draft.facilitator = alice
    draft.save(update_fields=["facilitator"])


def waited_in(text):
    """What the mail lists as having waited, without its last lines."""
    told = text.partition("== What waited for you when October 2026 was closed ==")[2]
    return told.partition("See what waits for you now")[0]


def test_what_waited_is_of_the_moment_at_which_the_month_was_closed_and_leads_to_what_waits_now(alice):
    action = make_action(make_incident(began_at=at(3)), "Alert on the queue", owner=alice, due_on=date(2026, 10, 20))
    send_digest(OCTOBER, at=FIRST_MONDAY)
    before = digest_of(alice)
    assert "Alert on the queue (planned for 20 Oct 2026)" in waited_in(before[1])
    make_action(make_incident(), "Taken on since", owner=alice)
    complete_action(action, by=alice, evidence="It fires.")
    assert digest_of(alice) == before
    for body in before[1:]:
        assert reverse("people:mine") in body[body.index("See what waits for you now") - 200 :]


def test_who_had_nothing_waiting_is_led_to_what_waits_now_alone(alice):
    bob = make_user("Bob")
    make_action(make_incident(began_at=at(3)), "Of Bob", owner=bob)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    assert "Of Bob" in waited_in(digest_of(bob)[1])
    for body in digest_of(alice)[1:]:
        assert "What waited for you" not in body
        assert "Of Bob" not in body
        assert "See what waits for you now" in body


def test_what_waited_is_not_known_of_a_month_that_was_closed_long_after_it(alice):
    make_action(make_incident(began_at=at(3)), "Alert on the queue", owner=alice)
    send_digest(OCTOBER, at=datetime(2026, 12, 24, tzinfo=UTC))
    assert "What waited for you" not in digest_of(alice)[1]
    assert not MonthWaiting.objects.exists()


def test_a_long_list_is_cut_and_the_rest_is_told_as_a_number(alice):
    incident = make_incident(began_at=at(3))
    for day in range(1, 13):
        make_action(incident, f"Planned {day:02}", owner=alice, due_on=date(2026, 10, 13 - day))
    send_digest(OCTOBER, at=FIRST_MONDAY)
    told = waited_in(digest_of(alice)[1])
    assert [told.index(f"Planned {day:02}") for day in range(12, 2, -1)] == sorted(
        told.index(f"Planned {day:02}") for day in range(3, 13)
    )
    assert "Planned 02" not in told
    assert "and 2 more" in told


def test_what_waited_is_what_ones_own_page_lists(alice):
    asked_of(alice, make_incident("Search fails", began_at=at(3)))
    dora = make_user("Dora")
    ask_for_review(make_postmortem(make_incident("Mails are late"), by=dora), reviewers=[alice], by=dora)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    for body in digest_of(alice)[1:]:
        told = ["Offered to her", "Mails are late", "Hers to do", "Did it hold", "Search fails"]
        places = [body.index(title) for title in told]
        assert places == sorted(places)
        assert "you were asked to take it on" in body
        assert "a draft you facilitate" in body


def test_what_is_settled_an_idea_or_not_asked_yet_does_not_wait(alice):
    incident = make_incident(began_at=at(3))
    make_action(incident, "An idea", owner=alice, status="proposed")
    make_action(incident, "Asked in December", owner=alice, status="done", verify_on=date(2026, 12, 1))
    make_action(incident, "Decided against", owner=alice, status="wont_do")
    bob = make_user("Bob")
    taken = make_action(incident, "Taken by another", owner=bob)
    offer_hand_over(taken, by=bob, to=alice)
    taken.owner = make_user("Cara")  # an offer does not reach past a later owner
    taken.save(update_fields=["owner"])
    publish(make_incident("Out already", began_at=at(2)), facilitator=alice)
    close_month(OCTOBER, at=FIRST_MONDAY)
    assert not MonthWaiting.objects.filter(person=alice).exists()


def test_nothing_restricted_waits_in_a_mail(alice):
    incident = make_incident("Key in a log", began_at=at(3), by=alice)
    asked_of(alice, incident)
    incident.is_restricted = True
    incident.save(update_fields=["is_restricted"])
    for person in (alice, *User.objects.exclude(pk=alice.pk)):
        IncidentAccess.objects.get_or_create(incident=incident, user=person, given_by=alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    assert MonthWaiting.objects.filter(person=alice).count() == 4
    assert waited_in(digest_of(alice)[1]) == ""


@pytest.fixture
def mail_server(settings):
    with running_mail_server() as server:
        settings.EMAIL_CONNECTION = server.settings
        yield server


def received(server, person):
    """The digest as a real server got it: its two texts, and its pictures by Content-ID."""
    (mail,) = [one for one in server.accepted if one["To"] == person.email]
    assert mail.get_content_type() == "multipart/related"
    assert mail.get_param("type") == "multipart/alternative"
    root, *rest = mail.iter_parts()
    text, html = (part.get_content() for part in root.iter_parts())
    assert all(part.get_content_disposition() == "inline" for part in rest)
    return text, html, {part["Content-ID"].strip("<>"): part.get_content() for part in rest}


@pytest.mark.parametrize("secrets", [0, 2])
def test_trends_are_mailed_as_pictures_beside_the_words_and_tell_of_nothing_restricted(alice, mail_server, secrets):
    for day in range(secrets):
        make_incident(kind="near_miss", began_at=at(day + 1), by=alice, is_restricted=True)
        make_incident(severity=1, began_at=at(day + 1, month=9), by=alice, is_restricted=True)
    make_incident(began_at=at(9, month=9))
    close_month(Month(2026, 9), at=datetime(2026, 10, 1, 6, tzinfo=UTC))
    a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    send_outbox()
    text, html, pictures = received(mail_server, alice)
    shown = dict(re.findall(r'<img src="cid:([^"]+)" width="118" height="28" alt="([^"]+)"', html))
    assert set(shown) == set(pictures)
    near_misses = "near_misses.everybody.2026-10@digest.second-story"
    assert shown[near_misses] == "September to October 2026: none for 1 incident, 0.2 for each"
    assert re.search(r"Near misses told for each incident +0.2 for each\s+before: none for 1 incident, not known", text)
    known = [
        read_figure(DEFINITIONS["near_misses"], Figure(told, of, 1), is_over=True) for told, of in ((0, 1), (1, 4))
    ]
    months = [Month.of(day) for day in cohorts_before(OCTOBER.first_day)]
    points = [Point(month, measure) for month, measure in zip(months, [*[None] * 10, *known], strict=True)]
    assert pictures[near_misses] == trend_png(points)


def test_a_first_month_has_no_trend_and_no_picture(alice, mail_server):
    a_month_of_two_circles(alice)
    send_digest(OCTOBER, at=FIRST_MONDAY)
    send_outbox()
    assert [part.get_content_type() for part in mail_server.accepted[0].iter_parts()] == ["text/plain", "text/html"]

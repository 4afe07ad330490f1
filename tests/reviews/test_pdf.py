"""The month and its minutes on paper."""

import html
import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from incidents.models import Incident
from reviews.figures import forget_kept
from reviews.listed import Listing
from reviews.paper import on_paper
from reviews.queries import month_page
from reviews.services import close_last_month, close_meeting, decline_lesson, open_meeting, tell_lesson
from tests.factories import make_action, make_incident, make_team, make_user
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at, publish
from tests.reviews.test_nothing_leaks import Month as MonthOfEverything
from tests.web.test_pdf import needs_pango

pytestmark = pytest.mark.django_db


@needs_pango
def test_the_month_and_its_minutes_are_files(client):
    alice = make_user("Alice")
    publish(make_incident("Checkout fails", severity=1, began_at=at(3), by=alice))
    close_last_month(at=FIRST_MONDAY)
    meeting = open_meeting(OCTOBER, by=alice)
    client.force_login(alice)
    assert client.get(reverse("reviews:minutes_pdf", args=[OCTOBER])).status_code == 404  # it is being held
    close_meeting(meeting, teams=[])
    for name, file in (("month_pdf", "month-2026-10.pdf"), ("minutes_pdf", "review-2026-10.pdf")):
        response = client.get(reverse(f"reviews:{name}", args=[OCTOBER]))
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'attachment; filename="{file}"'
        assert response["Cache-Control"] == "private, no-store"
        assert response.content.startswith(b"%PDF-")


def test_paper_tells_a_reader_what_the_page_tells_them():
    alice, charlie = make_user("Alice"), make_user("Charlie")
    publish(make_incident("Checkout fails", severity=1, began_at=at(3), by=alice))
    publish(make_incident("Key in a log", severity=1, began_at=at(4), by=alice, is_restricted=True))
    close_last_month(at=FIRST_MONDAY)
    hers, his = (
        render_to_string(
            "reviews/month_pdf.html", on_paper(month_page(person, OCTOBER, today=TODAY), None) | {"user": person}
        )
        for person in (alice, charlie)
    )
    assert "Key in a log" in hers
    assert "2 of 2" in hers
    assert "Key in a log" not in his
    assert "Checkout fails" in his
    assert "1 of 1" in his


@pytest.mark.parametrize("closed", [False, True])
def test_paper_and_markdown_carry_what_the_page_carries(client, closed):
    forget_kept()
    person = MonthOfEverything().charlie
    if closed:
        close_last_month(at=FIRST_MONDAY)
    client.force_login(person)
    page = month_page(person, OCTOBER, today=TODAY)
    told = words_of(page.facts.listing) | {action.title for action in page.waiting}
    told |= {lesson.text for lesson in (*page.lessons, *page.older_lessons)} | {"Then"}
    assert len(told) > 20
    answer = client.get(reverse("reviews:month_markdown", args=[OCTOBER]))
    assert answer["Content-Disposition"] == 'attachment; filename="month-2026-10.md"'
    bodies = {
        "page": client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode(),
        "markdown": answer.content.decode(),
        "pdf": render_to_string("reviews/month_pdf.html", on_paper(page, None) | {"user": person}),
    }
    for name, body in bodies.items():
        assert {words for words in told if words not in body} == set(), name
    headings = set(re.findall(r"^##+ (.*)$", bodies["markdown"], re.MULTILINE))
    for title in re.findall(r"<h[23]>(.*?)</h[23]>", bodies["pdf"]):
        assert html.unescape(title) in headings


def words_of(listing):
    """What stands in each list of a month; a list that is empty here would let its paper forget it."""
    found = set()
    for kind in Listing.__dataclass_fields__:
        rows = getattr(listing, kind)
        assert rows, kind
        for row in rows:
            inside = getattr(row, "alike", None) or getattr(row, "documents", None) or (row,)
            found |= {one.title for one in inside}
    return found


def test_markdown_of_the_month_means_what_was_written(client):
    alice = make_user("Alice")
    publish(make_incident("Cache <b>a_b_c</b> | [x](http://x)", severity=1, began_at=at(3), by=alice))
    client.force_login(alice)
    body = client.get(reverse("reviews:month_markdown", args=[OCTOBER])).content.decode()
    assert r"Cache \<b\>a\_b\_c\</b\> \| \[x\](http://x)" in body
    assert "| Incidents with a post-mortem | 1 of 1 (100 %) |" in body
    assert f"- [INC-{Incident.objects.get().number}](http" in body


@pytest.mark.parametrize("rows", [1, 3])
def test_what_is_taken_along_costs_the_same_whatever_the_month_held(client, rows, django_assert_num_queries):
    alice, team = make_user("Alice"), make_team("Search")
    for day in range(1, rows + 1):
        incident = make_incident(severity=1, began_at=at(day), teams=[team])
        publish(incident)
        make_action(incident, owner=make_user(), team=team, due_on=date(2020, 1, day), gated=True)
        lesson = tell_lesson(incident, by=alice, text="Queues want limits", concerns=[team], at=at(day))
        decline_lesson(lesson, team=team, by=alice, reason="We have no queue")
    close_last_month(at=FIRST_MONDAY)
    client.force_login(alice)
    client.get(reverse("reviews:month_markdown", args=[OCTOBER]))
    with django_assert_num_queries(15):
        client.get(reverse("reviews:month_markdown", args=[OCTOBER]))

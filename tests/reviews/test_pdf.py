"""The month and its minutes on paper."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from reviews.queries import month_page
from reviews.services import close_last_month, close_meeting, open_meeting
from tests.factories import make_incident, make_user
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at, publish
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
            "reviews/month_pdf.html", {"page": month_page(person, OCTOBER, today=TODAY), "user": person, "circle": None}
        )
        for person in (alice, charlie)
    )
    assert "Key in a log" in hers
    assert "2 of 2" in hers
    assert "Key in a log" not in his
    assert "Checkout fails" in his
    assert "1 of 1" in his

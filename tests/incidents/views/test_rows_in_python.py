"""Rows that are written in Python say what people wrote, and never become markup."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_action, make_event, make_incident, make_user

pytestmark = pytest.mark.django_db

HOSTILE = """</p><script>alert("1 & '2'")</script>"""


def test_an_entry_of_the_timeline_is_text(client: Client) -> None:
    incident = make_incident()
    make_event(incident, f"{HOSTILE}\nsee https://example.org/?a=1&b=2", told=f"{HOSTILE}", at=timezone.now())
    make_event(incident, "later", told=HOSTILE, evidence_url="https://example.org/?a=1&b='2'")
    client.force_login(make_user())
    page = client.get(reverse("incidents:detail", args=[incident.number])).text
    assert "alert(&quot;1 &amp; &#x27;2&#x27;&quot;)" in page
    assert "<script>" not in page
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow">https://example.org/?a=1&amp;b=2</a>' in page
    assert 'href="https://example.org/?a=1&amp;b=&#x27;2&#x27;"' in page


def test_a_row_of_actions_is_text(client: Client) -> None:
    alice = make_user(HOSTILE)
    make_action(make_incident(), HOSTILE, owner=alice, status="todo")
    make_action(make_incident(), owner_as_written=HOSTILE, status="todo")
    client.force_login(alice)
    page = client.get(reverse("actions:list"), {"q": '"><script>'}).text + client.get(reverse("actions:list")).text
    assert page.count("&lt;script&gt;alert(&quot;1 &amp; &#x27;2&#x27;&quot;)") >= 3
    assert "<script>" not in page

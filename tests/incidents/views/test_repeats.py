"""Seen before: earlier incidents alike on the page, confirming a repeat, withdrawing it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.models import Incident
from incidents.repeats.alike import load_seen_before
from incidents.repeats.models import Repeat
from incidents.repeats.services import confirm_repeat
from incidents.services import restrict_incident
from people.models import User
from tests.factories import make_action, make_incident, make_service, make_tag, make_user

pytestmark = pytest.mark.django_db
T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)


def confirm(incident: Incident) -> str:
    return reverse("incidents:repeat_confirm", args=[incident.number])


def withdraw(incident: Incident, repeat: Repeat) -> str:
    return reverse("incidents:repeat_withdraw", args=[incident.number, repeat.pk])


def alike(count: int, *, by: User | None = None, **facts: Any) -> tuple[Incident, list[Incident]]:
    """An incident, and so many earlier ones that share its service and its tag, newest first."""
    common: dict[str, Any] = {"services": [make_service()], "tags": [make_tag()], "by": by or make_user()}
    now = make_incident("Card payments are refused", began_at=T, **common)
    earlier = [
        make_incident(f"Statements are missing, {n}", began_at=T - timedelta(days=n), **common, **facts)
        for n in range(1, count + 1)
    ]
    return now, earlier


def test_earlier_ones_alike_are_shown_with_why_and_with_what_has_not_shipped(client: Client) -> None:
    now, (earlier,) = alike(1)
    then: dict[str, Any] = {"committed_at": T - timedelta(hours=1)}
    make_action(earlier, "Renew certificates by machine", status="in_progress", due_on=date(2026, 12, 4), **then)
    make_action(earlier, "Alert before they expire", status="wont_do", **then)
    make_action(earlier, "Write the runbook", status="done", evidence="x", **then)
    make_action(earlier, "Committed to since", committed_at=T + timedelta(hours=1))
    make_action(earlier, "An idea", status="proposed")
    client.force_login(make_user())
    page = client.get(now.get_absolute_url()).text
    service, tag = earlier.services.get(), earlier.tags.get()
    assert earlier.title in page
    assert f"Alike: same service {service.name}; both tagged {tag.name}." in page
    assert "Renew certificates by machine" in page
    assert "Alert before they expire" in page
    for title in ("Write the runbook", "Committed to since", "An idea"):
        assert title not in page
    line = page.partition("Renew certificates by machine")[2].partition("</li>")[0]
    assert "In progress" in line
    assert "planned for" in line
    assert "4 Dec" in line
    assert "planned for" not in page.partition("Alert before they expire")[2].partition("</li>")[0]
    assert "ever shipped" not in page
    assert "Earlier ones alike" not in client.get(earlier.get_absolute_url()).text, "only what came before is shown"


def test_they_are_shown_right_after_recording_with_a_title_alone(client: Client) -> None:
    make_incident("Checkout answered with 502 to every voucher", began_at=T)
    client.force_login(make_user())
    page = client.post(
        reverse("incidents:record"), {"title": "Checkout answers with 502 to vouchers again"}, follow=True
    ).text
    assert "both titles say “502”, “Checkout” and “voucher”" in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_looking_back_costs_three_queries_however_much_there_is(
    django_assert_num_queries: Any, item_count: int
) -> None:
    alice = make_user("Alice")
    now, earlier = alike(item_count)
    for one in earlier:
        make_action(one, committed_at=T)
        confirm_repeat(now, of=make_incident(began_at=T - timedelta(days=99)), by=alice)
    now = Incident.objects.prefetch_related("services", "tags").get(pk=now.pk)
    with django_assert_num_queries(3):  # repeats, those alike, what has not shipped of them
        seen = load_seen_before(alice, now)
    assert len(seen["alike"]) == len(seen["of"]) == item_count
    assert all(one.unshipped for one in seen["alike"])


def test_never_more_than_the_three_likest_are_shown() -> None:
    now, earlier = alike(5)
    likest = make_incident(
        "Card payments refused",
        began_at=T - timedelta(days=400),
        services=list(now.services.all()),
        tags=list(now.tags.all()),
    )
    shown = [one.incident for one in load_seen_before(now.recorded_by, now)["alike"]]
    assert shown == [likest, *earlier[:2]]


def test_nothing_of_a_hidden_incident_is_shown_whoever_asks_for_it(client: Client) -> None:
    alice, charlie = make_user("Alice"), make_user("Charlie")
    now, (secret, told) = alike(2, by=alice)
    make_action(secret, "Rotate the leaked key", committed_at=T)
    repeat = confirm_repeat(now, of=secret, by=alice, note="The leaked key")
    restrict_incident(secret, by=alice)
    client.force_login(charlie)
    page = client.get(now.get_absolute_url()).text
    assert told.title in page
    for leak in (secret.title, secret.public_number, "Rotate the leaked key", "The leaked key"):
        assert leak not in page
    answer = client.post(confirm(now), {"of": secret.public_number})
    missing = client.post(confirm(now), {"of": "INC-999999"})
    assert answer.status_code == missing.status_code == 422
    assert answer.text.replace(secret.public_number, "").count("that you can see") == missing.text.count(
        "that you can see"
    )
    assert client.get(withdraw(now, repeat)).status_code == 404
    assert client.post(withdraw(now, repeat), {"because": "x"}).status_code == 404
    assert client.post(confirm(secret), {"of": told.public_number}).status_code == 404
    client.force_login(alice)
    assert "The leaked key" in client.get(now.get_absolute_url()).text


def test_one_press_confirms_what_was_shown_and_a_number_any_other(client: Client) -> None:
    alice = make_user("Alice")
    now, (earlier,) = alike(1)
    other = make_incident("Words", began_at=T - timedelta(days=90))
    client.force_login(alice)
    response = client.post(confirm(now), {"of": earlier.public_number})
    assert response.headers["Location"].endswith("#panel-seen-before")
    assert client.get(confirm(now)).status_code == 200
    client.post(confirm(now), {"of": f" inc-{other.number} ", "note": "The same queue"})
    assert set(Repeat.objects.values_list("incident", "of")) == {(now.pk, earlier.pk), (now.pk, other.pk)}
    page = client.get(now.get_absolute_url()).text
    assert "Earlier ones alike" not in page, "what is confirmed is not offered again"
    assert "The same queue" in page
    assert "Came back in <a" in client.get(other.get_absolute_url()).text


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ("", "required"),
        ("the one in May", "that you can see"),
        ("INC-0", "that you can see"),
        ("itself", "of itself"),
        ("later", "happened later"),
    ],
)
def test_what_cannot_be_repeated_comes_back_with_a_reason(client: Client, of: str, words: str) -> None:
    now, _ = alike(0)
    later = make_incident(began_at=T + timedelta(days=1))
    client.force_login(make_user())
    number = {"itself": now.public_number, "later": later.public_number}.get(of, of)
    response = client.post(confirm(now), {"of": number, "note": "Typed with care"})
    assert response.status_code == 422
    assert words in response.text
    assert "Typed with care" in response.text
    assert not Repeat.objects.exists()


def test_it_is_withdrawn_with_a_word_from_either_page_and_once(client: Client) -> None:
    alice = make_user("Alice")
    now, (earlier,) = alike(1)
    repeat = confirm_repeat(now, of=earlier, by=alice)
    client.force_login(alice)
    assert client.get(withdraw(earlier, repeat)).status_code == 200
    assert client.post(withdraw(now, repeat), {"because": " "}).status_code == 422
    response = client.post(withdraw(earlier, repeat), {"because": "Another queue"})
    assert response.headers["Location"].startswith(earlier.get_absolute_url())
    repeat.refresh_from_db()
    assert repeat.withdrawn_because == "Another queue"
    assert client.get(withdraw(now, repeat)).status_code == 404
    assert client.get(withdraw(make_incident(), repeat)).status_code == 404


def test_htmx_gets_the_form_alone(client: Client) -> None:
    now, _ = alike(0)
    client.force_login(make_user())
    part = client.post(confirm(now), {"of": "x"}, headers={"HX-Request": "true", "HX-Target": "form#repeat-form"})
    assert part.status_code == 422
    assert "<html" not in part.text


@pytest.mark.parametrize(
    ("services", "tags", "limits"), [(1, 1, {60: 3}), (2, 1, {30: 2, 60: 2}), (1, 4, {20: 4, 60: 2}), (0, 0, {60: 1})]
)
def test_candidates_are_bounded_however_much_there_is_to_share(
    services: int, tags: int, limits: dict[int, int]
) -> None:
    alice = make_user()
    shared: dict[str, Any] = {
        "services": [make_service() for _ in range(services)],
        "tags": [make_tag() for _ in range(tags)],
    }
    earlier = make_incident("The checkout queue grows at night", by=alice, **shared)
    now = make_incident("Checkout queue grows", by=alice, **shared)
    with CaptureQueriesContext(connection) as asked:
        found = load_seen_before(alice, now)
    statement = next(query["sql"] for query in asked if "to_tsvector" in (query["sql"] or ""))
    assert {limit: statement.count(f"LIMIT {limit})") for limit in limits} == limits
    assert [one.incident for one in found["alike"]] == [earlier]

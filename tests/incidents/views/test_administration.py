"""Services, tags and the severity policy."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Service, Severity, Tag
from people.models import AuditEntry
from tests.factories import make_service, make_severity, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_user("Ada", is_administrator=True))
    return client


@pytest.mark.parametrize("item_count", [1, 3])
def test_lists_cost_the_same_for_one_row_and_for_three(
    admin: Client, django_assert_num_queries: Any, item_count: int
) -> None:
    for n in range(item_count):
        make_service(), make_tag(), make_severity(n + 1)
    for page in ("services", "tags", "severities"):
        with django_assert_num_queries(3):  # session, person, rows
            admin.get(reverse(f"incidents:{page}"))


def test_a_service_is_added_and_renamed(admin: Client) -> None:
    assert admin.post(reverse("incidents:service_add"), {"name": "Edge proxy", "is_active": "on"}).status_code == 303
    service = Service.objects.get()
    admin.post(reverse("incidents:service_edit", args=[service.pk]), {"name": "Edge"})
    service.refresh_from_db()
    assert (service.name, service.slug, service.is_active) == ("Edge", "edge-proxy", False)
    assert AuditEntry.objects.filter(kind="settings_changed").count() == 2


def test_a_name_that_is_taken_comes_back(admin: Client) -> None:
    make_service("Edge")
    make_tag("kafka")
    response = admin.post(reverse("incidents:service_add"), {"name": "EDGE", "is_active": "on"})
    assert response.status_code == 422
    assert "There is a service of this name" in response.content.decode()
    assert admin.post(reverse("incidents:tag_add"), {"name": "Kafka", "kind": "system"}).status_code == 422


def test_a_tag_is_added_and_changed(admin: Client) -> None:
    admin.post(reverse("incidents:tag_add"), {"name": "kafka", "kind": "system"})
    tag = Tag.objects.get()
    admin.post(reverse("incidents:tag_edit", args=[tag.pk]), {"name": "kafka", "kind": "category"})
    tag.refresh_from_db()
    assert (tag.slug, tag.kind) == ("kafka", "category")


def test_the_policy_is_data(admin: Client) -> None:
    severity = make_severity(4)
    facts = {"name": "SEV-4", "requires": "decision", "reviewed_by": "team", "is_active": "on"}
    address = reverse("incidents:severity_edit", args=[severity.pk])
    assert admin.post(address, facts | {"pattern_count": "3"}).status_code == 422
    assert admin.post(address, facts | {"pattern_count": "3", "pattern_days": "14"}).status_code == 303
    severity = Severity.objects.get(pk=severity.pk)
    assert (severity.requires, severity.pattern_count, severity.pattern_days) == ("decision", 3, 14)


@pytest.mark.parametrize("name", ["service_edit", "tag_edit", "severity_edit"])
def test_what_is_not_there_is_not_found(admin: Client, name: str) -> None:
    assert admin.get(reverse(f"incidents:{name}", args=[987654])).status_code == 404


def test_others_may_not_post_either(client: Client) -> None:
    client.force_login(make_user())
    assert client.post(reverse("incidents:service_add"), {"name": "Mine"}).status_code == 403
    assert not Service.objects.exists()


def test_a_severity_names_a_template_that_is_there(admin: Client) -> None:
    severity = make_severity(2, template_key="gone")
    page = reverse("incidents:severity_edit", args=[severity.pk])
    text = admin.get(page).content.decode()
    for words in ("None in particular: the full one", '<option value="light">', "gone (not offered any more)"):
        assert words in text
    assert "---------" not in text

"""The pages around action-items.yml."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import Action
from postmortems.search.services import refresh_action
from tests.actions.items_file.test_reading import SEED
from tests.factories import make_action, make_incident, make_user

pytestmark = pytest.mark.django_db
IMPORT = "/actions/import/"


@pytest.fixture
def alice():
    return make_user("Alice", email="alice@example.org")


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def test_it_is_shown_before_it_is_taken_in(signed_in, alice):
    text = SEED.replace("INC-2891", make_incident(by=alice).public_number)
    shown = signed_in.post(IMPORT, {"document": SimpleUploadedFile("action-items.yml", text.encode())})
    assert shown.status_code == 200
    assert "1 added" in shown.content.decode()
    assert "line 9" in shown.content.decode()
    assert not Action.objects.exists()
    done = signed_in.post(IMPORT, {"pasted": shown.context["content"], "import": "yes"})
    assert "What came of it" in done.content.decode()
    assert Action.objects.get().alias == "PIR-2026-05-24-001"


@pytest.mark.parametrize("sent", [{}, {"pasted": "["}, {"pasted": "words"}])
def test_what_cannot_be_read_comes_back_with_422(signed_in, sent):
    answer = signed_in.post(IMPORT, sent)
    assert answer.status_code == 422
    assert "form-errors" in answer.content.decode()


def test_a_row_may_hold_markup_and_shows_it_as_text(signed_in, alice):
    answer = signed_in.post(IMPORT, {"pasted": "- {id: '<script>x</script>', title: y}"})
    assert "<script>x" not in answer.content.decode()


def test_the_download_gives_references_and_a_get_gives_nothing(signed_in, alice):
    action = make_action(make_incident(by=alice), "Alert on queue age")
    address = reverse("actions:export_items", args=[action.incident.number])
    assert signed_in.get(address).status_code == 405
    answer = signed_in.post(address)
    action.refresh_from_db()
    assert answer["Content-Disposition"] == 'attachment; filename="action-items.yml"'
    assert f"id: {action.alias}" in answer.content.decode()


def test_a_stranger_downloads_no_restricted_incident(client, alice):
    hidden = make_action(make_incident(by=alice, is_restricted=True), "Rotate the key", alias="PIR-2026-05-24-001")
    client.force_login(make_user("Charlie"))
    assert client.post(reverse("actions:export_items", args=[hidden.incident.number])).status_code == 404
    assert client.get("/actions/PIR-2026-05-24-001/").status_code == 404
    assert hidden.title not in client.get("/actions/?q=PIR-2026-05-24-001").content.decode()


def test_a_reference_is_an_address_and_finds_its_action(signed_in):
    action = make_action(title="Alert on queue age", alias="PIR-2026-05-24-001")
    assert signed_in.get("/actions/pir-2026-05-24-001/").url == action.get_absolute_url()
    assert signed_in.get("/actions/PIR-2026-05-24-002/").status_code == 404
    assert action.title in signed_in.get("/actions/?q=pir-2026-05-24-001").content.decode()


def test_search_finds_an_action_by_its_reference(signed_in):
    action = make_action(title="Alert on queue age", alias="PIR-2026-05-24-001")
    refresh_action(action.pk)
    found = signed_in.get(reverse("postmortems:search"), {"q": "PIR-2026-05-24-001"}).content.decode()
    assert action.public_number in found

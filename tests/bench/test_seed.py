"""The large organisation in small: what the database holds, and pages that answer."""

from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from actions.models import Action
from bench import seed as seeding
from bench.words import COMMON
from incidents.models import Incident
from people.models import User
from postmortems.document import render_html
from postmortems.models import Edition, Postmortem, SearchRow, Section
from postmortems.search.services import refresh_action, refresh_incident, refresh_postmortem
from web.markdown import render

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(seeding, "PEOPLE", 40)


@pytest.fixture
def reader() -> User:
    return seeding.seed(20, now=seeding.seeded_at())


def facts(row: SearchRow) -> dict[str, Any]:
    return model_to_dict(row, exclude=["refreshed_at", "title_vector", "vector"])


def test_twenty_documents_are_whole(reader):
    assert (Incident.objects.count(), Postmortem.objects.count(), Action.objects.count()) == (20, 20, 200)
    assert SearchRow.objects.count() == 20 * 12
    edition = Edition.objects.latest("pk")
    assert 5_500 < len(edition.text) < 9_500
    assert render_html(edition.content) == edition.html
    section = Section.objects.exclude(body="").first()
    assert render(section.body) == section.body_html
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('incident_number'), nextval('action_number')")
        assert cursor.fetchone() == (21, 201)


def test_its_search_rows_are_those_the_product_would_write(reader):
    rows = list(SearchRow.objects.filter(incident=Incident.objects.earliest("pk")))
    for row in rows:
        refresh = {"incident": refresh_incident, "postmortem": refresh_postmortem, "action": refresh_action}[row.kind]
        refresh(row.object_id)
    written = {row.pk: facts(row) for row in SearchRow.objects.filter(pk__in=[row.pk for row in rows])}
    assert written == {row.pk: facts(row) for row in rows}


def test_its_pages_answer(reader):
    client = Client()
    client.force_login(reader)
    incident, action = Incident.objects.earliest("pk"), Action.objects.earliest("pk")
    search = f"{reverse('postmortems:search')}?q={COMMON}"
    lists = [reverse("incidents:list"), reverse("actions:list")]
    for path in (*lists, incident.get_absolute_url(), action.get_absolute_url(), search):
        response = client.get(path)
        assert response.status_code == 200, path
    assert COMMON in response.content.decode()


def test_more_are_told_again_and_are_as_whole(monkeypatch):
    monkeypatch.setattr(seeding, "TOLD_AT_MOST", 10)
    reader = seeding.seed(20, now=seeding.seeded_at())
    test_twenty_documents_are_whole(reader)
    days = list(Incident.objects.order_by("number").values_list("happened_at", flat=True))
    assert days == sorted(days)
    test_its_search_rows_are_those_the_product_would_write(reader)
    copied = Incident.objects.get(number=2)
    assert {row.number for row in SearchRow.objects.filter(incident=copied)} >= {"INC-2", "AI-11", "AI-20"}


def test_sizes_that_cannot_be_told_again_are_refused(monkeypatch):
    monkeypatch.setattr(seeding, "TOLD_AT_MOST", 10)
    with pytest.raises(ValueError, match="multiples"):
        seeding.seed(25, now=seeding.seeded_at())

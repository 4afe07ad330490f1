"""A mark of the lens is mended or answered before a document is published; a hint never holds it up."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.wording.looking import look_at
from incidents.wording.services import answer_finding
from postmortems.models import Edition
from tests.factories import make_event, make_user
from tests.postmortems.make import make_ready, write

pytestmark = pytest.mark.django_db
FORGOT = "Dave forgot to check the config."


def test_each_mark_is_listed_with_the_place_that_mends_it_and_an_answer_lets_it_through():
    alice = make_user("Alice")
    make_user("Dave Okafor")
    postmortem = make_ready(by=alice)
    incident = postmortem.lead_incident
    section = write(postmortem, postmortem.sections.first().key, f"{FORGOT} It was obviously slow.")
    event = make_event(incident, FORGOT)
    client = Client()
    client.force_login(alice)
    gate = reverse("postmortems:gate", args=[incident.number])
    refused = client.post(gate)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.count("The lens marks “Dave forgot") >= 2
    assert f"{reverse('postmortems:edit_section', args=[incident.number, section.key])}" in page
    assert reverse("incidents:event_edit", args=[incident.number, event.pk]) in page
    assert "obviously" not in page
    [seen] = look_at(FORGOT, "causes")
    answer_finding(incident, rule=seen.finding.rule, sentence=seen.sentence, reason="agreed", by=alice)
    assert "No mark of the lens is left unanswered." in client.get(gate).content.decode()
    assert client.post(gate).status_code == 303
    assert Edition.objects.filter(postmortem=postmortem).exists()

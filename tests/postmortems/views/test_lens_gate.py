"""A mark of the lens is mended or answered before a document is published; a hint never holds it up."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.wording.looking import look_at
from incidents.wording.services import answer_finding
from people.models import User
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
    dave = User.objects.get(display_name="Dave Okafor")
    named = (seen.finding.rule, seen.sentence)
    answer_finding(incident, rule=named[0], sentence=named[1], reason="agreed", note="He <read> it.", by=dave)
    passed = client.get(gate).content.decode()
    assert "No mark of the lens is left unanswered." in passed
    for page in (passed, client.get(reverse("postmortems:review", args=[incident.number])).content.decode()):
        told = page[page.index('id="answered-marks"') :].partition("</details>")[0]
        assert "2 marks of the lens answered: read them" in told
        assert told.count("<b>Agreed with the person</b>: He &lt;read&gt; it.") == 2
        assert "in the timeline" in told
        assert f"{reverse('incidents:event_edit', args=[incident.number, event.pk])}?next=" in told
        assert "Okafor" not in told, "who answered is nobody's business"
    assert client.post(gate).status_code == 303
    assert Edition.objects.filter(postmortem=postmortem).exists()
    assert "answered-marks" not in client.get(reverse("postmortems:review", args=[incident.number])).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_review_costs_the_same_whatever_was_answered(rows: int, django_assert_num_queries) -> None:
    alice = make_user("Alice")
    postmortem = make_ready(by=alice)
    incident = postmortem.lead_incident
    for n in range(rows):
        make_event(incident, f"Dave forgot to check the config of host {n}.")
        [seen] = look_at(f"Dave forgot to check the config of host {n}.", "timeline")
        answer_finding(incident, rule=seen.finding.rule, sentence=seen.sentence, reason="agreed", by=alice)
    client = Client()
    client.force_login(alice)
    address = reverse("postmortems:review", args=[incident.number])
    client.get(address)  # what the lens knows is kept by the process
    with django_assert_num_queries(19):
        assert client.get(address).content.decode().count("Agreed with the person") == rows

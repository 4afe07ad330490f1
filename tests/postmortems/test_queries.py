"""Reads that span documents."""

import pytest

from incidents.models import IncidentAccess
from postmortems.models import PostmortemIncident
from postmortems.queries import documents_telling_of
from tests.factories import make_incident, make_user
from tests.postmortems.make import make_postmortem


@pytest.mark.django_db
def test_documents_telling_of_an_incident_begin_with_its_own_and_hide_the_hidden(django_assert_num_queries):
    alice, incident = make_user(), make_incident(severity=2)
    secret = make_incident(severity=2, is_restricted=True)
    other, hidden = make_postmortem(), make_postmortem(secret)
    for postmortem in (other, hidden):
        PostmortemIncident.objects.create(postmortem=postmortem, incident=incident)
    own = make_postmortem(incident)
    make_postmortem()
    with django_assert_num_queries(1):
        assert documents_telling_of(alice, incident) == [own, other]
    IncidentAccess.objects.create(incident=secret, user=alice)
    assert set(documents_telling_of(alice, incident)) == {own, other, hidden}

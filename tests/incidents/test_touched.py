"""What an incident touched says of it what the incident says, whoever writes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from incidents.models import Incident
from incidents.touched import Touched, TouchedService, TouchedTag, TouchedTeam
from tests.factories import make_incident, make_service, make_tag, make_team

pytestmark = pytest.mark.django_db

EVERY_KIND = [TouchedService, TouchedTag, TouchedTeam]
T = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)


def said(kind: type[Touched]) -> list[tuple[datetime, bool]]:
    return list(kind.objects.values_list("happened_at", "is_restricted"))


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_it_follows_the_incident(kind: type[Touched]) -> None:
    incident = make_incident(
        began_at=T, is_restricted=True, services=[make_service()], tags=[make_tag()], teams=[make_team()]
    )
    assert said(kind) == [(T, True)]
    Incident.objects.update(began_at=T - timedelta(days=1), is_restricted=False)
    assert said(kind) == [(T - timedelta(days=1), False)]
    Incident.objects.update(began_at=None, began_precision="")
    assert said(kind) == [(incident.recorded_at, False)]


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("lie", [{"is_restricted": False}, {"happened_at": T + timedelta(days=1)}])
def test_it_cannot_be_told_otherwise(kind: type[Touched], lie: dict[str, object]) -> None:
    make_incident(began_at=T, is_restricted=True, services=[make_service()], tags=[make_tag()], teams=[make_team()])
    with pytest.raises(IntegrityError, match=r"incident_(service|tag|team)_follows"), transaction.atomic():
        kind.objects.update(**lie)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_what_a_row_is_written_with_does_not_count(kind: type[Touched]) -> None:
    incident = make_incident(began_at=T, is_restricted=True)
    what = kind.__name__.removeprefix("Touched").lower()
    make: dict[str, Callable[[], Any]] = {"service": make_service, "tag": make_tag, "team": make_team}
    other = make[what]()
    kind.objects.create(incident=incident, is_restricted=False, happened_at=T + timedelta(days=1), **{what: other})
    assert said(kind) == [(T, True)]

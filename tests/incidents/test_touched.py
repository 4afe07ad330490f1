"""What an incident touched says of it what the incident says, whoever writes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from incidents.models import Incident, Tag
from incidents.permissions import tags_visible_to
from incidents.touched import Touched, TouchedService, TouchedTag, TouchedTeam
from tests.factories import make_incident, make_service, make_tag, make_team, make_user

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


# --- what is kept beside a tag: a use of it that everybody may see --------------------------------------
def restrict(incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)


def known(tag: Tag) -> int | None:
    tag.refresh_from_db()
    return tag.known_row


def use_of(tag: Tag, incident: Incident) -> int:
    return int(TouchedTag.objects.get(tag=tag, incident=incident).pk)


def test_a_tag_is_known_by_its_first_open_use() -> None:
    tag = make_tag()
    make_incident(is_restricted=True, tags=[tag])
    assert known(tag) is None
    first = make_incident(tags=[tag])
    make_incident(tags=[tag])
    assert known(tag) == use_of(tag, first)


@pytest.mark.parametrize("goes", [lambda incident: incident.tags.clear(), restrict])
def test_a_use_that_goes_or_is_hidden_is_let_go_of(goes: Callable[[Incident], Any]) -> None:
    stranger, tag = make_user(), make_tag()
    incident = make_incident(tags=[tag])
    other = make_incident(tags=[tag])
    goes(incident)
    assert known(tag) is None
    assert tag in tags_visible_to(stranger), "it is on another incident"
    restrict(other)
    restrict(incident)
    assert tag not in tags_visible_to(stranger)
    make_incident(tags=[tag])
    assert known(tag) is not None


@pytest.mark.parametrize("restricted", [False, True, None])
def test_no_tag_can_be_said_to_be_known_by_a_hidden_use(restricted: bool | None) -> None:
    tag = make_tag()
    hidden = make_incident(is_restricted=True, tags=[tag])
    with pytest.raises(IntegrityError, match="tag_known_by"), transaction.atomic():
        Tag.objects.update(known_row=use_of(tag, hidden), known_restricted=restricted)

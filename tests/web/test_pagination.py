"""Walking a list forwards and backwards meets every row once, in order."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F, Model, QuerySet
from django.test.utils import CaptureQueriesContext

from actions.models import Action
from people.models import Team
from tests.factories import make_action, make_incident, make_team
from web.pagination import Page, page_of
from web.statements import Kept

User = get_user_model()


def walk(queryset: QuerySet[Any] | Kept[Any], size: int = 3, **how: Any) -> tuple[list[int], Page[Any]]:
    """Read every page from the first to the last; return the ids met and the last page."""
    met: list[int] = []
    page = page_of(queryset, {}, size=size, **how)
    for _ in range(50):
        met += [row.pk for row in page.rows]
        if not page.older:
            break
        page = page_of(queryset, {"after": page.older}, size=size, **how)
    return met, page


def walk_back(queryset: QuerySet[Any] | Kept[Any], page: Page[Any], size: int = 3, **how: Any) -> list[int]:
    """Read every page from `page` back to the first; return the ids met, in the list's order."""
    met = [row.pk for row in page.rows]
    for _ in range(50):
        if not page.newer:
            break
        page = page_of(queryset, {"before": page.newer}, size=size, **how)
        met = [row.pk for row in page.rows if row.pk not in met] + met
    return met


@pytest.fixture
def teams(db: None) -> QuerySet[Team]:
    for name in ["b", "a", "b2", "c", "a2", "d", "e"]:
        make_team(name)
    return Team.objects.all()


@pytest.mark.parametrize("order", [("name", "id"), ("-name", "-id"), ("-id",), ("name", "-id")])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10])
def test_every_row_is_met_once_in_order_both_ways(teams: QuerySet[Team], order: tuple[str, ...], size: int) -> None:
    expected = list(teams.order_by(*order).values_list("pk", flat=True))
    met, last = walk(teams, size, order=order)
    assert met == expected
    assert walk_back(teams, last, size, order=order) == expected


@pytest.fixture
def actions(db: None) -> QuerySet[Action]:
    incident = make_incident()
    for day in [3, None, 1, 1, None, 2, None, 1]:
        action = make_action(incident)
        Action.objects.filter(pk=action.pk).update(due_on=day and date(2026, 12, 1) + timedelta(days=day))
    return Action.objects.all()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 9])
def test_rows_without_a_value_come_last_and_are_met_once(
    actions: QuerySet[Action], size: int, *, descending: bool
) -> None:
    first = F("due_on").desc(nulls_last=True) if descending else F("due_on").asc(nulls_last=True)
    expected = list(actions.order_by(first, "id").values_list("pk", flat=True))
    how = {"order": ("-due_on" if descending else "due_on", "id"), "nulls_last": ("due_on",)}
    met, last = walk(actions, size, **how)
    assert met == expected
    assert walk_back(actions, last, size, **how) == expected


def test_the_first_page_has_nothing_newer_and_the_last_nothing_older(teams: QuerySet[Team]) -> None:
    first = page_of(teams, {}, order=("-id",), size=4)
    assert (bool(first.newer), bool(first.older)) == (False, True)
    last = page_of(teams, {"after": first.older}, order=("-id",), size=4)
    assert (bool(last.newer), bool(last.older)) == (True, False)


def test_rows_that_arrive_meanwhile_move_nothing(teams: QuerySet[Team]) -> None:
    first = page_of(teams, {}, order=("-id",), size=3)
    before = list(teams.order_by("-id").values_list("pk", flat=True))
    make_team("new")
    second = page_of(teams, {"after": first.older}, order=("-id",), size=3)
    assert [row.pk for row in first.rows + second.rows] == before[:6]


@pytest.mark.parametrize("cursor", ["", "rubbish", "W10:x", "a:b:c", "%00", "../../etc"])
def test_a_cursor_that_is_not_ours_shows_the_first_page(teams: QuerySet[Team], cursor: str) -> None:
    for name in ("after", "before"):
        assert page_of(teams, {name: cursor}, order=("-id",), size=3).rows == list(teams.order_by("-id")[:3])


def test_another_lists_cursor_shows_the_first_page(teams: QuerySet[Team]) -> None:
    other = page_of(teams, {}, order=("name", "id"), size=3).older
    assert page_of(teams, {"after": other}, order=("-id",), size=3).rows == list(teams.order_by("-id")[:3])


def test_neither_counts_nor_offsets(teams: QuerySet[Team]) -> None:
    cursor = page_of(teams, {}, order=("-id",), size=2).older
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page_of(teams, {"after": cursor}, order=("-id",), size=2)
    assert len(queries) == 1
    statement = queries[0]["sql"].upper()
    assert "COUNT(" not in statement
    assert "OFFSET" not in statement


def test_a_page_is_its_rows(teams: QuerySet[Team]) -> None:
    page = page_of(teams, {}, order=("-id",), size=2)
    rows: list[Model] = list(page)
    assert len(page) == len(rows) == 2


def titled(beginning: str, number: int) -> QuerySet[Any]:
    return Action.objects.filter(title__startswith=beginning, number__gte=number)


@pytest.mark.django_db
def test_a_kept_list_has_the_same_pages_as_its_queryset() -> None:
    incident = make_incident()
    for n in range(7):
        make_action(incident, title=f"A {n}", due_on=date(2026, 1, 1 + n // 2) if n < 5 else None)
    order: dict[str, Any] = {"order": ["due_on", "id"], "nulls_last": ["due_on"]}
    for source in (titled("A", 1), Kept(titled, ("A",), (1,))):
        met, last = walk(source, size=2, **order)
        assert met == list(titled("A", 1).order_by(F("due_on").asc(nulls_last=True), "id").values_list("pk", flat=True))
        assert walk_back(source, last, size=2, **order) == met

"""A check that comes out as null holds: no constraint of ours may ever do so, whatever is null in the row."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, Model, Q

Truth = bool | None  # None is SQL's null


def constraints() -> Iterator[tuple[type[Model], CheckConstraint]]:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                yield model, constraint


def leaves(condition: Any) -> Iterator[tuple[str, Any]]:
    """The comparisons of a condition."""
    for child in condition.children:
        yield from leaves(child) if isinstance(child, Q) else [child]


def truth(condition: Q, facts: dict[str, Truth]) -> Truth:
    """What SQL makes of a condition: and, or and not over true, false and null."""
    found = [truth(child, facts) if isinstance(child, Q) else facts[repr(child)] for child in condition.children]
    decides = condition.connector == Q.OR  # one true makes an or, one false unmakes an and
    result: Truth = decides if decides in found else None if None in found else not decides
    return not result if condition.negated and result is not None else result


def may_be_null(condition: Q, nullable: set[str]) -> bool:
    """Whether there is a row, some of its columns null, of which the condition says neither yes nor no."""
    compared = list({repr(leaf): leaf for leaf in leaves(condition)}.values())
    columns = sorted({leaf[0].split("__")[0] for leaf in compared} & nullable)
    for nulls in itertools.product([True, False], repeat=len(columns)):
        null = dict(zip(columns, nulls, strict=True))
        options: list[list[Truth]] = []
        for name, value in compared:
            column, _, lookup = name.partition("__")
            if lookup == "isnull":
                options.append([null.get(column, False) == value])
            else:
                options.append([None] if null.get(column) else [True, False])
        for values in itertools.product(*options):
            facts = {repr(leaf): one for leaf, one in zip(compared, values, strict=True)}
            if truth(condition, facts) is None:
                return True
    return False


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Q(n__gte=1), True),
        (Q(n__gte=1, n__isnull=False), False),
        (Q(n__isnull=True) | Q(n__gte=1), False),
        (Q(kind="a") | Q(n__in=[1, 2]), True),
        (~Q(n=1), True),
        (Q(kind="a"), False),
    ],
)
def test_the_test_itself_sees_nulls(condition: Q, expected: bool) -> None:
    assert may_be_null(condition, {"n"}) is expected


@pytest.mark.parametrize(("model", "constraint"), [pytest.param(*one, id=one[1].name) for one in constraints()])
def test_no_check_passes_because_it_is_null(model: type[Model], constraint: CheckConstraint) -> None:
    nullable = {name for field in model._meta.concrete_fields if field.null for name in (field.name, field.attname)}
    assert isinstance(constraint.condition, Q)
    assert not may_be_null(constraint.condition, nullable)

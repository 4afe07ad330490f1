"""Public numbers drawn from a database sequence."""

from typing import Any

from django.db.models import BigIntegerField, Func, Value


class NextNumber(Func):
    """The next value of a sequence, as a column's default: a row gets its number whoever inserts it."""

    function = "nextval"
    output_field = BigIntegerField()

    def __init__(self, sequence: Any, **extra: Any) -> None:
        super().__init__(Value(sequence) if isinstance(sequence, str) else sequence, **extra)

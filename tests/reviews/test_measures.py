"""Each measure on examples worked out by hand."""

from datetime import UTC, date, datetime

import pytest

from reviews.measures import (
    CommitmentFacts,
    State,
    completion_rate,
    days_to_publication,
    documented_rate,
    near_misses_told,
    on_time_rate,
)
from reviews.months import Month

FIRST, END = date(2026, 10, 1), date(2026, 11, 1)
AFTER, DURING = date(2026, 11, 3), date(2026, 10, 20)
COMMITMENTS = [
    CommitmentFacts("done", date(2026, 10, 5), date(2026, 10, 4)),  # done, on time
    CommitmentFacts("done", date(2026, 10, 9), date(2026, 10, 12)),  # done, three days after
    CommitmentFacts("todo", date(2026, 10, 31), None),  # open
    CommitmentFacts("wont_do", date(2026, 10, 31), date(2026, 10, 2)),  # left out, and said
    CommitmentFacts("done", date(2026, 11, 1), date(2026, 10, 2)),  # planned for the next month
    CommitmentFacts("done", None, date(2026, 10, 2)),  # never had a date
]


def test_completion_counts_what_was_planned_for_the_month():
    measure = completion_rate(COMMITMENTS, first=FIRST, end=END, today=AFTER)
    assert (measure.numerator, measure.denominator, measure.percent) == (2, 3, 67)
    assert measure.remark == "without 1 closed as won't do"
    assert measure.state == State.RECORDED


def test_on_time_counts_what_was_done_by_its_date():
    measure = on_time_rate(COMMITMENTS, first=FIRST, end=END, today=AFTER)
    assert (measure.numerator, measure.denominator) == (1, 3)


def test_a_running_month_is_pending_and_an_empty_one_has_no_rate():
    assert completion_rate(COMMITMENTS, first=FIRST, end=END, today=DURING).state == State.PENDING
    empty = completion_rate([], first=FIRST, end=END, today=AFTER)
    assert (empty.state, empty.percent) == (State.NOT_APPLICABLE, None)
    assert near_misses_told(near_misses=0, incidents=0, today=AFTER, end=END).state == State.NOT_APPLICABLE
    assert documented_rate(published=0, required=0, today=AFTER, end=END).state == State.NOT_APPLICABLE


def test_days_to_publication_is_a_median_of_whole_days():
    def at(day):
        return datetime(2026, 10, day, 12, tzinfo=UTC)

    measure = days_to_publication([(at(1), at(3)), (at(1), at(9)), (at(1), at(20))], today=AFTER, end=END)
    assert (measure.value, measure.denominator) == (8.0, 3)
    assert days_to_publication([], today=AFTER, end=END).state == State.NOT_APPLICABLE


def test_an_impossible_pair_of_times_is_left_out():
    early, late = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC)
    assert days_to_publication([(late, early)], today=AFTER, end=END).denominator == 0


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "1999-10", "2026-10-01", "", "２026-10"])
def test_only_months_are_months(text):
    with pytest.raises(ValueError, match="is not a month"):
        Month.parse(text)


def test_months_follow_one_another_over_new_year():
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2026, 1).previous == Month(2025, 12)
    assert str(Month.parse("2026-03")) == "2026-03"
    assert Month(2026, 3).words == "March 2026"

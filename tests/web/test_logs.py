"""No log shows a link that lets somebody in."""

import logging

from django.core import signing

from web.logs import HideSignedLinks


def written(message: str, *args: object) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, None)
    assert HideSignedLinks().filter(record)
    return record.getMessage()


def test_the_secret_part_of_a_signed_link_is_left_out():
    token = signing.dumps([1, 2, "done"], salt="any")
    assert written("Internal Server Error: %s", f"/actions/from-mail/{token}/") == (
        "Internal Server Error: /actions/from-mail/…/"
    )


def test_the_secret_of_a_calendar_or_a_feed_is_left_out():
    secret = "k" * 43
    assert written(f"Not Found: /monthly-review/feed/{secret}/months.atom") == (
        "Not Found: /monthly-review/feed/…/months.atom"
    )
    assert written(f"Not Found: /actions/calendar/{secret}.ics") == "Not Found: /actions/calendar/….ics"


def test_other_lines_pass_as_they_are():
    assert written("took %s at %s", "12:30:45", "2026-12-03T10:11:12") == "took 12:30:45 at 2026-12-03T10:11:12"

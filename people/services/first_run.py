"""The first administrator, made with the one-time code that the console printed."""

import hmac
import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from people.choices import AuditKind
from people.limits import count_try, tries_so_far
from people.models import User
from people.rules import Refusal, RefusedError
from people.services.audit import record_act
from people.services.locking import lock_name

logger = logging.getLogger(__name__)

WRONG_TRIES = 5
WITHIN_SECONDS = 60 * 60
LOCK = "people.first_run"


class TooManyTriesError(Exception):
    """Five wrong codes within the hour: no further one is looked at, right or wrong."""


class NotTheFirstError(Exception):
    """Somebody administers this organisation already."""


def setup_code_file() -> Path:
    """Where the supervisor leaves the code, readable by its own account only."""
    return Path(settings.HOME) / "setup_code"


def first_run_is_open() -> bool:
    """Whether nobody administers this organisation yet. One query."""
    return not User.objects.active().filter(is_administrator=True).exists()


@transaction.atomic
def create_first_administrator(
    *,
    code: str,
    email: str,
    display_name: str,
    password: str,
    time_zone: str = "UTC",
    at: datetime | None = None,
) -> User:
    """Create the administrator who can invite everybody else, and use the code up.

    Of two at once one wins and the other raises NotTheFirstError. A wrong code raises RefusedError and is counted;
    after five within an hour TooManyTriesError, until the hour is over.
    """
    lock_name(LOCK)
    if not first_run_is_open():
        raise NotTheFirstError
    _check_code(code)
    at = at or timezone.now()
    person = User(
        email=User.objects.normalize_email(email),
        display_name=display_name,
        time_zone=time_zone,
        is_administrator=True,
        date_joined=at,
    )
    person.set_password(password)
    person.save(force_insert=True)
    record_act(AuditKind.SIGNED_UP_FIRST, by=person, about=person.display_name, at=at)
    transaction.on_commit(forget_setup_code)
    return person


@transaction.atomic
def check_setup_code(code: str) -> None:
    """Refuse a wrong code as `create_first_administrator` does, and count it; a right one is not used up."""
    lock_name(LOCK)
    _check_code(code)


def forget_setup_code() -> None:
    """Remove the code's file. A file that stays opens nothing: the page is gone with the first administrator."""
    try:
        setup_code_file().unlink(missing_ok=True)
    except OSError:
        logger.warning("The used setup code could not be removed from the data folder.")


def _bare(code: str) -> bytes:
    """Leave out what people leave out, or add, who copy a code by hand."""
    return "".join(code.replace("-", " ").split()).upper().encode()


def _check_code(code: str) -> None:
    """Compare in constant time. Tries are counted for each code, so a new one (file removed, started again) begins anew."""
    try:
        expected = setup_code_file().read_text().strip()
    except OSError:
        expected = ""
    if tries_so_far("setup_code", expected) >= WRONG_TRIES:
        raise TooManyTriesError
    if not expected or not hmac.compare_digest(_bare(code), _bare(expected)):
        count_try("setup_code", expected, seconds=WITHIN_SECONDS)
        raise RefusedError([Refusal("code", "This is not the code that the console printed.")])

"""When a message is tried again, and what is said of an attempt that failed."""

import re
import smtplib
from dataclasses import dataclass
from datetime import timedelta

MAX_ATTEMPTS = 18  # with the pauses below about three days, as mail servers do among themselves
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True)
class Failure:
    """Why an attempt came to nothing: words without addresses and titles, and whether trying again makes sense."""

    reason: str
    permanent: bool = False
    server_is_away: bool = False


def pause_after(attempts: int, *, jitter: float) -> timedelta:
    """Return how long to wait after so many attempts: twice as long each time, up to six hours.

    `jitter` between 0 and 1 shortens it by up to a quarter, so that what failed together does not
    come back together.
    """
    doubled = FIRST_PAUSE * (1 << min(max(attempts, 1) - 1, 20))
    return min(doubled, LONGEST_PAUSE) * (1 - jitter / 4)


# class, words, whether the server itself is out of reach; the first that fits counts
_FAILURES: tuple[tuple[type[Exception], str, bool], ...] = (
    (smtplib.SMTPRecipientsRefused, "The mail server refused the address", False),
    (smtplib.SMTPSenderRefused, "The mail server refused us as the sender", False),
    (smtplib.SMTPDataError, "The mail server refused the message", False),
    (smtplib.SMTPAuthenticationError, "The mail server does not accept our name and password", True),
    (smtplib.SMTPConnectError, "The mail server turned us away", True),
    (smtplib.SMTPHeloError, "The mail server turned us away", True),
    (smtplib.SMTPServerDisconnected, "The mail server hung up", False),
    (smtplib.SMTPException, "The mail server answered in a way we do not understand", False),
    (TimeoutError, "The mail server did not answer in time", True),
    (OSError, "The mail server could not be reached", True),
)
_ABOUT_THE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
_PERMANENT = range(500, 600)


def failure_of(error: Exception) -> Failure:
    """Say what went wrong in our own words; what the server said may hold addresses and is left out."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib calls silence a closed connection
    for known, words, server_is_away in _FAILURES:
        if isinstance(error, known):
            code, said = _answer(error)
            permanent = isinstance(error, _ABOUT_THE_MESSAGE) and code in _PERMANENT
            return Failure(f"{words}{_numbers(code, said)}.", permanent, server_is_away)
    return Failure(f"It could not be handed over ({type(error).__name__}).")


def _answer(error: Exception) -> tuple[int, bytes | str]:
    """Return the code and the words of the server's refusal; 0 where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()), (0, b""))
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, error.smtp_error
    return 0, b""


def _numbers(code: int, said: bytes | str) -> str:
    """Return the code, and the enhanced code where there is one: " (550 5.1.1)"."""
    if not code:
        return ""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else str(said)
    enhanced = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", text)
    return f" ({code} {enhanced.group()})" if enhanced else f" ({code})"

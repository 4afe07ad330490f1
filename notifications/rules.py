"""When a message is tried again, and what is said of an attempt that failed."""

import re
import smtplib
from dataclasses import dataclass
from datetime import timedelta

NO_SERVER = "No mail server is set up."
CHECK_AGAIN = timedelta(hours=1)  # how often a message waiting for a mail server is written afresh

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
    doubled = FIRST_PAUSE * 2 ** min(max(attempts, 1) - 1, 20)
    return min(doubled, LONGEST_PAUSE) * (1 - jitter / 4)


def failure_of(error: Exception) -> Failure:
    """Say what went wrong in our own words; what the server said may hold addresses and is left out."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            refusals = list(error.recipients.values())
            code, said = refusals[0] if refusals else (550, b"")
            return Failure(
                f"The mail server refused the address {_numbers(code, said)}.", permanent=500 <= code < 600
            )
        case smtplib.SMTPDataError():
            return Failure(
                f"The mail server refused the message {_numbers(error.smtp_code, error.smtp_error)}.",
                permanent=500 <= error.smtp_code < 600,
            )
        case smtplib.SMTPAuthenticationError():
            return Failure("The mail server does not accept our name and password.", server_is_away=True)
        case smtplib.SMTPSenderRefused():
            numbers = _numbers(error.smtp_code, error.smtp_error)
            return Failure(f"The mail server refused us as the sender {numbers}.")
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            numbers = _numbers(error.smtp_code, error.smtp_error)
            return Failure(f"The mail server turned us away {numbers}.", server_is_away=True)
        case smtplib.SMTPServerDisconnected():
            return Failure("The mail server hung up.")
        case smtplib.SMTPException():
            return Failure(
                f"The mail server answered in a way we do not understand ({type(error).__name__})."
            )
        case TimeoutError():
            return Failure("The mail server did not answer in time.", server_is_away=True)
        case OSError():
            return Failure(
                f"The mail server could not be reached ({type(error).__name__}).", server_is_away=True
            )
        case _:
            return Failure(f"It could not be written ({type(error).__name__}).")


def _numbers(code: int, said: bytes | str) -> str:
    """Return the code, and the enhanced code where there is one: "(550 5.1.1)"."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else str(said)
    enhanced = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", text)
    return f"({code} {enhanced.group()})" if enhanced else f"({code})"

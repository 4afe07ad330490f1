"""What of a line may stand in a log: no address that lets somebody in."""

import logging
import re

# Django's signed values (payload:time:signature), and the secrets of calendars' and feeds' addresses.
SECRETS = re.compile(r"[\w\-.]+:[0-9A-Za-z]{5,8}:[\w\-]{20,}|(?<=/calendar/)[\w\-]{20,}|(?<=/feed/)[\w\-]{20,}")
HIDDEN = "…"


class HideSignedLinks(logging.Filter):
    """Leave the secret part of links out of what is written down, errors and refusals included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where it holds one; every record passes."""
        text = record.getMessage()
        hidden = SECRETS.sub(HIDDEN, text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True

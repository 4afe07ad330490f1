"""Which part of a post-mortem a field is, in the lens's words."""

import re

from lens import SECTIONS

PROSE = "prose"
_BY_HEADING = (
    ("timeline", re.compile(r"timeline|chronolog|sequence of events", re.IGNORECASE)),
    ("causes", re.compile(r"cause|factor|why\b|how (could|did)|contribut|made it possible", re.IGNORECASE)),
    ("action", re.compile(r"\bactions?\b|follow.?up|next step|what we'll change|remediation", re.IGNORECASE)),
    ("lessons", re.compile(r"lesson|learn|teach|taught|went well|went wrong|lucky", re.IGNORECASE)),
    ("impact", re.compile(r"impact|affected", re.IGNORECASE)),
    ("summary", re.compile(r"summary|what happened|in short|overview", re.IGNORECASE)),
)


def section_named(heading: str, kind: str = "") -> str:
    """Return the lens's name for a section of this heading and kind; prose where neither says."""
    of_kind = {"timeline": "timeline", "impact": "impact", "factors": "causes", "actions": "action"}
    if kind in of_kind:
        return of_kind[kind]
    return next((name for name, words in _BY_HEADING if words.search(heading)), PROSE)


def known_section(name: str) -> str:
    """Return the name if the lens has such a section, else prose."""
    return name if name in SECTIONS else PROSE

"""The severity policy a new installation starts with. Administrators change it as data."""

from typing import Any

from incidents.choices import DocumentRequirement, ReviewedBy

DEFAULT_SEVERITIES: list[dict[str, Any]] = [
    {
        "level": 1,
        "name": "SEV-1",
        "aliases": "P1, S1, critical",
        "description": "Major outage that users feel.",
        "requires": DocumentRequirement.FULL,
        "template_key": "full",
        "reviewed_by": ReviewedBy.LEADERSHIP,
        "draft_within": 5,
        "publish_within": 10,
    },
    {
        "level": 2,
        "name": "SEV-2",
        "aliases": "P2, S2, major",
        "description": "Degraded, or partly down.",
        "requires": DocumentRequirement.LIGHT,
        "template_key": "light",
        "reviewed_by": ReviewedBy.TEAM,
        "draft_within": 7,
        "publish_within": 15,
    },
    {
        "level": 3,
        "name": "SEV-3",
        "aliases": "P3, S3, minor",
        "description": "Minor, or felt only inside.",
        "requires": DocumentRequirement.DECISION,
        "template_key": "brief-note",
        "reviewed_by": ReviewedBy.NOBODY,
        "draft_within": 10,
        "publish_within": 20,
    },
    {
        "level": 4,
        "name": "SEV-4",
        "aliases": "P4, S4, trivial",
        "description": "Passed by itself. Counted, so that a pattern can be seen.",
        "requires": DocumentRequirement.NONE,
        "template_key": "pattern",
        "reviewed_by": ReviewedBy.NOBODY,
        "pattern_count": 4,
        "pattern_days": 30,
    },
]

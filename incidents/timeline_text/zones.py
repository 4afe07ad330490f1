"""Zones as people write them: letters, offsets, regions; and the zone that a sentence states for all times."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

# Hours from UTC, as the letters say: PST is -8 in July too, because that is what was written.
OFFSETS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "MEZ": 1, "WEST": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9,
    "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3, "AST": -4, "EDT": -4,
    "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10,
}  # fmt: skip
REGIONS = {
    "PT": "America/Los_Angeles", "PACIFIC": "America/Los_Angeles", "MT": "America/Denver", "CT": "America/Chicago",
    "ET": "America/New_York", "EASTERN": "America/New_York", "CENTRAL": "America/Chicago",
    "MOUNTAIN": "America/Denver",
}  # fmt: skip
# Where the letters belong, to notice winter letters in summer and the reverse.
HOMES = {
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "MDT": "America/Denver",
    "EST": "America/New_York", "EDT": "America/New_York", "CDT": "America/Chicago", "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "BST": "Europe/London",
}  # fmt: skip
MANY_MEANINGS = {
    "IST": "India, Ireland or Israel",
    "CST": "the American Midwest, China or Cuba",
}
MONTH_FIRST_ZONES = {
    "PST",
    "PDT",
    "PT",
    "MST",
    "MDT",
    "CDT",
    "EST",
    "EDT",
    "ET",
    "AKST",
    "AKDT",
    "HST",
}
DAY_FIRST_ZONES = {
    "BST",
    "CET",
    "CEST",
    "MEZ",
    "MESZ",
    "EET",
    "EEST",
    "WET",
    "WEST",
    "IST",
    "AEST",
    "AEDT",
    "SAST",
}

_LETTERS = "|".join(sorted((*OFFSETS, "PT", "ET", "CT", "MT"), key=len, reverse=True))
_REGION_NAME = r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?"
ZONE = (
    r"(?:(?:UTC|GMT|utc|gmt)\s?[+\-\u2212]\s?\d{1,2}(?::?\d{2})?(?!\d)"
    rf"|{_REGION_NAME}"
    rf"|(?:{_LETTERS}|utc|gmt|cet|cest|pst|pdt|bst)(?![A-Za-z])"
    r"|(?:Pacific|Eastern|Central|Mountain)(?:\s+(?:Standard|Daylight))?(?:\s+[Tt]ime)?(?![A-Za-z]))"
)


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """The zone for the letters, offset or region that somebody wrote; None where it is none of ours."""
    name = name.strip().replace("\u2212", "-")
    offset = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?", name, re.IGNORECASE)
    if offset:
        sign = -1 if offset[1] == "-" else 1
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(sign * timedelta(minutes=minutes)) if minutes <= 14 * 60 else None
    upper = name.upper()
    if upper in OFFSETS:
        return UTC if OFFSETS[upper] == 0 else timezone(timedelta(hours=OFFSETS[upper]))
    first = upper.split()[0] if upper else ""
    region = REGIONS.get(first) if "/" not in name else name
    if region and (region in available_timezones()):
        try:
            return ZoneInfo(region)
        except ZoneInfoNotFoundError:  # pragma: no cover - listed but not installed
            return None
    return None


# Regions for the letters whose offset is no whole hour.
_HALF_HOURS = {"IST": "Asia/Kolkata", "ACST": "Australia/Darwin"}


def region_for(name: str) -> str:
    """The name in the time zone database for a zone as somebody wrote it: "PST" is Etc/GMT+8; "" if none fits."""
    zone = zone_named(name)
    if isinstance(zone, ZoneInfo):
        return zone.key
    if name.upper() in _HALF_HOURS:
        return _HALF_HOURS[name.upper()]
    offset = zone.utcoffset(None) if zone is not None else None
    if offset is None or offset % timedelta(hours=1):
        return ""
    hours = int(offset / timedelta(hours=1))
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


_ALL_TIMES = re.compile(
    rf"\b[Tt][Ii][Mm][Ee](?:[sS]|[sS]tamps?|\s?[zZ]one)?\b[^.\n|]{{0,60}}?(?<![A-Za-z])\(?({ZONE})|\(\s*(?:in\s+)?({ZONE})\s*\)"
    rf"|^[\s*|_+-]*(?:TZ|[Tt]ime\s?[zZ]one)[*_\s]*[:|=][*_\s]*({ZONE})\s*[|]?\s*$"
    rf"|(?:^|\s)({ZONE})\s+[Tt]imes?\b|^[#\s*]*[Tt]imeline[\s*:,–-]+(?:in\s+)?({ZONE})\s*:?[\s*]*$",
    re.MULTILINE,
)


def stated_zone(text: str) -> str:
    """The zone that a sentence or a heading states for all times ("All times in PT"); "" if none."""
    for match in _ALL_TIMES.finditer(text):
        name = next(group for group in match.groups() if group)
        if re.search(ZONE, name) and zone_named(name):
            return name
    return ""

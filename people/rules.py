"""What must hold about people, as pure functions that give every reason at once."""

from dataclasses import dataclass
from datetime import date, time, timedelta


@dataclass(frozen=True)
class Refusal:
    """One reason why something may not happen, in words for the person who tried."""

    code: str
    message: str


class RefusedError(Exception):
    """A rule refuses; `reasons` holds all of it."""

    def __init__(self, reasons: list[Refusal]) -> None:
        super().__init__("; ".join(reason.message for reason in reasons))
        self.reasons = reasons


def leaving_administration_refusals(*, is_administrator: bool, other_administrators: int) -> list[Refusal]:
    """Say why somebody may not stop being an active administrator: somebody has to be left who can let people in."""
    if is_administrator and other_administrators == 0:
        return [
            Refusal(
                "last_administrator",
                "This is the only administrator. Make somebody else an administrator first.",
            )
        ]
    return []


def invitation_refusals(*, known: bool, known_is_active: bool, open_already: bool) -> list[Refusal]:
    """Say why an address may not be invited."""
    if known and not known_is_active:
        return [
            Refusal(
                "deactivated",
                "Somebody with this address was here before. Reactivate them instead of inviting.",
            )
        ]
    if known:
        return [Refusal("known", "Somebody with this mail address is here already.")]
    if open_already:
        return [
            Refusal(
                "open",
                "An invitation for this address is open already. Send it again from the list.",
            )
        ]
    return []


LONGEST_ABSENCE = timedelta(days=400)
SHORTEST_WINDOW = timedelta(hours=2)  # the planner looks every quarter of an hour


def absence_refusals(
    *,
    from_on: date,
    until_on: date,
    today: date,
    overlaps: bool,
    stand_in_is_oneself: bool,
    stand_in_is_here: bool,
) -> list[Refusal]:
    """Say why these days cannot be an absence."""
    found = [
        (until_on < from_on, "ends_first", "The last day is before the first."),
        (until_on < today, "over", "These days are over."),
        (until_on - from_on > LONGEST_ABSENCE, "too_long", "More than 400 days: ask an administrator to deactivate."),
        (overlaps, "overlaps", "Some of these days are in an absence that is there already."),
        (stand_in_is_oneself, "stand_in", "Somebody else looks after it meanwhile."),
        (not stand_in_is_here, "stand_in", "They are not here any more. Name somebody who is."),
    ]
    return [Refusal(code, message) for holds, code, message in found if holds]


def is_quiet(clock: time, *, quiet_from: time, quiet_until: time) -> bool:
    """Whether a person is left in peace at this hour of theirs; two equal hours mean never."""
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def quiet_hours_refusals(*, quiet_from: time, quiet_until: time) -> list[Refusal]:
    """Say why these cannot be somebody's quiet hours: some time of the day has to be left."""
    start, end = (timedelta(hours=clock.hour, minutes=clock.minute) for clock in (quiet_until, quiet_from))
    window = (end - start) % timedelta(days=1) or timedelta(days=1)
    if window < SHORTEST_WINDOW:
        return [Refusal("quiet", "Leave at least two hours of the day in which a reminder may come.")]
    return []

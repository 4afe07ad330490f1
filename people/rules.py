"""What must hold about people, as pure functions that give every reason at once."""

from dataclasses import dataclass


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

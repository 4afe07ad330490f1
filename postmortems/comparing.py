"""Two texts side by side in one: what stayed, what was added, what was taken out. Pure."""

from collab.merging import edits_between

SAME, ADDED, REMOVED = "same", "added", "removed"
CONTEXT_LINES = 3
Part = tuple[str, str]


def parts_between(old: str, new: str) -> list[Part]:
    """Return (kind, text) in the order of reading; what was removed stands before what replaced it."""
    parts: list[Part] = []
    place = 0
    for edit in edits_between(old, new):
        parts += [(SAME, old[place : edit.start]), (REMOVED, old[edit.start : edit.end]), (ADDED, edit.inserted)]
        place = edit.end
    parts.append((SAME, old[place:]))
    return [(kind, text) for kind, text in parts if text]


def shortened(parts: list[Part]) -> list[Part]:
    """Leave out the middle of long stretches that stayed the same."""
    if all(kind == SAME for kind, _ in parts):
        return parts
    shown = []
    for place, (kind, text) in enumerate(parts):
        lines = text.splitlines(keepends=True)
        if kind == SAME and len(lines) > 2 * CONTEXT_LINES + 2:
            head = [] if place == 0 else lines[:CONTEXT_LINES]
            tail = [] if place == len(parts) - 1 else lines[-CONTEXT_LINES:]
            left_out = len(lines) - len(head) - len(tail)
            shown.append((kind, "".join([*head, f"\n… {left_out} lines as they were …\n\n", *tail])))
        else:
            shown.append((kind, text))
    return shown

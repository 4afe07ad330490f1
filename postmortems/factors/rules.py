"""What must hold of factors, what to ask next, and the order in which a graph is read. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from postmortems.choices import FactorEnding

Links = Collection[tuple[int, int]]
"""(effect, condition) pairs: the first was made possible by the second."""


def closes_circle(links: Links, *, effect: int, conditions: Iterable[int]) -> bool:
    """Whether `effect` would become one of the reasons for itself, if these were its conditions."""
    deeper: dict[int, set[int]] = {}
    for one, other in links:
        if one != effect:
            deeper.setdefault(one, set()).add(other)
    seen: set[int] = set()
    todo = list(conditions)
    while todo:
        place = todo.pop()
        if place == effect:
            return True
        if place not in seen:
            seen.add(place)
            todo += deeper.get(place, ())
    return False


def ending_problems(*, ending: str, has_action: bool, accepted_because: str) -> dict[str, str]:
    """Return what an ending lacks, by field."""
    if ending == FactorEnding.ACTION and not has_action:
        return {"action": "Which action removes it? Choose one, or say below what a new one would change."}
    if ending == FactorEnding.UNSHIPPED and not has_action:
        return {"unshipped": "Which earlier action would have removed it? Its number, such as AI-17."}
    if ending == FactorEnding.ACCEPTED and not accepted_because.strip():
        return {"accepted_because": "Write down why we live with it. Whoever meets it next will read this."}
    return {}


_STOPS_EARLY = re.compile(
    r"\b(bad|broken|buggy|faulty|wrong)\s+(change|commit|config\w*|deploy\w*|migration|push|release|roll-?out|update)\b"
    r"|\b(human|operator|user)\s+error\b|\bmis(configur\w+|takes?|click\w*)\b|\b(typo|oversight|careless\w*|forgot\w*)\b",
    re.IGNORECASE,
)
"""Words with which a story ends where it begins."""


@dataclass(frozen=True)
class Asked:
    """What the next question looks at."""

    text: str
    has_why: bool
    has_conditions: bool
    has_evidence: bool
    has_ending: bool


def next_questions(asked: Asked) -> list[str]:
    """Return what to ask of one factor, the first thing first. A factor that stops early is met with the next why."""
    questions = []
    if not asked.has_conditions and (found := _STOPS_EARLY.search(asked.text)):
        words = f"“{' '.join(found.group().split())}” is where the story begins."
        questions.append(f"{words} What let it through, and what would have kept it harmless?")
    elif not asked.has_why and not asked.has_conditions:
        questions.append("Why was that possible? What made it look right to a competent person then?")
    if not asked.has_evidence:
        questions.append("Which entries of the timeline show it?")
    if not asked.has_ending:
        questions.append(
            "How does it end: in an action, in an earlier one that had not shipped by then, or do we accept it?"
        )
    return questions


ALONE = "One condition is seldom enough. What else had to hold for this to happen?"


@dataclass(frozen=True)
class Walked:
    """One line of the walk through a graph: a place, how deep below, and whether it was met before."""

    place: int
    depth: int
    again: bool = False


DEEPEST = 6


def walk(order: Sequence[int], links: Links) -> list[Walked]:
    """Walk a graph from what nothing else rests on, each time down to what made it possible.

    What several rest on is told whole where it is met first, and named again below the others.
    """
    deeper: Mapping[int, list[int]] = {
        place: [other for other in order if (place, other) in set(links)] for place in order
    }
    below = {condition for _, condition in links}
    lines: list[Walked] = []
    met: set[int] = set()

    def down(place: int, depth: int) -> None:
        again = place in met
        lines.append(Walked(place, min(depth, DEEPEST), again=again))
        if not again:
            met.add(place)
            for other in deeper[place]:
                down(other, depth + 1)

    for place in order:
        if place not in below:
            down(place, 0)
    return lines

"""What the lens costs, as ratios measured side by side: `python -m bench.lens`, and a part of `make bench`."""

import string
import sys
import time
from collections.abc import Callable
from typing import Any

import lens
from lens import Vocabulary

PARAGRAPH = (
    "The deploy pipeline accepted the change and the canary looked healthy for ten minutes, so Priya went on with the "
    "rollout to all regions. At 14:05 the error rate of checkout crossed five percent and the payments rotation had a "
    "page. The on-call engineer saw that the replica was behind and restarted the consumer, as the runbook says. We "
    "should have noticed the lag, because the alert was on the second page."
)
HOSTILE = {
    "without a full stop": "the engineer and the team we had been very carefully and slowly then also ",
    "people": "Dave and Ann, who had been there, ",
    "nested markup": "[(<**_`\"'“",
    "every Unicode block": "".join(chr(at) for at in range(0x20, 0x2FFFF, 0x80) if not 0xD800 <= at < 0xE000),
}
DIRECTORY, DOUBLED, LINEAR = 1.3, 2.3, 1.3


def directory(people: int, services: int) -> Vocabulary:
    """Return a vocabulary with so many made-up names."""
    letters = string.ascii_lowercase

    def name(number: int) -> str:
        return "".join(letters[number // 26**place % 26] for place in range(4)).capitalize()

    return Vocabulary(
        people=tuple(f"{name(number)} {name(number * 7 + 3)}" for number in range(people)),
        services=tuple(f"{name(number)} service" for number in range(services)),
    )


def fastest(jobs: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Time the jobs in turns, so that a busy moment falls on all of them; the fastest of each in milliseconds."""
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            before = time.process_time()
            job()
            best[name] = min(best[name], (time.process_time() - before) * 1000)
    return best


def measure(rounds: int = 60) -> list[dict[str, Any]]:
    """Return what was found and what is allowed, a line each."""
    small, large = directory(10, 10), directory(10_000, 2_000)
    document = "\n\n".join([PARAGRAPH] * (6_000 // len(PARAGRAPH)))
    paragraphs = document.count("\n\n") + 1
    jobs: dict[str, Callable[[], Any]] = {
        "small": lambda: lens.check(PARAGRAPH, section="causes", vocabulary=small),
        "large": lambda: lens.check(PARAGRAPH, section="causes", vocabulary=large),
        "document": lambda: lens.check(document, section="causes", vocabulary=small),
    }
    found = fastest(jobs, rounds)
    checks = [
        _check("lens: 10,000 people / 10", found["large"] / found["small"], DIRECTORY),
        _check(f"lens: 6 kB / {paragraphs} paragraphs", found["document"] / found["small"] / paragraphs, LINEAR),
    ]
    print(f"lens: {len(PARAGRAPH.split())} words in {found['small']:.2f} ms, 6 kB in {found['document']:.1f} ms")
    for name, unit in HOSTILE.items():
        half, whole = ((unit * (length // len(unit) + 1))[:length] for length in (20_000, 40_000))
        times = fastest({"half": lambda text=half: lens.check(text), "whole": lambda text=whole: lens.check(text)}, 5)  # type: ignore[misc]
        checks.append(_check(f"lens: twice the text, {name}", times["whole"] / times["half"], DOUBLED))
        print(f"lens: 40,000 characters, {name}: {times['whole']:.0f} ms")
    return checks


def _check(what: str, value: float, limit: float) -> dict[str, Any]:
    return {"what": what, "size": 0, "value": value, "limit": limit, "holds": value <= limit}


def main() -> int:
    """Print the ratios; 1 where a limit does not hold."""
    checks = measure()
    for check in checks:
        print(f"{check['what']}: {check['value']:.2f}, allowed {check['limit']}")
    return 0 if all(check["holds"] for check in checks) else 1


if __name__ == "__main__":
    sys.exit(main())

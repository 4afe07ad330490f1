"""`make bench SIZE="10000 100000"`: seed, serve, measure, and print how each page stands to its limit."""

import argparse
import json
import os
import platform
import statistics
import sys
from collections import defaultdict
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import lens as lens_costs
from bench import nudges as nudge_costs
from bench import reviews as review_costs
from bench.raw import parameters, statements_for
from bench.stand import ROOT, Stand, say

ROUNDS = 5
LIMITS = (("incident list", 2.0), ("post-mortem list", 2.0), ("action list", 2.0), ("document", 2.5), ("search", 1.6))
STATEMENTS = (("incident list", 8), ("post-mortem list", 8), ("action list", 8), ("document", 12), ("search", 8))
COMMON_TO_RARE, GROWTH, GROWTH_OF_SEARCH, FAR_TO_FIRST = 1.5, 1.15, 1.5, 1.2
GROWTH_OF_MONTH = 5.0  # of ten times the rows: its page counts all that a month, and the pile, hold

Times = dict[str, list[float]]


def limit_of(name: str, limits: tuple[tuple[str, float], ...]) -> float | None:
    """Return what a page may cost at most, in multiples; None where nothing is promised."""
    return next((limit for beginning, limit in limits if name.startswith(beginning)), None)


def measure(stands: list[Stand], name: str, samples: int) -> dict[int, Times]:
    """Time one page on every stand, with FLOOR, template and raw SQL after each request: A/B/A/B."""
    found: dict[int, Times] = {stand.size: defaultdict(list) for stand in stands}
    for sample in range(samples + 3):
        for stand in stands:
            times = found[stand.size]
            at = datetime.fromisoformat(stand.seeded["at"])
            asked = parameters(name, stand.size, at.replace(day=1).date(), at.date())
            took, size = stand.product.get(stand.facts["pages"][name])
            measured = {"page": took, "floor": stand.floor.get("/floor/")[0]}
            measured["template"] = stand.floor.get("/template/")[0]
            for place, statement in enumerate(statements_for(name)):
                measured[f"sql {place}"] = stand.ask(statement, asked)
            if sample >= 3:  # the first ones warm caches
                for key, value in measured.items():
                    times[key].append(value)
            times["bytes"] = [size]
    return found


def summary(rounds: list[Times], name: str) -> dict[str, Any]:
    """Put the rounds of one page together: medians, and the median of the rounds' ratios with its spread."""

    def all_of(key: str) -> list[float]:
        return [value for times in rounds for value in times[key]]

    def reference(times: Times) -> float:
        floor = statistics.median(times["floor"])
        if not name.startswith("search"):
            return floor
        statements = [statistics.median(times[key]) for key in times if key.startswith("sql ")]
        return min(statements) + statistics.median(times["template"])

    ratios = sorted(statistics.median(times["page"]) / reference(times) for times in rounds)
    pages = sorted(all_of("page"))
    sql = [statistics.median(all_of(key)) for key in rounds[0] if key.startswith("sql ")]
    return {
        "p50": statistics.median(pages),
        "p95": pages[int(len(pages) * 0.95)],
        "samples": len(pages),
        "bytes": rounds[0]["bytes"][0],
        "sql": min(sql) if sql else None,
        "floor": statistics.median(all_of("floor")),
        "template": statistics.median(all_of("template")),
        "reference": statistics.median(reference(times) for times in rounds),
        "ratio": statistics.median(ratios),
        "spread": [ratios[0], ratios[-1]],
    }


def measure_pages(stands: list[Stand], samples: int, only: str) -> dict[int, dict[str, Any]]:
    """Measure all pages in rounds, so that a busy minute of the machine falls on all of them."""
    broken = {name for stand in stands for name, asked in stand.facts["statements"].items() if asked < 0}
    for name in sorted(broken):
        say(f"NOT MEASURED, it does not answer: {name} at {stands[0].facts['pages'][name]}")
    names = [name for name in stands[0].facts["pages"] if only in name and name not in broken]
    rounds: dict[tuple[int, str], list[Times]] = defaultdict(list)
    for number in range(ROUNDS):
        say(f"Round {number + 1} of {ROUNDS}, load {os.getloadavg()[0]:.1f}")
        for name in names:
            for size, times in measure(stands, name, max(samples // ROUNDS, 4)).items():
                rounds[size, name].append(times)
    found: dict[int, dict[str, Any]] = {stand.size: {} for stand in stands}
    for stand in stands:
        for name in names:
            row = summary(rounds[stand.size, name], name)
            row["statements"] = stand.facts["statements"][name]
            found[stand.size][name] = row
    return found


def measure_jobs(stand: Stand) -> dict[str, Any]:
    """Time the jobs and the raw statement beside each, before and after."""
    at = datetime.fromisoformat(stand.seeded["at"])
    found: dict[str, Any] = {}
    for name, job in stand.inside("jobs").items():
        asked = parameters(name, stand.size, at.replace(day=1).date(), at.date())
        sql = [statistics.median([stand.ask(s, asked) for _ in range(15)]) for s in statements_for(name)]
        times = sorted(job["times"])
        found[name] = {
            "p50": statistics.median(times),
            "p95": times[int(len(times) * 0.95)],
            "samples": len(times),
            "sql": min(sql) if sql else None,
            "told": job["told"],
        }
    return found


def verdicts(pages: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Compare with every limit: what was found, what is allowed, whether it holds."""
    found: list[dict[str, Any]] = []

    def hold(what: str, size: int, value: float, limit: float) -> None:
        found.append({"what": what, "size": size, "value": value, "limit": limit, "holds": value <= limit})

    for size, rows in pages.items():
        for name, row in rows.items():
            limit, allowed = limit_of(name, LIMITS), limit_of(name, STATEMENTS)
            if limit:
                of = "capped rank + template" if name.startswith("search") else "FLOOR"
                hold(f"{name}: times {of}", size, row["ratio"], limit)
            if allowed:
                hold(f"{name}: statements", size, row["statements"], allowed)
        pairs = (
            ("search, very common word", "search, rare word", COMMON_TO_RARE),
            ("incident list, far in the past", "incident list", FAR_TO_FIRST),
            ("action list, its far end", "action list", FAR_TO_FIRST),
        )
        for slow, fast, limit in pairs:
            if slow in rows and fast in rows:
                hold(f"{slow} / {fast.rpartition(', ')[2]}", size, rows[slow]["p50"] / rows[fast]["p50"], limit)
    small, large = min(pages), max(pages)
    if small != large:
        for name, row in pages[large].items():
            allowed = limit_of(name, (("search", GROWTH_OF_SEARCH), ("monthly review", GROWTH_OF_MONTH))) or GROWTH
            hold(f"{name}: {large} / {small}", large, row["p50"] / pages[small][name]["p50"], allowed)
    return found


def show(size: int, pages: dict[str, Any], jobs: dict[str, Any]) -> None:
    """Print the table of one size."""
    heading = f"{'':34}{'p50 ms':>8}{'p95':>8}{'kB':>6}{'raw SQL':>9}{'FLOOR':>7}{'ratio':>7}{'spread':>13}{'limit':>7}{'asks':>6}"
    print(f"\n{size:,} post-mortems\n{heading}")
    for name, row in pages.items():
        limit, asked = limit_of(name, LIMITS), limit_of(name, STATEMENTS)
        bad = "" if (not limit or row["ratio"] <= limit) and (not asked or row["statements"] <= asked) else "  above"
        sql = f"{row['sql']:.1f}" if row["sql"] is not None else ""
        spread = f"{row['spread'][0]:.2f}-{row['spread'][1]:.2f}"
        print(
            f"{name:34}{row['p50']:8.1f}{row['p95']:8.1f}{row['bytes'] / 1000:6.0f}{sql:>9}{row['floor']:7.1f}"
            f"{row['ratio']:7.2f}{spread:>13}{limit or '':>7}{row['statements']:6d}{bad}"
        )
    for name, row in jobs.items():
        sql = f"{row['sql']:.1f}" if row["sql"] is not None else ""
        print(f"{name:34}{row['p50']:8.1f}{row['p95']:8.1f}{'':6}{sql:>9}  {row['told']}")


def main() -> int:
    """Run the benchmark; 1 where a limit does not hold."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000])
    parser.add_argument("--samples", type=int, default=200, help="requests of each page")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--seed-only", action="store_true", help="fill the data folders and measure nothing")
    wanted = parser.parse_args()
    if wanted.only == "nudges":  # a million actions, on a data folder of their own
        return nudge_costs.measure_all([1_000_000])
    if wanted.only == "reviews":  # the month among 500,000 actions, on a data folder of its own
        return 0 if all(check["holds"] for check in review_costs.measure_all(100_000, 15)) else 1
    home = Path(os.environ.get("BENCH_HOME", ROOT / "var" / "bench")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    if wanted.seed_only:
        for size in sorted(set(wanted.sizes)):
            Stand(size, home / str(size)).seed()
        return 0
    load = [os.getloadavg()]
    with ExitStack() as stack:
        sizes = sorted(set(wanted.sizes))
        stands = [stack.enter_context(Stand(size, home / str(size)).serving()) for size in sizes]
        pages = measure_pages(stands, wanted.samples, wanted.only)
        jobs = {} if wanted.only else {stand.size: measure_jobs(stand) for stand in stands}
    load.append(os.getloadavg())
    checks = verdicts(pages)
    if wanted.only in {"", "lens"}:
        checks += lens_costs.measure()
    for size, rows in pages.items():
        show(size, rows, jobs.get(size, {}))
    print("\nSearch is measured against capped-rank SQL + the bare template; everything else against FLOOR.")
    failed = [check for check in checks if not check["holds"]]
    for check in failed:
        print(f"above its limit: {check['what']} at {check['size']:,}: {check['value']:.2f}, allowed {check['limit']}")
    print(
        f"{len(checks) - len(failed)} of {len(checks)} limits hold. Load average {load[0][0]:.1f} to {load[1][0]:.1f}."
    )
    at = datetime.now(UTC)
    result = {
        "at": at.isoformat(),
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count(), "load": load},
        "pages": pages,
        "jobs": jobs,
        "checks": checks,
    }
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    (results / f"{at:%Y%m%d-%H%M%S}.json").write_text(json.dumps(result, indent=1))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

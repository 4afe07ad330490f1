"""Which corpus documents have their truth written by hand, drawn by a stated seed.

Two of every source that has two, and one of a source that has one; the first drawn of a
source is tuned on, the second is held out. One further document of the whole corpus fills
up the half that the odd source left shorter. Run it to see the two lists:

    python -m tests.importing.draw ../shared/corpus
"""

import random
import sys
from pathlib import Path

SEED = 20261121
NOT_POSTMORTEMS = {"INDEX.md", "SOURCE.md", "LICENSE.txt"}


def corpus_documents(corpus: Path) -> list[str]:
    """Every post-mortem of the corpus, as `source/file`, in a stable order."""
    return sorted(
        path.relative_to(corpus).as_posix()
        for path in corpus.glob("*/*")
        if path.is_file() and path.name not in NOT_POSTMORTEMS
    )


def draw(documents: list[str]) -> dict[str, list[str]]:
    """The two halves: `tuning` and `held_out`."""
    generator = random.Random(SEED)
    by_source: dict[str, list[str]] = {}
    for document in documents:
        by_source.setdefault(document.split("/")[0], []).append(document)
    halves: dict[str, list[str]] = {"tuning": [], "held_out": []}
    for source in sorted(by_source):
        drawn = generator.sample(by_source[source], min(2, len(by_source[source])))
        for half, document in zip(("tuning", "held_out"), drawn, strict=False):
            halves[half].append(document)
    left = [d for d in documents if d not in halves["tuning"] + halves["held_out"]]
    halves["held_out"].append(generator.choice(left))
    return halves


if __name__ == "__main__":
    for half, names in draw(corpus_documents(Path(sys.argv[1]))).items():
        sys.stdout.writelines(f"{half} {name}\n" for name in names)

"""Words around the rules: what each kind of wording hides, for those who want to know."""

from collections.abc import Iterable
from dataclasses import dataclass

from lens import CATEGORIES, Rule


@dataclass(frozen=True)
class Category:
    """A kind of wording, as a reader meets it."""

    title: str
    words: str


def category_titles() -> dict[str, Category]:
    """Return every category of the lens."""
    return {
        "person_fault": Category(
            "A person as the fault", "The story ends at somebody, and what let it happen is unsaid."
        ),
        "counterfactual": Category(
            "What did not happen", "“Should have” tells another story than the one that made sense that night."
        ),
        "human_error": Category("Error as an explanation", "A slip is where the questions begin."),
        "single_cause": Category("One cause", "Several things had to hold at once; one name for it hides the others."),
        "agentless_passive": Category(
            "Nobody acted", "In a timeline, a role or a mechanism helps who reads it next time."
        ),
        "vague_action": Category(
            "Actions nobody could check", "Say what will be true afterwards, and who could see it."
        ),
        "hindsight": Category("Certainty afterwards", "What is obvious now was one light among many then."),
        "title_person": Category("A title that names a person", "Years later the title is what is left."),
    }


def by_category(rules: Iterable[Rule]) -> list[tuple[Category, list[Rule]]]:
    """Return the rules under their categories, in the lens's own order."""
    rules = list(rules)
    titles = category_titles()
    grouped = [(titles[name], [rule for rule in rules if rule.category == name]) for name in CATEGORIES]
    return [(category, found) for category, found in grouped if found]

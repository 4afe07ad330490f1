"""The lens: points at wording that stops at a person, and asks for the system behind it. Plain Python.

findings = lens.check(text, section="causes", vocabulary=Vocabulary(people=("Dave Miller",)))
"""

from lens.engine import check
from lens.findings import CATEGORIES, LEVELS, SECTIONS, Finding, Rule, Sample
from lens.lexicons import is_given_name
from lens.rulebook import called_now, rules
from lens.text import sentence_at
from lens.vocabulary import Vocabulary

__all__ = [
    "CATEGORIES",
    "LEVELS",
    "SECTIONS",
    "Finding",
    "Rule",
    "Sample",
    "Vocabulary",
    "called_now",
    "check",
    "is_given_name",
    "rules",
    "sentence_at",
]

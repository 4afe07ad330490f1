"""Who may have the pages of no application."""

from tests.access.people import EVERYBODY, PUBLIC

ACCESS = [
    ("home", None, dict.fromkeys(EVERYBODY, 302)),
    ("healthz", None, PUBLIC),
    ("styleguide", None, EVERYBODY),
]

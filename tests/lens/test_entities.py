"""Who is who. N a name, R a role, B somebody, G a group, S a system; everything else stays as it is."""

import re

import pytest

from lens.entities import tag
from lens.lexicons import is_given_name, words
from lens.text import lowered, mask
from lens.vocabulary import Vocabulary


def signs(text: str, vocabulary: Vocabulary | None = None) -> str:
    masked = mask(text)
    return re.sub(r"([NRBGS])\1*", r"\1", tag(masked, lowered(masked), vocabulary or Vocabulary()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dave Miller rolled it back", "N rolled it back"),
        ("@dave and Priya's change", "N and N's change"),
        ("Mr Okafor agreed", "N agreed"),
        ("Our two most senior engineers on call left", "R left"),
        ("One of the engineers saw it", "R saw it"),
        ("A member of the ops team called", "R called"),
        ("The payments team met", "G met"),
        ("Whoever did it", "B did it"),
        ("The release manager approved", "R approved"),
        ("The session manager crashed", "the session manager crashed"),
        ("The operator on shift called", "R called"),
        ("The Postgres operator crashed", "the postgres operator crashed"),
        ("The operator misread the gauge", "R misread the gauge"),
        ("The admin panel crashed", "the admin panel crashed"),
        ("Robin, the balancer, dropped it", "robin, the balancer, dropped it"),
        ("Robin forgot to call", "N forgot to call"),
        ("Robin balancer dropped it", "robin balancer dropped it"),
        ("Jenkins picked it up", "jenkins picked it up"),
        ("Zbyszko forgot to call", "N forgot to call"),
        ("Zbyszko restarted", "zbyszko restarted"),
        ("Support tickets rose", "support tickets rose"),
        ("Write operations failed", "write operations failed"),
        ("cd /srv/dave/app", "cd /srv/dave/app"),
        ("dave@example.org bounced", "dave@example.org bounced"),
    ],
)
def test_who_is_who(text, expected):
    assert signs(text) == expected


def test_the_catalogue_beats_the_directory_beats_the_lists():
    known = Vocabulary(people=("Wanjiku Xo",), services=("Alice", "order book"), systems=("Dave",))
    assert signs("Wanjiku and Alice and Dave and the order book", known) == "N and S and S and the S"
    assert signs("Wanjiku Xo", known) == "N"


def test_a_list_is_made_once_for_it_is_asked_of_every_word():
    assert words("given_names") is words("given_names")


@pytest.mark.parametrize(("word", "is_name"), [("Petra", True), ("Anne-Marie", True), ("Grafana", False)])
def test_a_given_name_is_one_of_the_list(word, is_name):
    assert is_given_name(word) is is_name

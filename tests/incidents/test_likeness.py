"""What makes an earlier incident alike, and how it is said."""

import pytest

from incidents.repeats.likeness import Traits, likeness, telling_words

PAYMENTS, EXPIRED = frozenset({"payments"}), frozenset({"certificates"})


@pytest.mark.parametrize(
    ("incident", "earlier", "expected"),
    [
        (
            Traits("Card payments refused", "availability", PAYMENTS, EXPIRED),
            Traits("Statements missing", "availability", PAYMENTS, EXPIRED),
            "same service payments; both tagged certificates; same kind, availability",
        ),
        (
            Traits("Checkout answers with 502 after a deploy"),
            Traits("Checkout answered with 502 once deployed"),
            "both titles say “502”, “Checkout” and “deployed”",
        ),
        # Words of time, number and going wrong are in many titles and tell of none.
        (
            Traits("Three scanners run out of memory for 26 minutes"),
            Traits("Three queues run empty and wait for 26 minutes at 14:30"),
            None,
        ),
        (
            Traits("a", services=frozenset({"a", "b"})),
            Traits("b", services=frozenset({"a", "b"})),
            "same services a and b",
        ),
        # A service that is busy anyway, or a kind, is not enough by itself.
        (Traits("a", "degradation", PAYMENTS), Traits("b", "degradation", PAYMENTS), None),
        (Traits("Search is slow", "degradation"), Traits("Login is slow", "degradation"), None),
        (
            Traits("a", "unknown", PAYMENTS, EXPIRED),
            Traits("b", "unknown", PAYMENTS, EXPIRED),
            "same service payments; both tagged certificates",
        ),
    ],
)
def test_likeness_is_explained(incident: Traits, earlier: Traits, expected: str | None) -> None:
    found = likeness(incident, earlier)
    assert (found.words if found else None) == expected


def test_the_month_of_a_file_and_what_it_is_called_make_nothing_alike() -> None:
    assert not telling_words("Post-mortem of May 2026-05-12").keys() & telling_words("Post-Mortem: 4 May 2026").keys()


def test_more_in_common_weighs_more() -> None:
    one = Traits("Certificate of the gateway expired", "availability", PAYMENTS, EXPIRED)
    near = likeness(one, Traits("Gateway certificate has expired again", "availability", PAYMENTS, EXPIRED))
    far = likeness(one, Traits("Refunds came twice", "data_quality", PAYMENTS, EXPIRED))
    assert near is not None
    assert far is not None
    assert near.weight > far.weight


def test_words_that_say_little_and_endings_do_not_count() -> None:
    assert set(telling_words("The queues were slow and FAILED again").values()) == {"queues"}
    assert telling_words("Queue").keys() == telling_words("queues").keys()
    assert telling_words("Expired certificate").keys() == telling_words("certificates expire").keys()

"""What a caller of the lens may rely on."""

import itertools

import pytest

import lens
from lens import Vocabulary


def found_in(text: str, section: str = "causes", vocabulary: Vocabulary | None = None) -> list[tuple[str, str]]:
    return [(one.category, one.text) for one in lens.check(text, section=section, vocabulary=vocabulary)]


def categories(text: str, section: str = "causes", vocabulary: Vocabulary | None = None) -> list[str]:
    return [category for category, _ in found_in(text, section, vocabulary)]


def test_a_person_as_the_fault_is_marked_with_the_question_behind_it():
    [found] = lens.check("Dave forgot to check the config.", section="causes")
    assert (found.category, found.level, found.start) == ("person_fault", "mark", 0)
    assert found.text.startswith("Dave forgot")
    assert found.message
    assert found.ask.endswith("?")
    assert found.why
    assert found.source


@pytest.mark.parametrize(
    "text",
    [
        "The pod should have been rescheduled.",
        "The leader failed to elect within the timeout.",
        "The client forgot its token.",
        "The scheduler missed the deadline.",
        "The Kubernetes operator did not reconcile the secret.",
        "The node agent ignored the new token.",
        "The master rejected the worker's handshake.",
        "The user account was locked by the controller.",
        "The guard in the parser drops empty headers.",
        "The host's runner skipped the test stage.",
    ],
)
def test_systems_that_sound_like_people_are_left_alone(text):
    assert lens.check(text, section="causes") == []


def test_one_place_has_one_finding_and_a_sentence_one_of_a_category():
    found = lens.check("Bob carelessly forgot to check and Bob ignored the alert.", section="causes")
    places = [(one.start, one.end) for one in found]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))
    assert len({one.category for one in found}) == len(found)


def test_what_is_quoted_or_code_is_evidence_and_is_not_read():
    assert categories("The customer wrote “your engineers were careless”.") == []
    assert categories("The log says `user error: operator forgot to log in`.") == []
    assert categories("> Dave forgot to check the config.") == []
    assert categories("```\nDave forgot to check the config.\n```\n") == []
    assert categories("[14:02] <dave> I forgot to check the config") == []
    assert categories("Dave Miller  2:05 PM\nI totally forgot to check the config\n\nTraffic recovered.") == []


def test_words_about_oneself_are_met_kindly():
    [found] = lens.check("I forgot to renew the certificate.", section="causes")
    assert found.rule == "person-myself"
    assert found.message.startswith("Thank you")


def test_steps_without_an_actor_are_one_count_for_a_timeline():
    text = "14:02 The service was restarted.\n14:10 Dave rolled the release back.\n14:20 The flag was turned off."
    [found] = lens.check(text, section="timeline")
    assert (found.category, found.level) == ("agentless_passive", "count")
    assert [text[start:end] for start, end in found.places] == ["was restarted", "was turned off"]


def test_a_passive_is_only_looked_at_in_a_timeline():
    assert categories("The service was restarted.", "timeline") == ["agentless_passive"]
    assert categories("The service was restarted.", "causes") == []


def test_a_rule_can_be_switched_off_and_its_level_changed():
    [found] = lens.check("Dave forgot to check the config.", section="causes")
    assert lens.check(found.text, vocabulary=Vocabulary(off=frozenset({found.rule}))) != [found]
    off = Vocabulary(off=frozenset(rule.id for rule in lens.rules() if rule.category == "person_fault"))
    assert "person_fault" not in categories("Dave forgot to check the config.", "causes", off)
    [quiet] = lens.check("Dave forgot to check the config.", vocabulary=Vocabulary(levels={found.rule: "hint"}))
    assert quiet.level == "hint"


def test_an_allowed_phrase_is_literal_and_its_star_stays_in_the_sentence():
    allowed = Vocabulary(allowed=("dave forgot * config",))
    assert categories("Dave forgot to check the config.", "causes", allowed) == []
    assert categories("Dave forgot it. Later somebody changed the config.", "causes", allowed)
    assert categories("Dave forgot to check the config.", "causes", Vocabulary(allowed=(".*",)))


def test_the_directory_knows_names_that_no_list_has():
    text = "The outage was caused by Xqwyl's change."
    assert categories(text) == []
    assert categories(text, "causes", Vocabulary(people=("Xqwyl Brandt",))) == ["person_fault"]


def test_a_service_with_the_name_of_a_person_is_a_system():
    text = "Robert forgot to release the lock."
    assert categories(text) == ["person_fault"]
    assert categories(text, "causes", Vocabulary(services=("Robert",))) == []
    assert categories(text, "causes", Vocabulary(people=("Robert Ray",), services=("Robert",))) == []


def test_a_team_by_its_name_is_people():
    text = "Blame for the delay lies with Nimbus."
    assert categories(text) == []
    assert categories(text, "causes", Vocabulary(teams=("Nimbus",))) == ["person_fault"]


def test_a_vocabulary_is_known_by_its_content():
    one = Vocabulary(people=("Dave Miller", "Ann Lee"), levels={"a": "hint"})
    other = Vocabulary(people=("Ann Lee", "Dave Miller"), levels={"a": "hint"})
    assert one == other
    assert hash(one) == hash(other)
    assert one.key == other.key
    assert one != Vocabulary(people=("Ann Lee",))


def test_an_answer_holds_while_its_sentence_stands():
    before = "Some text. Dave forgot to check the config. More."
    place = before.index("forgot")
    key = lens.sentence_at(before, place, place + 6)
    moved = "- 14:05 **Dave**  forgot to check the config.\n\nOther text before and after changed."
    at = moved.index("forgot")
    assert lens.sentence_at(moved, at, at + 6) == key
    changed = "Dave forgot to check the flag."
    assert lens.sentence_at(changed, 5, 11) != key


def test_a_quotation_in_an_answered_sentence_belongs_to_it():
    one, other = "Dave forgot `a`.", "Dave forgot `b`."
    assert lens.sentence_at(one, 5, 11) != lens.sentence_at(other, 5, 11)


def test_a_blaming_title_is_one_finding():
    assert categories("Human error by Dave takes down checkout", "title") == ["title_person"]


def test_curly_apostrophes_and_emphasis_change_nothing():
    assert categories("Dave didn’t **check** the config.") == categories("Dave didn't check the config.")
    assert categories("We should _really_ have noticed.") == ["counterfactual"]


def test_a_team_called_after_what_it_looks_after_is_not_every_such_thing():
    payments = Vocabulary(teams=("Payments", "Box Office"))
    for title in ("Card payments refused after a key went missing", "Payments refused across the euro area"):
        assert categories(title, "title", payments) == []
    assert categories("Payments team takes down checkout", "title", payments) == ["title_person"]
    assert categories("Blame for the delay lies with Payments.", "causes", payments) == ["person_fault"]
    assert categories("Payments forgot to renew the key.", "causes", payments) != []


def test_what_went_well_told_as_a_condition_is_left_alone():
    for text in (
        "Had nobody looked, every scanner would have refused to sync the next evening.",
        "We could not have done it without their help.",
        "Nobody could have altered the access log.",
    ):
        assert categories(text) == []

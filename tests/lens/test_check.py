import lens


def test_a_person_as_the_fault_is_marked_with_the_question_behind_it():
    [found] = lens.check("Dave forgot to check the config.", section="causes")
    assert (found.category, found.level, found.start) == ("person_fault", "mark", 0)
    assert found.text.startswith("Dave forgot") and found.message and found.ask.endswith("?") and found.why and found.source

"""Rooms: seeded once, merged into through forks, folded without losing what comes meanwhile."""

import threading

import pytest
from django.db import connection
from pycrdt import Doc, Text

from collab import services
from collab.models import Room, Update
from collab.services import (
    append_update,
    compact_room,
    create_room,
    load_doc,
    merge_form_text,
    state_of,
    text_at,
    text_in,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_a_room_is_seeded_once() -> None:
    room = create_room("a", {"one": "hello naïve 🙂", "two": ""})
    again = create_room("a", {"one": "hello naïve 🙂", "two": "other"})
    assert room == again
    assert text_of(room, "one") == "hello naïve 🙂"
    assert text_of(room, "two") == ""
    assert Update.objects.count() == 1


def test_the_same_seed_applied_twice_does_not_double() -> None:
    room = create_room("a", {"one": "hello "})
    append_update(room, bytes(room.updates.get().payload))
    assert text_of(room, "one") == "hello "


def test_a_form_is_merged_into_what_was_written_meanwhile() -> None:
    room = create_room("a", {"one": "Alerts fired.", "two": "untouched"})
    opened = state_of(load_doc(room))
    first = merge_form_text(room, "one", base_state=opened, submitted="Alerts fired late.", by_id=1)
    second = merge_form_text(room, "one", base_state=opened, submitted="Two alerts fired. 🙂", by_id=2)
    assert (first.merged_changes, second.merged_changes) == (0, 1)
    assert text_of(room, "one") == second.text == "Two alerts fired late. 🙂"
    assert text_of(room, "two") == "untouched"


def test_a_browser_and_a_form_write_at_the_same_time() -> None:
    room = create_room("a", {"one": "The queue grew."})
    opened = state_of(load_doc(room))
    browser = Doc()
    browser.apply_update(load_doc(room).get_update())
    before = browser.get_state()
    browser.get("one", type=Text).insert(len("The queue grew."), " Nobody was paged.")
    append_update(room, browser.get_update(before), by_id=7)
    merged = merge_form_text(room, "one", base_state=opened, submitted="At nine the queue grew.")
    assert merged.text == "At nine the queue grew. Nobody was paged."
    browser.apply_update(load_doc(room).get_update())
    assert str(browser.get("one", type=Text)) == merged.text


def test_sending_the_same_form_again_changes_nothing() -> None:
    room = create_room("a", {"one": ""})
    opened = state_of(load_doc(room))
    merge_form_text(room, "one", base_state=opened, submitted="Once.")
    again = merge_form_text(room, "one", base_state=opened, submitted="Once.")
    more = merge_form_text(room, "one", base_state=opened, submitted="Once. And more.")
    assert not again.changed
    assert more.text == "Once. And more."


def test_what_a_form_is_told_is_what_was_kept_also_where_it_brings_nothing_of_its_own() -> None:
    room = create_room("a", {"one": "", "two": ""})
    opened = state_of(load_doc(room))
    merge_form_text(room, "one", base_state=opened, submitted="It began early.")
    both = merge_form_text(room, "one", base_state=opened, submitted="One pod died.")
    assert both.text == text_of(room, "one") == "It began early. One pod died."
    logged = Update.objects.count()
    nothing = merge_form_text(room, "one", base_state=opened, submitted="It began")
    assert not nothing.changed
    assert nothing.text == text_of(room, "one") == both.text
    assert nothing.state == state_of(load_doc(room))
    assert Update.objects.count() == logged


def test_a_form_from_an_unknown_beginning_deletes_nothing() -> None:
    room = create_room("a", {"one": "What stands here."})
    merged = merge_form_text(room, "one", base_state=None, submitted="Something else.")
    assert {"What", "stands", "here", "Something", "else"} <= set(merged.text.replace(".", " ").split())


def test_compaction_keeps_text_and_earlier_moments() -> None:
    room = create_room("a", {"one": "zero"})
    opened = state_of(load_doc(room))
    state = opened
    for n in range(12):
        state = merge_form_text(room, "one", base_state=state, submitted=f"text {n}").state
    assert compact_room(room) == 13
    assert Update.objects.count() == 0
    doc = load_doc(room)
    assert text_in(doc, "one") == "text 11"
    assert text_at(doc, opened, "one") == "zero"
    merged = merge_form_text(room, "one", base_state=opened, submitted="zero and one")
    assert "text 11" in merged.text
    assert "and one" in merged.text
    assert compact_room(room) == 1
    assert compact_room(room) == 0


def test_a_long_log_is_folded_by_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "UPDATES_BEFORE_COMPACTION", 5)
    room = create_room("a", {"one": ""})
    state = state_of(load_doc(room))
    for n in range(11):
        state = merge_form_text(room, "one", base_state=state, submitted=f"{n} words").state
    assert Update.objects.filter(room=room).count() < 5
    assert text_of(room, "one") == "10 words"


def test_a_moment_is_some_bytes_not_the_whole_document() -> None:
    room = create_room("a", {"one": "word " * 10_000})
    assert len(state_of(load_doc(room))) < 100


@pytest.mark.django_db(transaction=True)
def test_two_forms_at_once_wait_for_each_other() -> None:
    room = create_room("a", {"one": "middle"})
    opened = state_of(load_doc(room))
    gate = threading.Barrier(2)

    def save(text: str) -> None:
        gate.wait()
        merge_form_text(Room.objects.get(pk=room.pk), "one", base_state=opened, submitted=text)
        connection.close()

    threads = [threading.Thread(target=save, args=[text]) for text in ("first middle", "middle last")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert text_of(room, "one") == "first middle last"

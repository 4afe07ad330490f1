"""Setting the lens, and learning from it."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

import lens
from incidents.wording.looking import look_at
from incidents.wording.models import LensRule, LensWord
from people.models import AuditEntry
from tests.factories import make_incident, make_user

pytestmark = pytest.mark.django_db
FORGOT = "Dave forgot to check the config."


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(make_user("Ada", is_administrator=True))
    return client


def test_every_rule_has_a_page_and_the_guide_leads_to_it(admin):
    guide = admin.get(reverse("incidents:lens_guide")).content.decode()
    for rule in lens.rules():
        address = reverse("incidents:lens_rule", args=[rule.id])
        assert address in guide
        assert admin.get(address).status_code == 200
    assert admin.get(reverse("incidents:lens_rule", args=["no-such-rule"])).status_code == 404


def test_a_rule_is_switched_off_by_its_form(admin):
    rule = look_at(FORGOT, "causes")[0].finding.rule
    address = reverse("incidents:lens_rule_edit", args=[rule])
    assert admin.post(address, {"level": "shout"}).status_code == 422
    assert admin.post(address, {"is_off": "on", "level": ""}).status_code == 303
    assert LensRule.objects.get().is_off
    assert rule not in {one.finding.rule for one in look_at(FORGOT, "causes")}


def test_words_are_added_and_removed_and_a_level_is_kept_where_it_means_something(admin):
    add = reverse("incidents:lens_word_add")
    assert admin.post(add, {"kind": "system", "text": "Rosa", "level": "mark", "ask": "?"}).status_code == 303
    word = LensWord.objects.get()
    assert (word.text, word.level, word.ask) == ("Rosa", "", "")
    assert admin.post(add, {"kind": "system", "text": "ROSA"}).status_code == 422
    assert admin.post(add, {"kind": "allowed", "text": "*"}).status_code == 422
    silenced = admin.post(add, {"kind": "system", "text": "human error"})
    assert silenced.status_code == 422
    assert "is what the lens points at" in silenced.content.decode()
    everywhere = admin.post(add, {"kind": "allowed", "text": "the *"})
    assert everywhere.status_code == 422
    assert "stands in nearly every sentence" in everywhere.content.decode()
    assert "Rosa" in admin.get(reverse("incidents:lens_settings")).content.decode()
    assert admin.post(reverse("incidents:lens_word_remove", args=[word.pk])).status_code == 303
    assert not LensWord.objects.exists()


def test_a_word_that_is_removed_is_said_and_can_be_put_back(admin):
    word = LensWord.objects.create(kind="flagged", text="cowboy * prod & <b>", level="mark", ask="What let it?")
    page = admin.post(reverse("incidents:lens_word_remove", args=[word.pk]), follow=True).content.decode()
    assert "The lens forgets “cowboy * prod &amp; &lt;b&gt;” from now on." in page
    (link,) = re.findall(r'href="([^"]+)">Put it back', page)
    again = unescape(link)
    form = admin.get(again).context["form"]
    assert admin.post(reverse("incidents:lens_word_add"), form.initial).status_code == 303
    back = LensWord.objects.get()
    assert (back.kind, back.text, back.level, back.ask) == ("flagged", word.text, "mark", "What let it?")
    said = list(AuditEntry.objects.order_by("pk").values_list("about", flat=True))
    assert [about.partition(" “")[0] for about in said] == ["lens: removed", "lens: added"]


def test_a_few_answers_are_no_share(admin):
    alice, (rule, *_) = make_user("Alice"), lens.rules()
    incident = make_incident(by=alice)
    for number in range(10):
        incident.lens_answers.create(rule=rule.id, sentence=f"{number:032}", reason="quoting", by=alice)
    assert "100 %" in admin.get(reverse("incidents:lens_settings")).content.decode()
    incident.lens_answers.first().delete()
    page = admin.get(reverse("incidents:lens_settings")).content.decode()
    assert "too few to say" in page
    assert "100 %" not in page


def test_what_a_rule_points_at_is_shown_where_it_is_changed(admin):
    rule = lens.rules()[0]
    page = unescape(admin.get(reverse("incidents:lens_rule_edit", args=[rule.id])).content.decode())
    assert all(sample.text in page for sample in (*rule.must_flag, *rule.must_pass))


def test_the_settings_name_nobody_who_answered(admin, django_assert_num_queries):
    alice = make_user("Alice Quintessa")
    incident = make_incident(by=alice)
    incident.lens_answers.create(rule=lens.rules()[0].id, sentence="0" * 32, reason="rule_wrong", by=alice)
    with django_assert_num_queries(5):  # session, person, answers, choices, words
        page = admin.get(reverse("incidents:lens_settings")).content.decode()
    assert "Quintessa" not in page

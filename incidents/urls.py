"""Addresses of incidents, and of the policy data that administrators edit."""

from django.urls import URLPattern, URLResolver, include, path

from incidents import views

app_name = "incidents"

timeline_urls = [
    path("add/", views.event_add, name="event_add"),
    path("paste/", views.timeline_paste, name="timeline_paste"),
    path("order-by-time/", views.timeline_order, name="timeline_order"),
    path("<int:pk>/edit/", views.event_edit, name="event_edit"),
    path("<int:pk>/day/", views.event_day, name="event_day"),
    path("<int:pk>/delete/", views.event_delete, name="event_delete"),
    path("<int:pk>/move/", views.event_move, name="event_move"),
    path("days/<int:pk>/take-back/", views.day_take_back, name="day_take_back"),
    path("deleted/<int:pk>/restore/", views.event_restore, name="event_restore"),
]

incident_urls: list[URLPattern | URLResolver] = [
    path("", views.detail, name="detail"),
    path("facts/", views.facts, name="facts"),
    path("times/", views.times, name="times"),
    path("impact/", views.impact, name="impact"),
    path("decide/", views.decide, name="decide"),
    path("history/", views.history, name="history"),
    path("links/add/", views.link_add, name="link_add"),
    path("links/<int:pk>/remove/", views.link_remove, name="link_remove"),
    path("restrict/", views.restrict, name="restrict"),
    path("lift-restriction/", views.lift_restriction, name="lift_restriction"),
    path("repeat/", views.repeat_confirm, name="repeat_confirm"),
    path("repeats/<int:pk>/withdraw/", views.repeat_withdraw, name="repeat_withdraw"),
    path("access/", views.access, name="access"),
    path("access/<int:pk>/take/", views.take_access, name="take_access"),
    path("timeline/", include(timeline_urls)),
    path("lens/answer/", views.lens_answer, name="lens_answer"),
    path("lens/<int:pk>/take-back/", views.lens_take_back, name="lens_take_back"),
]

administration_urls = [
    path("services/", views.services, name="services"),
    path("services/add/", views.service_add, name="service_add"),
    path("services/<int:pk>/", views.service_edit, name="service_edit"),
    path("tags/", views.tags, name="tags"),
    path("tags/add/", views.tag_add, name="tag_add"),
    path("tags/<int:pk>/", views.tag_edit, name="tag_edit"),
    path("severities/", views.severities, name="severities"),
    path("severities/<int:pk>/", views.severity_edit, name="severity_edit"),
    path("lens/", views.lens_settings, name="lens_settings"),
    path("lens/rules/<slug:rule>/", views.lens_rule_edit, name="lens_rule_edit"),
    path("lens/words/add/", views.lens_word_add, name="lens_word_add"),
    path("lens/words/<int:pk>/remove/", views.lens_word_remove, name="lens_word_remove"),
]

urlpatterns = [
    path("incidents/", views.list_, name="list"),
    path("incidents/record/", views.record, name="record"),
    path("incidents/INC-<int:number>/", include(incident_urls)),
    path("administration/", include(administration_urls)),
    path("lens/", views.lens_guide, name="lens_guide"),
    path("lens/look/", views.lens_look, name="lens_look"),
    path("lens/rules/<slug:rule>/", views.lens_rule, name="lens_rule"),
]

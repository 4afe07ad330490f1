"""Addresses of documents, of search, and of the templates that administrators edit."""

from django.urls import include, path

from postmortems.views import browsing, factors, importing, publishing, reviewing, search, templates, writing

app_name = "postmortems"

postmortem_urls = [
    path("", browsing.detail, name="detail"),
    path("start/", writing.start, name="start"),
    path("write/", writing.edit, name="edit"),
    path("write/<slug:key>/", writing.edit_section, name="edit_section"),
    path("factors/", factors.factors, name="factors"),
    path("factors/add/", factors.factor_add, name="factor_add"),
    path("factors/again/<int:pk>/", factors.factor_reuse, name="factor_reuse"),
    path("factors/<int:pk>/", factors.factor_edit, name="factor_edit"),
    path("factors/<int:pk>/move/", factors.factor_move, name="factor_move"),
    path("factors/<int:pk>/remove/", factors.factor_remove, name="factor_remove"),
    path("facilitator/", writing.facilitator, name="facilitator"),
    path("history/", browsing.history, name="history"),
    path("history/<int:pk>/restore/", writing.restore, name="restore"),
    path("review/", reviewing.review, name="review"),
    path("review/answer/", reviewing.answer, name="answer"),
    path("review/back-to-draft/", reviewing.back_to_draft, name="back_to_draft"),
    path("comments/add/", reviewing.comment, name="comment"),
    path("comments/<int:pk>/resolve/", reviewing.resolve, name="resolve"),
    path("gate/", publishing.gate, name="gate"),
    path("amend/", writing.amend, name="amend"),
    path("editions/<int:edition>/", browsing.edition, name="edition"),
]

template_urls = [
    path("", templates.templates, name="templates"),
    path("<slug:key>/", templates.template_edit, name="template_edit"),
    path("<slug:key>/sections/add/", templates.template_section_add, name="template_section_add"),
    path("<slug:key>/sections/<int:pk>/", templates.template_section_edit, name="template_section_edit"),
    path("<slug:key>/sections/<int:pk>/move/", templates.template_section_move, name="template_section_move"),
    path("<slug:key>/sections/<int:pk>/remove/", templates.template_section_remove, name="template_section_remove"),
]

urlpatterns = [
    path("post-mortems/", browsing.list_, name="list"),
    path("post-mortems/import/", importing.upload, name="import_upload"),
    path("post-mortems/import/<int:pk>/", importing.batch, name="import_batch"),
    path("post-mortems/import/<int:pk>/undo/", importing.undo, name="import_undo"),
    path("search/", search.search, name="search"),
    path("post-mortems/INC-<int:number>/", include(postmortem_urls)),
    path("administration/templates/", include(template_urls)),
]

"""Pages about people: the first run, the agreement, oneself, teams, and their administration."""

from django.urls import URLPattern, path

from people.views import agreement, first_run

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("first-run/", first_run.first_run, name="first_run"),
    path("agreement/", agreement.agreement, name="agreement"),
    path("agreement/read/", agreement.read_agreement, name="read_agreement"),
    path("agreement/edit/", agreement.edit_agreement, name="edit_agreement"),
    path("agreement/versions/", agreement.agreement_versions, name="agreement_versions"),
    path(
        "agreement/versions/<int:pk>/",
        agreement.agreement_version,
        name="agreement_version",
    ),
]

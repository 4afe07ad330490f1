"""The whole map: one line an application, each with its own urls.py."""

from django.urls import include, path
from django.views.generic import RedirectView

from config.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", RedirectView.as_view(pattern_name="incidents:list"), name="home"),
    path("", include("incidents.urls")),  # incidents/ and administration/services, tags, severities
    path("", include("postmortems.urls")),  # post-mortems/ and administration/templates
    path("actions/", include("actions.urls")),
    path("", include("reviews.urls")),  # monthly-review/ and lessons/
    path("messages/", include("notifications.urls")),
    path("", include("people.urls")),
    path("", include("web.urls")),
    path("account/", include("people.account_urls")),
]

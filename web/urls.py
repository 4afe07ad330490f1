"""Pages of no application."""

from django.urls import URLPattern, path

from web import views

urlpatterns: list[URLPattern] = [
    path("styleguide/", views.styleguide, name="styleguide"),
]

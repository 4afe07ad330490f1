"""HTTP plumbing and the look: no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "web"

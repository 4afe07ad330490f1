from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents.permissions import numbers_visible_to  # noqa: PLC0415 - models must be loaded first
        from people.visibility import register_incident_filter  # noqa: PLC0415

        register_incident_filter(numbers_visible_to)

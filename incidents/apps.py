from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents.panels import register_panel  # noqa: PLC0415
        from incidents.permissions import numbers_visible_to  # noqa: PLC0415 - models must be loaded first
        from incidents.repeats.alike import load_seen_before  # noqa: PLC0415
        from people.visibility import register_incident_filter  # noqa: PLC0415

        register_incident_filter(numbers_visible_to)
        register_panel("seen-before", "incidents/_seen_before.html", load_seen_before, order=10)

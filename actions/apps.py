from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        from actions.panels import load_actions_panel  # noqa: PLC0415 - models must be loaded first
        from incidents.panels import register_panel  # noqa: PLC0415

        register_panel("actions", "actions/_panel.html", load_actions_panel, order=40)

from django.apps import AppConfig


class PostmortemsConfig(AppConfig):
    name = "postmortems"

    def ready(self) -> None:
        from actions import changes as actions_changes  # noqa: PLC0415 - models must be loaded first
        from actions.mails import register_document_rows  # noqa: PLC0415
        from actions.nudge_queries import register_facilitators, register_late_documents  # noqa: PLC0415
        from actions.removes import register_removed  # noqa: PLC0415
        from incidents import changes as incidents_changes  # noqa: PLC0415
        from incidents.document_templates import register_document_templates  # noqa: PLC0415
        from incidents.panels import register_panel  # noqa: PLC0415
        from notifications.composing import register_composer  # noqa: PLC0415
        from people.mine import register_mine  # noqa: PLC0415
        from postmortems.changes import register_listener  # noqa: PLC0415
        from postmortems.factors.queries import conditions_removed_by  # noqa: PLC0415
        from postmortems.mails import COMPOSERS  # noqa: PLC0415
        from postmortems.panels import load_document_panel, load_drafts_mine, load_reviews_mine  # noqa: PLC0415
        from postmortems.queries import facilitators_of, keys_and_names_offered  # noqa: PLC0415
        from postmortems.reminders import document_rows, late_documents  # noqa: PLC0415
        from postmortems.search.services import (  # noqa: PLC0415
            hear_of_postmortem,
            refresh_action,
            refresh_incident,
        )

        register_removed(conditions_removed_by)
        register_document_templates(keys_and_names_offered)
        incidents_changes.register_listener(refresh_incident)
        actions_changes.register_listener(refresh_action)
        register_listener(hear_of_postmortem)
        register_facilitators(facilitators_of)
        register_late_documents(late_documents)
        register_document_rows(document_rows)
        for kind, composer in COMPOSERS.items():
            register_composer(kind, composer)
        register_mine("reviews", "postmortems/_mine_reviews.html", load_reviews_mine, order=20)
        register_mine("drafts", "postmortems/_mine_drafts.html", load_drafts_mine, order=50)
        register_panel("document", "postmortems/_panel.html", load_document_panel, order=20)

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        """Hang the panel on incidents, and say how reminders are written. Models are loaded by now."""
        from actions.changes import register_listener  # noqa: PLC0415
        from actions.leaving import say_what_is_orphaned  # noqa: PLC0415
        from actions.link_mails import (  # noqa: PLC0415
            compose_hand_over_answered,
            compose_hand_over_offered,
            compose_link_used,
        )
        from actions.mails import compose_action_handed, compose_nudges, preview_nudges  # noqa: PLC0415
        from actions.panels import (  # noqa: PLC0415
            load_actions_mine,
            load_actions_panel,
            load_offers_mine,
            load_tickets_mine,
            load_unowned_mine,
            load_verdicts_mine,
        )
        from actions.repeats import hear_of_repeat, unshipped_lines  # noqa: PLC0415
        from actions.trackers.mails import compose_ticket_asks  # noqa: PLC0415
        from actions.trackers.services import hear_of_action  # noqa: PLC0415
        from incidents.changes import register_repeat_listener  # noqa: PLC0415
        from incidents.panels import register_panel  # noqa: PLC0415
        from incidents.repeats.unshipped import register_unshipped  # noqa: PLC0415
        from notifications.choices import MessageKind  # noqa: PLC0415
        from notifications.composing import register_composer  # noqa: PLC0415
        from people.leaving import register_left_behind  # noqa: PLC0415
        from people.mine import register_mine  # noqa: PLC0415

        register_left_behind(say_what_is_orphaned)
        register_panel("actions", "actions/_panel.html", load_actions_panel, order=40)
        register_mine("offers", "actions/_mine_offers.html", load_offers_mine, order=10)
        register_mine("actions", "actions/_mine_actions.html", load_actions_mine, order=40)
        register_mine("verdicts", "actions/_mine_verdicts.html", load_verdicts_mine, order=45)
        register_mine("tickets", "actions/_mine_tickets.html", load_tickets_mine, order=47)
        register_mine("unowned", "actions/_mine_unowned.html", load_unowned_mine, order=60)
        register_composer(MessageKind.NUDGES, compose_nudges, preview=preview_nudges)
        register_composer(MessageKind.ACTION_HANDED, compose_action_handed)
        register_composer(MessageKind.HAND_OVER_OFFERED, compose_hand_over_offered)
        register_composer(MessageKind.HAND_OVER_ANSWERED, compose_hand_over_answered)
        register_composer(MessageKind.LINK_USED, compose_link_used)
        register_composer(MessageKind.TICKET_ASKS, compose_ticket_asks)
        register_listener(hear_of_action)
        register_repeat_listener(hear_of_repeat)
        register_unshipped(unshipped_lines)

from web.listeners import Listeners


def test_each_listener_is_told_once_in_the_order_of_registration():
    heard: list[tuple[str, int]] = []
    listeners: Listeners[[int]] = Listeners()

    def first(number: int) -> None:
        heard.append(("first", number))

    listeners.register(first)
    listeners.register(lambda number: heard.append(("second", number)))
    listeners.register(first)
    listeners.tell(7)
    assert heard == [("first", 7), ("second", 7)]

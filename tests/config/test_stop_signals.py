"""A signal that asks us to end is heard even where the exception it raises is lost."""

import gc
import os
import signal

import pytest

from config.supervisor import StopRequested, Supervisor, _stop_signals


class Tidied:
    """Something whose end is interrupted: Python drops what is raised there."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_came_while_an_object_was_tidied_up_still_stops_us(tmp_path):
    supervisor = Supervisor.__new__(Supervisor)
    supervisor.children = []
    supervisor._sample = None
    with _stop_signals() as told:
        Tidied()
        gc.collect()
        assert told()
        with pytest.raises(StopRequested):
            supervisor._watch(told)


def test_a_signal_is_heard_wherever_we_are():
    with _stop_signals() as told:
        assert not told()
        with pytest.raises(StopRequested):
            os.kill(os.getpid(), signal.SIGTERM)

"""Ends the process when its host dies while a command runs.

The serving thread sees the end of input only between commands. A second thread therefore sits in poll() without asking
for any event, which costs nothing while the host lives and returns when the last writing end of the pipe is closed.
"""

import _thread
import os


class Watchdog:
    """Watches a descriptor. `busy` is set by the serving thread around each command, `host_gone` by the watcher: of the
    two, whichever comes second sees what the first has set."""

    def __init__(self, fd):
        self._fd = fd
        self.busy = False
        self.host_gone = False

    def start(self):
        _thread.start_new_thread(self._watch, ())

    def enter(self):
        """Called before a command."""
        self.busy = True
        if self.host_gone:
            os._exit(0)

    def leave(self):
        self.busy = False

    def _watch(self):
        import select

        # Windows has no poll() for pipes: there the host's job object has to end the worker.
        if not hasattr(select, "poll"):
            return
        poll = select.poll()
        poll.register(self._fd, 0)
        while not poll.poll():
            pass
        self.host_gone = True
        if self.busy:
            os._exit(0)

"""What a command may know about its request."""

import time

from .errors import Cancelled, SessionRequired


class Context:
    """One request. Valid while its command runs, in the thread that runs it."""

    __slots__ = ("id", "command", "args", "session_id", "traceparent", "credit", "_server", "_deadline", "_cancelled")

    def __init__(self, server, message, args):
        self.id = message["id"]
        self.command = message["command"]
        #: The arguments as they came: any JSON value, with blobs as bytes.
        self.args = args
        #: Name of the session, or None for a request outside any session.
        self.session_id = message.get("session")
        #: W3C trace context of the caller, or None.
        self.traceparent = message.get("traceparent")
        #: Chunks that may be sent until the host grants more, or None where it sets no limit.
        self.credit = message.get("window")
        self._server = server
        self._cancelled = False
        left = message.get("deadline_ms")
        self._deadline = None if left is None else time.monotonic() + left / 1000

    @property
    def session(self):
        """The session's state, a dict that lives until the host ends the session; None outside any session."""
        return None if self.session_id is None else self._server.sessions.setdefault(self.session_id, {})

    def require_session(self):
        """The session's state; raises SessionRequired outside any session."""
        if self.session_id is None:
            raise SessionRequired("The command '%s' needs a session; send the request within one." % self.command)
        return self.session

    @property
    def remaining(self):
        """Seconds until the caller's deadline (0 when it has passed), or None when it set none."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    @property
    def cancelled(self):
        """True once the host has cancelled this request. Looks at the input, so a long loop should ask now and then."""
        if not self._cancelled:
            self._server.pump()
        return self._cancelled

    def raise_if_cancelled(self):
        """Raises Cancelled once the host has cancelled this request."""
        if self.cancelled:
            raise Cancelled()

    def wait(self, seconds):
        """Sleeps for that long, or until the host cancels; returns whether it did."""
        until = time.monotonic() + seconds
        while not self.cancelled:
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._server.wait_for_input(left)
        return True

    def send_chunk(self, value):
        """Sends a piece of the answer ahead of the result, as `yield` does in a generator.

        Waits while the host has as many unread as it asked for. Raises Cancelled when the host cancels meanwhile.
        """
        body, blobs = self._server.encode_piece("chunk", self.id, value)
        while self.credit == 0:
            if self._cancelled:
                raise Cancelled()
            self._server.take_in()
        self._server.write(body, blobs)
        if self.credit is not None:
            self.credit -= 1

    def progress(self, value):
        """Tells the host how far the command is, in any JSON value. Never waits for the host to read it."""
        self._server.write(*self._server.encode_piece("progress", self.id, value))

    @property
    def stats(self):
        """The worker's own figures: see Stats."""
        return self._server.stats

    @property
    def sessions(self):
        """States of all sessions that have one, by name."""
        return self._server.sessions

    def mark_cancelled(self):
        self._cancelled = True

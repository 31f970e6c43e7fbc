"""A request while it is open."""

import threading

from breaks import broken
from commands import Failure


class Request:
    """A request, snapshot or restore that is not answered yet."""

    def __init__(self, message, output):
        self.id = message.get("id")
        self.type = message["type"]
        self.command = message.get("command")
        self.args = message.get("args")
        self.session = message.get("session")
        self.traced = message.get("traceparent") is not None
        self.more = message.get("more") is True
        self.credit = message.get("window")
        self.output = output
        self.later = None
        self.chunks = 0
        self.cancelled = threading.Event()
        self.change = threading.Condition()

    def cancel(self):
        self.cancelled.set()
        with self.change:
            self.change.notify_all()

    def grant(self, chunks):
        with self.change:
            if self.credit is not None:
                self.credit += 1 if broken("P38-one") else chunks
                if broken("P38-overflow"):
                    self.credit = (self.credit + (1 << 31)) % (1 << 32) - (1 << 31)
                if broken("P38-credit"):
                    self.credit = 1 << 40
            self.change.notify_all()

    def raise_if_cancelled(self):
        if self.cancelled.is_set() and not broken("P27-ignored"):
            raise Failure("Stopped" if broken("P27-type") else "Cancelled", "The host cancelled this request.")

    def chunk(self, value):
        self.take_credit()
        self.chunks += 1
        if broken("P38-none") and self.chunks > 1000:
            raise Failure("TooMany", "No more than 1000 chunks.")
        self.output.write({"type": "chunk", "id": self.id, "value": value})

    def progress(self, value):
        if broken("P38-progress"):
            self.take_credit()
        self.output.write({"type": "progress", "id": self.id, "value": value})

    def take_credit(self):
        if self.credit is None or broken("P38-window"):
            return
        with self.change:
            while self.credit <= 0:
                if not broken("P39-cancel"):
                    self.raise_if_cancelled()
                self.change.wait()
            self.credit -= 1

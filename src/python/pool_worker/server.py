"""Serves one host: reads messages, has commands run in their order, acts at once on what can't wait."""

import os
import sys
import time

from . import checks
from .errors import BadFrame
from .frames import FrameInput, FrameOutput, HostGone, LOWEST_MAX_FRAME_BYTES
from .runner import Runner
from .version import PROTOCOL
from .watchdog import Watchdog

# Behind so many waiting messages the worker still looks for a cancel; the protocol promises that to hosts (P41).
_MAX_QUEUED = 256


class Stats:
    """Figures since the worker started."""

    def __init__(self):
        self.started = time.monotonic()
        self.command_count = 0
        self.error_count = 0

    @property
    def uptime_s(self):
        return time.monotonic() - self.started


class Server:
    """The state of one connection. Everything here runs on the main thread, except the watchdog."""

    def __init__(self, worker, stdio):
        self._worker = worker
        self._output = FrameOutput(stdio.writing, LOWEST_MAX_FRAME_BYTES)
        self._input = FrameInput(stdio.reading, worker.max_frame_bytes, self._output.flush)
        self._watchdog = Watchdog(stdio.reading)
        self._watching = False
        self._runner = Runner(worker, self, self._output, self._watchdog)
        self._queued = []
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._output.abandon)
        self.sessions = {}
        self.stats = Stats()
        self.write = self._output.write
        self.encode_piece = self._runner.encode_piece

    def run(self):
        """Serves until shutdown and returns the exit code. At the end of input it ends the process at once."""
        try:
            if not self._greet():
                return 2
            self._watch()
            read = self._input.read
            serve = self._runner.serve
            queued = self._queued
            while True:
                message, blobs = queued.pop(0) if queued else read()
                kind = message.get("type")
                if kind == "request":
                    serve(message, blobs)
                elif kind == "snapshot" or kind == "restore":
                    self._runner.exchange_state(kind, message, blobs)
                elif not self._note(kind, message, blobs):
                    self._output.flush()
                    return 0
        except HostGone:
            # No cleanup: it could hang, and the one who would notice is gone.
            os._exit(0)
        except BadFrame as broken:
            self._complain(broken)
            return 3

    def pump(self):
        """Takes in what the host has sent while a command runs, without waiting."""
        while len(self._queued) <= _MAX_QUEUED and self._input.ready():
            self.take_in()

    def take_in(self):
        """Waits for one message while a command runs, and acts on it if it may not wait for the command's end."""
        try:
            message, blobs = self._input.read()
            kind = message.get("type")
            # What must keep its place among the requests waits with them.
            if kind in ("ping", "cancel", "credit"):
                self._note(kind, message, blobs)
            else:
                self._queued.append((message, blobs))
        except HostGone:
            os._exit(0)
        except BadFrame as broken:
            self._complain(broken)
            os._exit(3)

    def wait_for_input(self, seconds):
        """Sleeps until the host sends something, or for at most that long."""
        if len(self._queued) <= _MAX_QUEUED:
            self._input.wait(seconds)
        else:
            time.sleep(min(seconds, 0.05))

    def _complain(self, broken):
        try:
            self._output.flush()
        except HostGone:
            pass
        print("pool_worker: the host sent a malformed frame: %s" % broken, file=sys.stderr, flush=True)

    def _greet(self):
        low, high, self._output.limit, log_level = checks.greeting(self._input.read()[0], LOWEST_MAX_FRAME_BYTES)
        worker = self._worker
        if not low <= PROTOCOL <= high:
            self._send({"type": "error", "error": {
                "type": "ProtocolVersionMismatch",
                "message": "The host speaks protocol versions %d to %d; this worker speaks version %d."
                           % (low, high, PROTOCOL)}})
            return False
        logs = None if log_level is None else self._forward_logs(log_level)
        if worker.start_hooks:
            # From here on, since the host may die meanwhile.
            self._watch()
            self._watchdog.enter()
            worker.start()
            self._watchdog.leave()
        python = sys.version_info
        self._send({
            "type": "hello",
            "protocol": PROTOCOL,
            "worker": "%s (%s %d.%d.%d)" % (worker.name, _implementation(), python.major, python.minor, python.micro),
            "pid": os.getpid(),
            "max_frame_bytes": worker.max_frame_bytes,
            "commands": {name: {"kind": command.kind} for name, command in worker.commands.items()},
            "features": ["cancel", "snapshot"] if worker.snapshots else ["cancel"],
        })
        if logs is not None:
            logs.open()
        return True

    def _watch(self):
        if not self._watching:
            self._watching = True
            self._watchdog.start()

    def _forward_logs(self, level):
        from .logs import LogForwarder  # only where they are wanted

        return LogForwarder(level, self._output, lambda: self._runner.running)

    def _note(self, kind, message, blobs):
        """Acts on a message that runs no command; false for shutdown."""
        if blobs:
            raise BadFrame("a %s carries no blobs" % str(kind)[:40])
        if kind == "ping":
            self._output.write(b'{"type":"pong","id":%d}' % checks.identifier(message))
        elif kind == "cancel":
            self._cancel(checks.identifier(message))
        elif kind == "credit":
            self._grant(checks.identifier(message), checks.count(message, "chunks"))
        elif kind == "end_session":
            self.sessions.pop(checks.text(message, "session"), None)
        elif kind == "shutdown":
            return False
        else:
            raise BadFrame("%r is no message of a host" % str(kind)[:40])
        return True

    def _cancel(self, request_id):
        running = self._runner.running
        if running is not None and running.id == request_id:
            running.mark_cancelled()
        elif any(message.get("id") == request_id for message, _ in self._queued):
            self._runner.cancelled_ids.add(request_id)

    def _grant(self, request_id, chunks):
        running = self._runner.running
        if running is not None and running.id == request_id and running.credit is not None:
            running.credit += chunks

    def _send(self, message):
        self._output.write(self._runner.to_text(message).encode())


def _implementation():
    return {"cpython": "CPython", "pypy": "PyPy"}.get(sys.implementation.name, sys.implementation.name)

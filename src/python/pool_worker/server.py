"""Serves one host: reads messages, runs commands, answers."""

import os
import sys
import time
from collections import deque

from .context import Context
from .errors import BadFrame, Cancelled, FrameTooLarge, WorkerError, describe
from .frames import FrameInput, FrameOutput, HostGone, LOWEST_MAX_FRAME_BYTES
from .values import ValueEncoder, attach
from .version import PROTOCOL
from .watchdog import Watchdog

_MAX_QUEUED = 256
_INT_MAX = 0x7FFFFFFF


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
        self._commands = worker.commands
        self._input = FrameInput(stdio.reading, worker.max_frame_bytes)
        self._output = FrameOutput(stdio.writing, LOWEST_MAX_FRAME_BYTES)
        self._encoder = ValueEncoder()
        self._watchdog = Watchdog(stdio.reading)
        self._queued = deque()
        self._cancelled_ids = set()
        self._running = None
        self.sessions = {}
        self.stats = Stats()

    def run(self):
        """Serves until shutdown and returns the exit code. At the end of input it ends the process at once."""
        try:
            self._watchdog.start()
            if not self._greet():
                return 2
            while True:
                message, blobs = self._queued.popleft() if self._queued else self._input.read()
                kind = message.get("type")
                if kind == "request":
                    self._serve(message, blobs)
                elif not self._note(kind, message, blobs):
                    return 0
        except HostGone:
            # No cleanup: it could hang, and the one who would notice is gone.
            os._exit(0)
        except BadFrame as broken:
            print("pool_worker: the host sent a malformed frame: %s" % broken, file=sys.stderr)
            return 3

    def pump(self):
        """Takes in what the host has sent while a command runs, without waiting."""
        while len(self._queued) < _MAX_QUEUED and self._input.ready():
            try:
                message, blobs = self._input.read()
                kind = message.get("type")
                # What must keep its place among the requests waits with them.
                if kind in ("ping", "cancel"):
                    self._note(kind, message, blobs)
                else:
                    self._queued.append((message, blobs))
            except HostGone:
                os._exit(0)
            except BadFrame as broken:
                print("pool_worker: the host sent a malformed frame: %s" % broken, file=sys.stderr)
                sys.stderr.flush()
                os._exit(3)

    def wait_for_input(self, seconds):
        """Sleeps until the host sends something, or for at most that long."""
        if len(self._queued) < _MAX_QUEUED:
            self._input.wait(seconds)
        else:
            time.sleep(min(seconds, 0.05))

    def _greet(self):
        hello, _ = self._input.read()
        versions = hello.get("protocol")
        limit = hello.get("max_frame_bytes")
        if (hello.get("type") != "hello" or type(versions) is not dict or type(versions.get("min")) is not int
                or type(versions.get("max")) is not int or type(limit) is not int
                or not 1 <= versions["min"] <= versions["max"]
                or not LOWEST_MAX_FRAME_BYTES <= limit <= _INT_MAX):
            raise BadFrame("the first must be a hello with 'protocol' and 'max_frame_bytes'")
        _text(hello, "worker_id")
        self._output.limit = limit
        if not versions["min"] <= PROTOCOL <= versions["max"]:
            self._send({"type": "error", "error": {
                "type": "ProtocolVersionMismatch",
                "message": "The host speaks protocol versions %d to %d; this worker speaks version %d."
                           % (versions["min"], versions["max"], PROTOCOL)}})
            return False
        python = sys.version_info
        self._send({
            "type": "hello",
            "protocol": PROTOCOL,
            "worker": "%s (%s %d.%d.%d)" % (
                self._worker.name, _implementation(), python.major, python.minor, python.micro),
            "pid": os.getpid(),
            "max_frame_bytes": self._worker.max_frame_bytes,
            "commands": {name: {"kind": command.kind} for name, command in self._commands.items()},
            "features": ["cancel"],
        })
        return True

    def _note(self, kind, message, blobs):
        """Acts on a message that runs no command; false for shutdown."""
        if blobs:
            raise BadFrame("a %s carries no blobs" % str(kind)[:40])
        if kind == "ping":
            self._output.write(b'{"type":"pong","id":%d}' % _id(message))
        elif kind == "cancel":
            self._cancel(_id(message))
        elif kind == "end_session":
            self.sessions.pop(_text(message, "session"), None)
        elif kind == "shutdown":
            return False
        else:
            raise BadFrame("%r is no message of a host" % str(kind)[:40])
        return True

    def _cancel(self, request_id):
        if self._running is not None and self._running.id == request_id:
            self._running.mark_cancelled()
        elif any(message.get("id") == request_id for message, _ in self._queued):
            self._cancelled_ids.add(request_id)

    def _serve(self, message, blobs):
        request_id = _id(message)
        name = _text(message, "command")
        for field in ("session", "traceparent"):
            if message.get(field) is not None:
                _text(message, field)
        deadline = message.get("deadline_ms")
        if deadline is not None and (type(deadline) is not int or deadline < 0):
            raise BadFrame("'deadline_ms' is no number of milliseconds")
        args = message.get("args")
        if blobs:
            args = attach(args, blobs)
        self.stats.command_count += 1
        self._watchdog.enter()
        try:
            body, blobs = self._run(request_id, name, message, args)
            self._output.write(body, blobs)
        except (HostGone, BadFrame):
            raise
        except BaseException as error:  # SystemExit too: a command may fail, not end the worker unseen
            self.stats.error_count += 1
            self._send_error(request_id, describe(error))
        finally:
            self._running = None
            self._watchdog.leave()

    def _run(self, request_id, name, message, args):
        if request_id in self._cancelled_ids:
            self._cancelled_ids.discard(request_id)
            raise Cancelled()
        command = self._commands.get(name)
        if command is None:
            raise WorkerError("UnknownCommand", "This worker has no command '%s'." % name[:100])
        self._running = context = Context(self, message, args)
        value = command.call(context)
        text, blobs = self._encoder.encode(value)
        head = '{"type":"result","id":%d' % request_id
        if command.volatile:
            head += ',"volatile":' + _json(list(command.volatile))
        if blobs:
            head += ',"blobs":' + _json([len(blob) for blob in blobs])
        return b'%b,"value":%b}' % (head.encode("utf-8"), text), blobs

    def _send_error(self, request_id, info):
        """Sends an error, shortened until it fits the host's limit."""
        for shorten in (None, "traceback", "message"):
            if shorten == "traceback":
                info.pop("traceback", None)
            elif shorten == "message":
                info.update(type=info["type"][:50], message=info["message"][:50])
            try:
                self._send({"type": "error", "id": request_id, "error": info})
                return
            except FrameTooLarge:
                continue

    def _send(self, message):
        body, _ = self._encoder.encode(message)
        self._output.write(body)


def _json(value):
    import json

    return json.dumps(value, separators=(",", ":"))


def _id(message):
    value = message.get("id")
    if type(value) is not int or value < 1:
        raise BadFrame("its 'id' is no integer of at least 1")
    return value


def _text(message, field):
    value = message.get(field)
    if type(value) is not str or not value:
        raise BadFrame("its '%s' is no text" % field)
    return value


def _implementation():
    return {"cpython": "CPython", "pypy": "PyPy"}.get(sys.implementation.name, sys.implementation.name)

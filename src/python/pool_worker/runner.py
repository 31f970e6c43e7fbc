"""Runs requests and answers them."""

import time

from . import checks, snapshots
from .context import Context
from .errors import BadFrame, Cancelled, FrameTooLarge, WorkerError, describe
from .frames import HostGone
from .values import ValueEncoder, attach

# A held answer waits for commands that ran faster than this every time of late, and no longer than _MOST_HELD_S.
_QUICK_S = 0.0001
_QUICK_RUNS = 8
_MOST_HELD_S = 0.0002


class Runner:
    """Runs one request at a time. `running` is the context of the one that runs."""

    def __init__(self, worker, server, output, watchdog):
        self._worker = worker
        self._commands = worker.commands
        self._server = server
        self._output = output
        self._watchdog = watchdog
        self._encode = ValueEncoder().encode
        self._held_since = 0.0
        self.cancelled_ids = set()
        self.running = None

    def serve(self, message, blobs):
        """Runs a command."""
        request_id = checks.identifier(message)
        name = checks.text(message, "command")
        if len(message) > 4 or "args" not in message:
            checks.optional_fields(message)
        args = message.get("args")
        if blobs:
            args = attach(args, blobs)
        command = self._commands.get(name)
        stats = self._server.stats
        stats.command_count += 1
        more = message.get("more")
        if more or self._output.held:
            began = time.perf_counter()
            if self._output.held and (
                    command is None or command.quick_runs < _QUICK_RUNS or began - self._held_since > _MOST_HELD_S):
                self._output.flush()
        span = _Span(name) if message.get("traceparent") is not None else None
        self._watchdog.enter()
        try:
            if request_id in self.cancelled_ids:
                self.cancelled_ids.discard(request_id)
                raise Cancelled()
            if command is None:
                raise WorkerError("UnknownCommand", "This worker has no command '%s'." % name[:100])
            self.running = context = Context(self._server, message, args)
            value = command.call(context)
            if command.streams:
                value = self._stream(context, value)
            text, blobs = self._encode(value)
            head = command.head
            if span is not None:
                head += ',"span":' + self.to_text(span.end())
            if blobs:
                head += ',"blobs":' + self.to_text([len(blob) for blob in blobs])
            body = f'{{"type":"result","id":{request_id}{head},"value":{text}}}'.encode()
            if more:
                if not self._output.held:
                    self._held_since = began
                ran = time.perf_counter() - began
                command.quick_runs = command.quick_runs + 1 if ran < _QUICK_S else 0
                more = ran < _QUICK_S
            self._output.write(body, blobs, more)
        except (HostGone, BadFrame):
            raise
        except BaseException as error:  # SystemExit too: a command may fail, not end the worker unseen
            stats.error_count += 1
            self._fail(request_id, error, span)
        finally:
            self.running = None
            self._watchdog.leave()

    def exchange_state(self, kind, message, blobs):
        """Answers a snapshot or a restore."""
        request_id = checks.identifier(message)
        session = checks.text(message, "session")
        if kind == "restore":
            if "args" not in message:
                raise BadFrame("a restore needs 'args'")
            state = attach(message["args"], blobs) if blobs else message["args"]
        elif blobs:
            raise BadFrame("a snapshot carries no blobs")
        self._output.flush()
        self._watchdog.enter()
        try:
            if request_id in self.cancelled_ids:
                self.cancelled_ids.discard(request_id)
                raise Cancelled()
            value = None
            if kind == "restore":
                snapshots.put(self._worker, self._server.sessions, session, state)
            else:
                value = snapshots.take(self._worker, self._server.sessions, session)
            self._output.write(*self.encode_piece("result", request_id, value))
        except (HostGone, BadFrame):
            raise
        except BaseException as error:
            self._fail(request_id, error, None)
        finally:
            self._watchdog.leave()

    def to_text(self, value):
        """A value without bytes as JSON."""
        return self._encode(value)[0]

    def encode_piece(self, kind, request_id, value):
        """A frame's JSON and blobs, for messages that have nothing but an id and a value."""
        text, blobs = self._encode(value)
        lengths = ',"blobs":' + self.to_text([len(blob) for blob in blobs]) if blobs else ""
        return f'{{"type":"{kind}","id":{request_id}{lengths},"value":{text}}}'.encode(), blobs

    @staticmethod
    def _stream(context, items):
        """Sends each item as a chunk; returns what the generator returned."""
        iterator = iter(items)
        try:
            while True:
                try:
                    item = next(iterator)
                except StopIteration as end:
                    return end.value
                context.send_chunk(item)
                context.raise_if_cancelled()
        finally:
            close = getattr(iterator, "close", None)
            if close is not None:
                close()

    def _fail(self, request_id, error, span):
        """Sends an error, shortened until it fits the host's limit."""
        info = describe(error)
        message = {"type": "error", "id": request_id, "error": info}
        if span is not None:
            message["span"] = span.end()
        for shorten in (None, "traceback", "message"):
            if shorten == "traceback":
                info.pop("traceback", None)
                message.pop("span", None)
            elif shorten == "message":
                info.update(type=info["type"][:50], message=info["message"][:50])
            try:
                self._output.write(self.to_text(message).encode())
                return
            except FrameTooLarge:
                continue


class _Span:
    """When a request ran, for the host's trace."""

    def __init__(self, name):
        self._name = name
        self._start_us = time.time_ns() // 1000
        self._began = time.perf_counter_ns()

    def end(self):
        return {"start_us": self._start_us, "duration_us": (time.perf_counter_ns() - self._began) // 1000,
                "name": self._name}

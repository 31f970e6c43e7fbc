"""The conversation: a reading thread that acts at once on what can't wait, and one that runs requests."""

import copy
import os
import queue
import signal
import sys
import threading
import time
import traceback

import commands
import rules
import wire
from breaks import broken
from commands import Failure
from request import Request


class Server:
    """One host."""

    def __init__(self, reading, writing):
        self.input = wire.Input(reading)
        self.output = wire.Output(writing)
        self.queue = queue.Queue()
        self.open = {}
        self.sessions = {}
        self.running = None
        self.held = []
        self.served = 0
        self.stale = set()

    def serve(self):
        try:
            self.greet()
            threading.Thread(target=self.execute, daemon=True).start()
            while True:
                message = self.input.read()
                rules.check(message) if message is not None else None
                if type(message) is dict:
                    self.take(message)
        except wire.EndOfInput as end:
            self.ended(end)
        except rules.Bad as bad:
            self.complain(bad)
        except BrokenPipeError:
            self.host_gone()

    def greet(self):
        if broken("P21-first"):
            self.output.limit = 1 << 20
            self.say_hello()
        message = self.input.read()
        while type(message) is not dict or message.get("type") != "hello":
            rules.demand(False, "P36-first")
            message = self.input.read()
        low, high, self.output.limit = rules.check_hello(message)
        self.output.log_level = message.get("log_level")
        self.output.null_level = "log_level" in message and self.output.log_level is None
        if broken("P51-early"):
            self.output.write({"type": "log", "level": "warning", "logger": "broken", "message": "It starts."})
        common = high == 1 if broken("P23-narrow") else low <= 1 <= high
        if not common and not broken("P23-hello"):
            error = {"type": "error", "error": {"type": "Mismatch" if broken("P23-type") else "ProtocolVersionMismatch", "message": "Version 1."}}
            if broken("P23-id"):
                error["id"] = 1
            self.output.write(error)
            if not broken("P23-lives"):
                os._exit(1 if broken("P23-code") else 2)
        elif not broken("P21-first"):
            self.say_hello()
        if broken("P21-twice"):
            self.say_hello()
        if broken("P22-silent"):
            os._exit(0)
        self.input.limit = wire.LIMIT

    def say_hello(self):
        features = ["cancel", "ping_while_busy", "snapshot"]
        if broken("P43-undeclared"):
            features.remove("snapshot")
        self.output.write({
            "type": "hello", "protocol": 1, "worker": "broken 1.0", "pid": os.getpid(),
            "max_frame_bytes": 512 if broken("P8-hello") else wire.LIMIT,
            "commands": {name: {"kind": kind} for name, kind in commands.kinds().items()}, "features": features})

    def take(self, message):
        kind = message.get("type")
        if kind == "ping" and broken("P26-ping"):
            self.queue.put(message)
        elif kind == "ping":
            self.pong(message)
        elif kind == "cancel":
            self.cancel(message.get("id"))
        elif kind == "credit":
            self.credit(message)
        elif kind == "end_session" and broken("P26-session"):
            self.end_session(message)
        elif kind == "shutdown" and broken("P26-shutdown"):
            self.shut_down()
        elif kind in ("request", "snapshot", "restore"):
            self.accept(Request(message, self.output))
        elif kind in ("end_session", "shutdown"):
            self.queue.put(message)

    def accept(self, request):
        if broken("P39-behind") and any(other.credit is not None for other in list(self.open.values())):
            self.fail(request, Failure("Busy", "A stream is open."))
            return
        while broken("P41-few") and self.queue.qsize() > 100:
            time.sleep(0.01)
        self.open[request.id] = request
        if request.id in self.stale:
            request.cancel()
        if broken("P25-together"):
            threading.Thread(target=self.answer, args=(request,), daemon=True).start()
        elif (request.type == "snapshot" and broken("P47-place")) or (request.type == "restore" and broken("P47-restore")):
            self.answer(request)
        else:
            self.queue.put(request)

    def cancel(self, request_id):
        request = self.open.get(request_id)
        if request is None:
            if broken("P27-unknown"):
                os._exit(1)
            if broken("P27-stale"):
                self.stale.add(request_id)
        elif broken("P24-cancelled"):
            self.output.write({"type": "error", "id": request.id, "error": {"type": "Cancelled", "message": "x"}})
            request.cancel()
        elif request is self.running:
            request.cancel()
        elif not broken("P27-waits") and not (broken("P47-cancel") and request.type != "request"):
            request.cancel()

    def credit(self, message):
        request = self.open.get(message.get("id"))
        if request is None:
            if broken("P38-unknown"):
                os._exit(1)
        elif type(message.get("chunks")) is int:
            request.grant(message["chunks"])

    def pong(self, message):
        self.write_answer({"type": "pong"}, message.get("id"), repeat=broken("P24-pong"))

    def end_session(self, message):
        if broken("P31-all"):
            self.sessions.clear()
        elif not broken("P31-ended"):
            self.sessions.pop(message.get("session"), None)

    def execute(self):
        try:
            while True:
                item = self.queue.get()
                if isinstance(item, Request):
                    self.running = item
                    self.answer(item)
                    self.running = None
                elif item["type"] == "ping":
                    self.pong(item)
                elif item["type"] == "end_session":
                    self.end_session(item)
                else:
                    self.shut_down()
        except BrokenPipeError:
            self.host_gone()
        except BaseException:
            traceback.print_exc()
            os._exit(1)

    def shut_down(self):
        if broken("P2-goodbye"):
            self.output.write_raw(b"goodbye\n")
        os._exit(0)

    def answer(self, request):
        started = time.time_ns() // 1000
        began = time.monotonic_ns()
        try:
            if not broken("P27-runs") and not (broken("P47-cancel") and request.type != "request"):
                request.raise_if_cancelled()
            if broken("P22-loading") and self.served == 0:
                self.served += 1
                raise Failure("Loading", "The worker still loads.")
            value = self.outcome(request)
            if request.command == "append":
                request.raise_if_cancelled()
            blobs = []
            payload = wire.detach(value, blobs)
            if broken("P11-swap"):
                blobs.reverse()
            result = {"type": "result", "value": payload}
            if blobs:
                result["blobs"] = [len(blob) for blob in blobs]
            if request.command in commands.VOLATILE:
                result["volatile"] = commands.VOLATILE[request.command]
            self.trace(result, request, started, began)
            self.open.pop(request.id, None)
            if broken("P51-instead") and request.command == "log":
                return
            try:
                self.write_answer(result, request.id, blobs, repeat=broken("P24-twice"), request=request)
            except ValueError:
                raise Failure("TooBig" if broken("P10-type") else "FrameTooLarge", "The answer is too large.") from None
        except Failure as failure:
            self.open.pop(request.id, None)
            if broken("P24-cancelled") and failure.type_name == "Cancelled":
                time.sleep(0.1)
            self.fail(request, failure, started, began)

    def outcome(self, request):
        name = request.session
        if request.type == "request":
            if broken("P31-shared"):
                name = name and "all"
            elif broken("P31-case"):
                name = name and name.lower()
            elif broken("P31-none"):
                name = name or "none"
            return commands.run(request, None if name is None else self.sessions.setdefault(name, {}))
        if broken("P43-refuses"):
            raise Failure("SnapshotUnavailable", "Not today.")
        if request.type == "snapshot":
            return self.told(self.sessions.get(name))
        self.restore(name, request.args)
        return None

    def told(self, state):
        state = copy.deepcopy(state)
        if state is None:
            return {} if broken("P45-empty") else None
        if broken("P44-values"):
            state["values"] = state.get("values", [])[:-1]
        if broken("P44-names"):
            state.pop("program_counter", None)
        return state

    def restore(self, name, state):
        if state is None:
            if broken("P45-refuses"):
                raise Failure("InvalidSnapshot", "Null is no state.")
            if not broken("P45-keeps"):
                self.sessions.pop(name, None)
        elif type(state) is not dict:
            if broken("P46-wrecks"):
                self.sessions.pop(name, None)
            raise Failure("TypeError" if broken("P46-type") else "InvalidSnapshot", "The state of a session is an object.")
        elif broken("P46-merges"):
            self.sessions[name]["values"] += state["values"]
        else:
            self.sessions[name] = state

    def trace(self, answer, request, started, began):
        if not request.traced and not broken("P48-unasked"):
            return
        micros = (time.monotonic_ns() - began) // 1000
        answer["span"] = {
            "start_us": started // 1000 if broken("P48-start") else started,
            "duration_us": micros // 1000 if broken("P48-duration") else micros,
            "name": "command" if broken("P48-name") else request.command}
        if broken("P48-lacks"):
            del answer["span"]["duration_us"]

    def fail(self, request, failure, started=0, began=0):
        message = str(failure)
        if len(message) > 500 and not broken("P10-error"):
            message = message[:500]
        answer = {"type": "error", "error": {"type": failure.type_name, "message": message, "retryable": failure.retryable}}
        if request.type == "request":
            self.trace(answer, request, started, began)
        if broken("P10-error"):
            self.output.limit = 1 << 20
        self.write_answer(answer, request.id, repeat=broken("P24-twice"), request=request)

    def write_answer(self, answer, request_id, blobs=(), repeat=False, request=None):
        if broken("P19-fraction") and type(request_id) is int:
            request_id = float(request_id)
        if broken("P19-big"):
            request_id = int(float(request_id))
        if broken("P24-foreign"):
            request_id += 1000
        answer["id"] = request_id
        text = None
        if broken("P18-twice") and answer["type"] == "result":
            text = '{"type":"result","id":%d,"id":%d,"value":null}' % (request_id, request_id)
        if broken("P18-error") and answer["type"] == "error":
            text = '{"type":"error","id":%d,"error":{"type":"UnknownCommand","type":"UnknownCommand","message":""}}' % request_id
        for held, more in self.pieces(answer, blobs, text, request):
            self.output.write(*held, text=more)
        if repeat:
            self.output.write(answer, blobs, text)
        if broken("P24-chunk") and request is not None:
            self.output.write({"type": "chunk", "id": request_id, "value": 1})
        if request is not None and request.later is not None:
            self.output.write({"type": "chunk", "id": request_id, "value": request.later})

    def pieces(self, answer, blobs, text, request):
        """What is written now: what was held and this answer, or nothing when this one is held."""
        self.held.append(((answer, blobs), text))
        if request is not None and request.more and (broken("P42-holds") or broken("P42-order") and not self.queue.empty()):
            return []
        now, self.held = self.held, []
        return now[::-1] if broken("P42-order") else now

    def complain(self, bad):
        if broken("P36-lines"):
            traceback.print_exc()
        elif not broken("P36-silent"):
            print("broken worker: malformed frame (%s)" % bad, file=sys.stderr, flush=True)
        os._exit(1 if broken("P36-code") or broken("P36-garbage") else 3)

    def ended(self, end):
        busy = self.running.command if self.running is not None else None
        ignores = busy == "sleep" and (self.running.args or {}).get("ignore_cancel")
        finishes = (
            busy == "work" and broken("P28-computes") or ignores and broken("P28-ignores")
            or busy == "sleep" and not ignores and broken("P28-waits") or busy == "count" and broken("P39-end"))
        while finishes and self.running is not None:
            time.sleep(0.05)
        if broken("P28-idle"):
            os._exit(1)
        os._exit(3 if broken("P28-hello") or end.inside and broken("P28-frame") else 0)

    def host_gone(self):
        while broken("P29-lives"):
            time.sleep(1)
        os._exit(1 if broken("P29-code") or broken("P29-stream") else 0)


def take_streams():
    """Takes the standard streams away from everybody else."""
    signal.signal(signal.SIGINT, signal.SIG_DFL if broken("P4-idle") or broken("P4-busy") else signal.SIG_IGN)
    reading, writing = os.dup(0), os.dup(1)
    if broken("P1-stderr"):
        os.dup2(2, writing, inheritable=False)
    if broken("P2-inherit"):
        os.set_inheritable(writing, True)
    if broken("P2-banner"):
        os.write(writing, b"welcome to the worker\n")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    return reading, writing

"""The demo commands that the conformance suite uses."""

import os
import random
import time

import logs
from breaks import broken

KINDS = {
    "echo": "query", "sleep": "query", "work": "query", "count": "query", "blob": "query", "fail": "query", "total": "query",
    "write_stdout": "query", "write_stderr": "query", "log": "query", "append": "mutation", "create_program": "mutation", "delete_program": "mutation",
}


class Failure(Exception):
    """An error with a type."""

    def __init__(self, type_name, message, retryable=False):
        super().__init__(message)
        self.type_name = type_name
        self.retryable = retryable


def kinds():
    declared = dict(KINDS)
    if broken("P30-kind"):
        declared["echo"] = "pure"
    if broken("P30-demo"):
        declared["append"] = "query"
    return declared


def run(request, session):
    """Runs a request's command; `session` is its state, or None outside any."""
    if request.command not in KINDS:
        raise Failure("NoSuchThing" if broken("P34-unknown") else "UnknownCommand", "There is no command %r." % (request.command,))
    if request.command == "echo":
        return request.args
    args = request.args
    if args is None:
        args = {}
    if type(args) is not dict:
        raise _misfit()
    return globals()["_" + request.command](request, session, args)


def _misfit():
    return Failure("TypeError" if broken("P34-arguments") else "InvalidArguments", "The arguments do not fit.")


def _number(args, name):
    value = args.get(name)
    if type(value) not in (int, float):
        raise _misfit()
    return value


def _sleep(request, session, args):
    seconds = _number(args, "seconds")
    if args.get("ignore_cancel"):
        time.sleep(seconds)
    elif request.cancelled.wait(seconds):
        request.raise_if_cancelled()
    return {"slept": seconds}


def _work(request, session, args):
    until = time.monotonic() + _number(args, "milliseconds") / 1000
    while time.monotonic() < until:
        pass
    return {"milliseconds": args["milliseconds"]}


def _count(request, session, args):
    to = _number(args, "to")
    numbers = list(range(1, to + 1))
    if broken("P37-order"):
        numbers[3:5] = numbers[4:2:-1]
    if broken("P37-lost"):
        del numbers[5]
    for number in numbers:
        if number == to and broken("P37-after"):
            request.later = number
            break
        if not broken("P40-seldom") or number % 100_000 == 0:
            request.raise_if_cancelled()
        request.chunk(number)
        if args.get("progress"):
            request.progress({"done": number, "of": to})
    return {"counted": to}


def _blob(request, session, args):
    made = bytes(i % 251 for i in range(_number(args, "size")))
    return list(made) if broken("P11-made") else made


def _fail(request, session, args):
    type_name = "Error" if broken("P34-own") else args.get("type", "DemoError")
    raise Failure(type_name, args.get("message", ""), args.get("retryable") is True and not broken("P34-retryable"))


def _append(request, session, args):
    state = _state(session)
    values = state.setdefault("values", [])
    if type(args.get("value")) is not int:
        if broken("P33-half"):
            values.append(1)
        raise _misfit()
    values.append(args["value"])
    total = sum(values)
    if broken("P32-values"):
        total += os.getpid()
    if broken("P32-worker"):
        total += _counted()
    return {"count": len(values), "total": total}


_runs = 0


def _counted():
    global _runs
    _runs += 1
    return _runs


def _total(request, session, args):
    values = _state(session).get("values", [])
    return {"count": len(values), "total": sum(values), "values": values}


def _create_program(request, session, args):
    state = _state(session)
    state["program_counter"] = number = state.get("program_counter", 0) + 1
    name = "program-%d" % (random.getrandbits(60) if broken("P32-names") else number)
    state.setdefault("programs", {})[name] = args.get("signature")
    return {"program_id": name, "created_at": time.time_ns()}


def _delete_program(request, session, args):
    del _state(session)["programs"][args["program_id"]]
    return {"program_id": args["program_id"]}


def _write_stdout(request, session, args):
    if broken("P2-print"):
        request.output.write_raw(args["text"].encode())
    os.write(1, args["text"].encode())
    return {"written": True}


def _write_stderr(request, session, args):
    try:
        os.write(2, args["text"].encode())
    except OSError:
        if broken("P3-dies"):
            os._exit(1)
    return {"written": True}


def _log(request, session, args):
    level = args.get("level", "information")
    if level not in logs.LEVELS:
        raise _misfit()
    exception = "DemoError: it was made to be logged" if args.get("exception") else None
    logs.send(request.output, request.id, level, args.get("logger", "demo"), args["message"], exception)
    return {"logged": True}


def _state(session):
    if session is None:
        raise Failure("SessionRequired", "The command needs a session.")
    return session


VOLATILE = {"create_program": ["created_at"]}

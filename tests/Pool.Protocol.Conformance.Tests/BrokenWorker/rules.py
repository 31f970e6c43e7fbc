"""What a host's messages must be. Each rule has a name, by which it can be turned off."""

from breaks import broken
from logs import LEVELS


class Bad(Exception):
    """A malformed frame."""


def demand(condition, name):
    if not condition and not broken(name):
        raise Bad(name)


def kind_of(value):
    for kind, types in (("truth", bool), ("text", str), ("number", int), ("fraction", float), ("list", list), ("null", type(None))):
        if isinstance(value, types):
            return kind
    return "object"


def integer(message, field, low=1, name=None):
    name = "P36-%s" % (name or field)
    if field not in message:
        return demand(False, name + "-missing")
    value = message[field]
    demand(kind_of(value) == "number", "%s-%s" % (name, kind_of(value)))
    demand(kind_of(value) != "number" or value >= low, name + "-low")
    return value


def text(message, field, name=None):
    name = "P36-%s" % (name or field)
    if field not in message:
        return demand(False, name + "-missing")
    value = message[field]
    demand(kind_of(value) == "text", "%s-%s" % (name, kind_of(value)))
    demand(value != "", "P19-empty" if field == "session" else name + "-empty")
    return value


_KNOWN = {"type", "id", "command", "args", "session", "deadline_ms", "traceparent", "window", "more", "chunks", "blobs"}


def check_request(message):
    integer(message, "id", name="request-id" if message.get("id", -1) == -1 else None)
    text(message, "command")
    for field in ("session", "traceparent", "deadline_ms", "window", "more", "blobs"):
        if field in message and message[field] is None:
            demand(not broken("P17-null"), "")
    for field in ("session", "traceparent"):
        if message.get(field) is not None:
            text(message, field)
    if message.get("deadline_ms") is not None:
        integer(message, "deadline_ms", 0)
    if message.get("window") is not None:
        integer(message, "window")
    if message.get("more") is not None:
        demand(kind_of(message["more"]) == "truth", "P36-more-" + kind_of(message["more"]))


def check(message):
    """Checks any message but the first."""
    demand(type(message) is dict, "P36-object-" + kind_of(message))
    if type(message) is not dict:
        return
    kind = message.get("type")
    demand("type" in message, "P36-type-missing")
    demand(kind is None or type(kind) is str, "P36-type-" + kind_of(kind))
    demand(not (broken("P16-others") and message.keys() - _KNOWN), "")
    if kind == "request":
        check_request(message)
    elif kind == "ping":
        integer(message, "id")
    elif kind == "cancel":
        integer(message, "id", name="cancel-id")
    elif kind == "credit":
        integer(message, "id")
        integer(message, "chunks")
    elif kind == "end_session":
        text(message, "session", "end_session")
    elif kind in ("snapshot", "restore"):
        integer(message, "id")
        text(message, "session", "snapshot" if kind == "snapshot" else None)
        if kind == "restore":
            demand("args" in message, "P36-args-missing")
    elif kind == "hello":
        demand(False, "P36-second")
    elif kind in ("pong", "result", "error", "chunk", "progress"):
        demand(False, "P15-direction")
    elif kind is not None and type(kind) is str:
        demand(kind == "shutdown", "P15-unknown")


def check_hello(message):
    """Checks the first message; returns the range of versions and the host's limit."""
    demand(not (broken("P16-hello") and message.keys() - {"type", "protocol", "worker_id", "max_frame_bytes", "log_level"}), "")
    demand("protocol" in message, "P36-protocol-missing")
    versions = message.get("protocol") or {"min": 1, "max": 1}
    demand(type(versions) is dict, "P36-protocol")
    low = integer(versions, "min")
    high = integer(versions, "max", low)
    demand("worker_id" in message, "P36-worker_id-missing")
    limit = integer(message, "max_frame_bytes", 1024)
    level = message.get("log_level")
    demand(level is None or type(level) is str, "P36-log_level-number")
    demand(type(level) is not str or level in LEVELS, "P36-log_level-word")
    return low, high, limit or (16 << 20)

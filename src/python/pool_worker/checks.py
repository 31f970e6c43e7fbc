"""Checks of the fields of a host's messages."""

from .errors import BadFrame

INT_MAX = 0x7FFFFFFF

#: The protocol's levels as those of the logging module.
LOG_LEVELS = {"trace": 1, "debug": 10, "information": 20, "warning": 30, "error": 40, "critical": 50}


def identifier(message):
    value = message.get("id")
    if type(value) is not int or value < 1:
        raise BadFrame("its 'id' is no integer of at least 1")
    return value


def text(message, field):
    value = message.get(field)
    if type(value) is not str or not value:
        raise BadFrame("its '%s' is no text" % field)
    return value


def count(message, field, low=1, high=INT_MAX):
    value = message.get(field)
    if type(value) is not int or not low <= value <= high:
        raise BadFrame("its '%s' is no integer from %d to %d" % (field, low, high))
    return value


def optional_fields(message):
    """Those of a request that may be absent or null."""
    for field in ("session", "traceparent"):
        if message.get(field) is not None:
            text(message, field)
    if message.get("deadline_ms") is not None:
        count(message, "deadline_ms", 0, (1 << 63) - 1)
    if message.get("window") is not None:
        count(message, "window")
    if type(message.get("more", False)) is not bool and message["more"] is not None:
        raise BadFrame("its 'more' is neither true nor false")


def greeting(hello, lowest_max_frame_bytes):
    """The host's hello: returns its lowest and highest version, its largest frame and the level of logs that it wants."""
    versions = hello.get("protocol")
    if hello.get("type") != "hello" or type(versions) is not dict:
        raise BadFrame("the first must be a hello with 'protocol' and 'max_frame_bytes'")
    low = count(versions, "min")
    high = count(versions, "max", low)
    text(hello, "worker_id")
    level = hello.get("log_level")
    if level is not None and (type(level) is not str or level not in LOG_LEVELS):
        raise BadFrame("its 'log_level' is none of %s" % ", ".join(LOG_LEVELS))
    return low, high, count(hello, "max_frame_bytes", lowest_max_frame_bytes), LOG_LEVELS.get(level)

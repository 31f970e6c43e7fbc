"""Errors with a type that the host sees."""

MESSAGE_CHARS = 8 * 1024
TRACEBACK_CHARS = 32 * 1024

# Frames above the user's own function, which would only distract.
_MACHINERY = ("pool_worker.runner", "pool_worker.snapshots", "pool_worker.worker", "pool_worker.values",
              "pool_worker.jsontext", "pool_worker.frames", "pool_worker.context")


class WorkerError(Exception):
    """An error whose type, message and retryability reach the caller as given."""

    def __init__(self, type_name, message, retryable=False):
        super().__init__(message)
        self.type_name = type_name
        self.retryable = retryable


class InvalidArguments(WorkerError):
    """The arguments do not fit the command."""

    def __init__(self, message):
        super().__init__("InvalidArguments", message)


class SessionRequired(WorkerError):
    """The command works on a session's state and was called outside any session."""

    def __init__(self, message="This command needs a session; send the request within one."):
        super().__init__("SessionRequired", message)


class Cancelled(WorkerError):
    """The host asked to end this request."""

    def __init__(self, message="The host cancelled this request."):
        super().__init__("Cancelled", message)


class Unsendable(WorkerError):
    """A result that the wire format cannot carry."""

    def __init__(self, message):
        super().__init__("UnsendableValue", message)


class FrameTooLarge(WorkerError):
    """An answer larger than the host takes."""

    def __init__(self, size, limit):
        super().__init__("FrameTooLarge", "The answer takes %d bytes; the host takes frames of at most %d bytes. "
                         "Return less, or raise MaxFrameBytes at the host." % (size, limit))


class HookFailed(Exception):
    """A preload or on_start hook raised; its cause is what it raised."""

    def report(self):
        """Says on standard error what happened, the reason last."""
        import sys
        import traceback

        cause = self.__cause__
        frames = cause.__traceback__
        while frames is not None and frames.tb_frame.f_globals.get("__name__") in _MACHINERY:
            frames = frames.tb_next
        traceback.print_exception(type(cause), cause, frames)
        print("pool_worker: %s" % self, file=sys.stderr, flush=True)


class BadFrame(Exception):
    """Bytes from the host that break the protocol; the worker cannot go on."""


def describe(error):
    """The error as the protocol's ``error`` object."""
    cls = type(error)
    name = getattr(error, "type_name", None)
    if not isinstance(name, str) or not name:
        name = cls.__qualname__ if cls.__module__ == "builtins" else "%s.%s" % (cls.__module__, cls.__qualname__)
    try:
        message = str(error)
    except Exception as unprintable:
        message = "(the error's text could not be made: %s)" % type(unprintable).__name__
    info = {"type": clean(name[:256]), "message": clean(message[:MESSAGE_CHARS]),
            "retryable": getattr(error, "retryable", False) is True}
    trace = _traceback(error)
    if trace:
        info["traceback"] = clean(trace[-TRACEBACK_CHARS:])
    return info


def clean(text):
    """Text that UTF-8 can carry: half surrogate pairs, as in undecodable file names, become escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _traceback(error):
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_globals.get("__name__") in _MACHINERY:
        frames = frames.tb_next
    if frames is None:  # raised by the SDK itself: its message says all
        return None
    import traceback  # slow to import, and most workers never need it

    try:
        return "".join(traceback.format_exception(type(error), error, frames))
    except Exception:
        return None

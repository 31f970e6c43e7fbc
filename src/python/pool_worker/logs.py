"""Hands what the worker's own code logs to the host.

The `logging` module is slow to import, and many workers never use it. So it is not imported here: if the user's code has
not done so yet, a finder on `sys.meta_path` waits for the import.
"""

import os
import sys

from .checks import LOG_LEVELS
from .errors import clean
from .jsontext import make_encoder

MAX_BYTES = 16 * 1024

_LEVELS = sorted(((number, name) for name, number in LOG_LEVELS.items()), reverse=True)
_LOGGER_CHARS = 200
_TEXT_CHARS = MAX_BYTES
_MOST_HELD = 100

_quote = make_encoder(str)


class LogForwarder:
    """Sends log records of at least `level` to the host. Entries from before the hello are kept until `open`."""

    def __init__(self, level, output, running):
        self._level = level
        self._output = output
        self._running = running
        self._pid = os.getpid()
        self._held = []
        self._handler = None
        if "logging" in sys.modules:
            self._install(sys.modules["logging"])
        else:
            sys.meta_path.insert(0, _ImportWatch(self._install))

    def open(self):
        """The hello is written: entries may follow."""
        if self._handler is not None:  # an on_start hook that set logging up has removed it, perhaps
            sys.modules["logging"].getLogger().addHandler(self._handler)
        held, self._held = self._held, None
        for body in held:
            self._output.post(body)

    def send(self, level, logger, message, exception=None):
        """Sends an entry; from any thread."""
        running = self._running()
        body = encode(level, logger, message, None if running is None else running.id, exception, self._output.limit)
        held = self._held
        if body is None:
            return
        if held is None:
            self._output.post(body)
        elif len(held) < _MOST_HELD:
            held.append(body)

    @property
    def is_child(self):
        """True in a process that the user's code has forked: the host does not read from there."""
        return os.getpid() != self._pid

    def _install(self, logging):
        self._handler = handler = _make_handler(logging, self)
        handler.setLevel(self._level)
        root = logging.getLogger()
        if not root.handlers and root.level == logging.WARNING:
            root.setLevel(self._level)  # nobody has said what to log, so the host does
        root.addHandler(handler)
        if self._level <= logging.WARNING:
            logging.captureWarnings(True)


def level_name(number):
    """The protocol's name of a level of the logging module."""
    for lowest, name in _LEVELS:
        if number >= lowest:
            return name
    return "trace"


def encode(level, logger, message, request_id, exception, limit):
    """The JSON of an entry, cut to what the protocol and the host allow; None when it cannot be made to fit."""
    most = min(MAX_BYTES, limit)
    logger = clean(logger[:_LOGGER_CHARS]) or "root"
    message = clean(message[:_TEXT_CHARS])
    exception = clean(exception[-_TEXT_CHARS:]) if exception else None
    while True:
        text = '{"type":"log","level":"%s","logger":%s,"message":%s' % (level_name(level), _quote(logger), _quote(message))
        if request_id is not None:
            text += ',"id":%d' % request_id
        if exception:
            text += ',"exception":' + _quote(exception)
        body = (text + "}").encode()
        excess = len(body) - most
        if excess <= 0:
            return body
        if exception:
            exception = exception[_to_cut(exception, excess):]
        elif message:
            message = message[:-_to_cut(message, excess)]
        elif len(logger) > 50:
            logger = logger[:50]
        else:
            return None


def _to_cut(text, excess):
    """How many characters take about as many bytes; all of them, where that is too few."""
    size = len(_quote(text).encode())
    return len(text) if excess >= size else -(-excess * len(text) // size)


def _make_handler(logging, forwarder):
    class HostHandler(logging.Handler):
        """Hands records to the host."""

        def __init__(self):
            super().__init__()
            self._thread = logging.threading.local()

        def emit(self, record):
            if forwarder.is_child:
                last = logging.lastResort
                if last is not None and record.levelno >= last.level:
                    last.handle(record)
                return
            # The text of an argument may be made by code that logs in its turn.
            if getattr(self._thread, "is_emitting", False):
                return
            self._thread.is_emitting = True
            try:
                forwarder.send(record.levelno, str(record.name), record.getMessage(), self._exception(record))
            except Exception:
                self.handleError(record)
            finally:
                self._thread.is_emitting = False

        def _exception(self, record):
            parts = []
            if record.exc_info:
                parts.append(record.exc_text or logging.Formatter().formatException(record.exc_info))
            if record.stack_info:
                parts.append(str(record.stack_info))
            return "\n".join(parts) or None

    return HostHandler()


class _ImportWatch:
    """Finds `logging` as the finders after it do, and calls `loaded` with the module once it has run."""

    def __init__(self, loaded):
        self._loaded = loaded

    def find_spec(self, name, path=None, target=None):
        if name != "logging" or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if hasattr(finder, "find_spec") else None
            if spec is not None:
                if spec.loader is not None:
                    spec.loader = _WatchedLoader(spec.loader, self._loaded)
                return spec
        return None


class _WatchedLoader:
    def __init__(self, loader, loaded):
        self._loader = loader
        self._loaded = loaded

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._loaded(module)

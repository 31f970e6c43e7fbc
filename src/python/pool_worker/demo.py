"""The demo commands: a worker to try a pool with, and to test one against. The .NET worker serves the same."""

import os
import sys
import time

from .checks import LOG_LEVELS
from .demo_programs import add_program_commands
from .errors import InvalidArguments, WorkerError
from .worker import Worker

_MAX_BLOB = 1 << 30


def build():
    """A worker with the demo commands."""
    demo = Worker(snapshots=True)
    add_program_commands(demo)
    _add_basics(demo)
    _add_state(demo)
    _add_stream(demo)
    _add_bytes(demo)
    _add_trouble(demo)
    return demo


def number(name, value, low=0, high=None):
    """A number within a range, or an error that says so."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < low or (high is not None and value > high):
        raise InvalidArguments("The argument '%s' must be a number of at least %d%s."
                               % (name, low, "" if high is None else " and at most %d" % high))
    return value


def text(name, value):
    """A string, or an error that says so."""
    if not isinstance(value, str):
        raise InvalidArguments("The argument '%s' must be a string." % name)
    return value


def _add_basics(demo):
    @demo.command("query")
    def ping():
        return {"status": "ok"}

    @demo.command("query", whole_args=True)
    def echo(args):
        return args

    @demo.command("query")
    def sleep(ctx, seconds, ignore_cancel=False):
        number("seconds", seconds)
        if ignore_cancel:
            time.sleep(seconds)
        elif ctx.wait(seconds):
            ctx.raise_if_cancelled()
        return {"slept": seconds}

    @demo.command("query")
    def work(milliseconds):
        until = time.perf_counter() + number("milliseconds", milliseconds) / 1000
        rounds = 0
        while time.perf_counter() < until:
            rounds += 1
        return {"milliseconds": milliseconds}

    @demo.command("query")
    def health_check(ctx):
        return {"status": "healthy", "uptime_s": ctx.stats.uptime_s}

    @demo.command("query")
    def get_stats(ctx):
        states = [ctx.session] if ctx.session_id is not None else ctx.sessions.values()
        stats = {
            "programs_count": sum(len(state.get("programs", ())) for state in states),
            "command_count": ctx.stats.command_count,
            "error_count": ctx.stats.error_count,
            "sessions": len(ctx.sessions),
        }
        rss = _rss_bytes()
        if rss is not None:
            stats["rss_bytes"] = rss
        return stats

    @demo.command("query")
    def pid():
        return {"pid": os.getpid()}

    @demo.command("query")
    def environment(name):
        # A demo must not hand out the secrets of whoever runs it.
        if not text("name", name).startswith("POOL_"):
            raise WorkerError("Forbidden", "Only variables whose name starts with POOL_ are shown.")
        return {"name": name, "value": os.environ.get(name)}


def _add_state(demo):
    @demo.command("mutation")
    def append(ctx, value):
        if type(value) is not int:
            raise InvalidArguments("The argument 'value' must be an integer.")
        values = ctx.require_session().setdefault("values", [])
        values.append(value)
        return {"count": len(values), "total": sum(values)}

    @demo.command("query")
    def total(ctx):
        values = ctx.require_session().get("values", [])
        return {"count": len(values), "total": sum(values), "values": values}


def _add_stream(demo):
    @demo.command("query")
    def count(ctx, to, seconds=0, progress=False):
        if type(to) is not int:
            raise InvalidArguments("The argument 'to' must be an integer.")
        number("to", to, high=1_000_000)
        number("seconds", seconds)
        for n in range(1, to + 1):
            if seconds and ctx.wait(seconds):
                ctx.raise_if_cancelled()
            yield n
            if progress is True:
                ctx.progress({"done": n, "of": to})
        return {"counted": to}


def _add_bytes(demo):
    @demo.command("query")
    def blob(size):
        number("size", size, high=_MAX_BLOB)
        return (bytes(range(251)) * (int(size) // 251 + 1))[:int(size)]

    @demo.command("query")
    def checksum(data):
        if not isinstance(data, bytes):
            raise InvalidArguments("The argument 'data' must be bytes.")
        import hashlib

        return {"sha256": hashlib.sha256(data).hexdigest(), "length": len(data)}


def _add_trouble(demo):
    kept = []

    @demo.command("query")
    def fail(type="DemoError", message="This command fails when asked to.", retryable=False):
        raise WorkerError(text("type", type), text("message", message), retryable is True)

    @demo.command("effect")
    def crash(exit_code=None, signal=None):
        if signal is None:
            os._exit(1 if exit_code is None else int(number("exit_code", exit_code, high=255)))
        os.kill(os.getpid(), int(number("signal", signal, low=1, high=64)))
        # The signal may be one that this process ignores.
        return {"signal": signal}

    @demo.command("effect")
    def allocate(megabytes):
        kept.append(bytearray(b"\x01") * (int(number("megabytes", megabytes, high=1 << 14)) << 20))
        return {"megabytes": sum(len(block) for block in kept) >> 20}

    @demo.command("query")
    def write_stdout(text):
        print(text, flush=True)
        os.write(1, str(text).encode("utf-8", "backslashreplace") + b"\n")
        return {"written": True}

    @demo.command("query")
    def write_stderr(text):
        print(text, file=sys.stderr, flush=True)
        return {"written": True}

    @demo.command("query")
    def log(message, level="information", logger="demo", exception=False):
        if text("level", level) not in LOG_LEVELS:
            raise InvalidArguments("The argument 'level' must be one of %s." % ", ".join(LOG_LEVELS))
        import logging

        raised = WorkerError("DemoError", "This error was made to be logged.") if exception is True else None
        logging.getLogger(text("logger", logger)).log(LOG_LEVELS[level], "%s", text("message", message), exc_info=raised)
        return {"logged": True}


def _rss_bytes():
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


worker = build()

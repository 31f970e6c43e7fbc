"""``python -m pool_worker check``: imports a worker's module as a worker would, and tells people what it found."""

import os
import stat
import sys
import tempfile
import time

from .worker import Worker

SLOW_S = 1.0


def inspect(spec, load):
    """Prints what the module `spec` serves and what would go wrong; returns the exit code, 1 when it can't be served."""
    report = Report()
    prints = _DivertedOutput()
    before = Surroundings()
    began = time.perf_counter()
    imported = None
    worker = None
    Worker.run = _refuse_to_run
    try:
        worker = load(spec)
        imported = time.perf_counter()
        _look_at(worker, report)
        worker.prepare()
    except SystemExit as missing:
        report.errors.append(str(missing))
    except BaseException as error:
        _tell(error, worker, report)
    ended = time.perf_counter()
    printed = prints.end()
    if worker is not None:
        print("%s is the worker '%s' with %s" % (spec, worker.name, _counted(len(worker.commands), "command")))
        for command in worker.commands.values():
            print("  %-10s %s" % (command.kind, command))
        print("import %.2f s, preload %.2f s (%s), on_start not run (%s)" % (
            imported - began, ended - imported, _counted(len(worker.preload_hooks), "hook"),
            _counted(len(worker.start_hooks), "hook")))
    if printed:
        report.warnings.append("it prints while it loads ('%s'); a worker's prints go to standard error" % printed)
    before.compare(report)
    if ended - began > SLOW_S:
        report.warnings.append(
            "import and preload took %.1f s; put slow imports into @worker.preload, so that a host that forks its workers "
            "pays for them once" % (ended - began))
    return report.end()


class Report:
    """What is wrong: errors keep a worker from starting, warnings do not."""

    def __init__(self):
        self.errors = []
        self.warnings = []

    def end(self):
        """Prints what was found; returns the exit code."""
        for warning in self.warnings:
            print("warning: %s" % warning)
        for error in self.errors:
            print("error: %s" % error)
        counts = [_counted(len(found), kind) for found, kind in ((self.errors, "error"), (self.warnings, "warning")) if found]
        print(", ".join(counts) or "ok", flush=True)
        return 1 if self.errors else 0


class Surroundings:
    """Threads and sockets of this process, which a fork would lose or share."""

    def __init__(self):
        self._threads = _thread_count()
        self._sockets = _sockets()

    def compare(self, report):
        """Warns about what is there now and was not."""
        threads = _thread_count() - self._threads
        if threads > 0:
            names = _thread_names()
            report.warnings.append("import or preload leaves %s running%s; a forked worker would lack them, so start them in "
                                   "@worker.on_start" % (_counted(threads, "thread"), " (%s)" % names if names else ""))
        sockets = len(_sockets() - self._sockets)
        if sockets:
            report.warnings.append("import or preload leaves %s open; forked workers would share them, so connect in "
                                   "@worker.on_start" % _counted(sockets, "socket"))


class _DivertedOutput:
    """Keeps what is written to standard output, by C libraries too."""

    def __init__(self):
        sys.stdout.flush()
        self._kept = os.dup(1)
        self._file = tempfile.TemporaryFile()
        os.dup2(self._file.fileno(), 1)

    def end(self):
        """Gives standard output back; returns the beginning of what was written, on one line."""
        sys.stdout.flush()
        os.dup2(self._kept, 1)
        os.close(self._kept)
        self._file.seek(0)
        text = self._file.read(1000).decode("utf-8", "replace")
        self._file.close()
        return " ".join(text.split())[:80]


def _refuse_to_run(worker):
    raise RuntimeError("worker.run() is called while the module is imported; write it below `if __name__ == \"__main__\":`")


def _look_at(worker, report):
    if not worker.commands:
        report.warnings.append("it has no commands; decorate functions with @worker.command(...)")
    if (worker.capture is None) != (worker.rebuild is None):
        report.errors.append("it has only one of @worker.snapshot and @worker.restore; a worker needs both or neither")


def _tell(error, worker, report):
    from .errors import HookFailed

    if isinstance(error, HookFailed):
        error.report()
        report.errors.append(str(error))
        return
    import traceback

    traceback.print_exception(type(error), error, error.__traceback__)
    report.errors.append("%s raises %s: %s" % (
        "its import" if worker is None else "it", type(error).__name__, str(error)[:500]))


def _counted(count, noun):
    return "%d %s%s" % (count, noun, "" if count == 1 else "s")


def _thread_count():
    try:
        return len(os.listdir("/proc/self/task"))  # those of C libraries too
    except OSError:
        import threading

        return threading.active_count()


def _thread_names():
    threading = sys.modules.get("threading")
    if threading is None:
        return ""
    return ", ".join(sorted(thread.name for thread in threading.enumerate() if thread is not threading.main_thread()))


def _sockets():
    try:
        descriptors = [int(name) for name in os.listdir("/dev/fd")]
    except (OSError, ValueError):
        descriptors = range(3, 256)
    found = set()
    for descriptor in descriptors:
        try:
            state = os.fstat(descriptor)
        except OSError:
            continue
        if stat.S_ISSOCK(state.st_mode):
            found.add((state.st_dev, state.st_ino))
    return found

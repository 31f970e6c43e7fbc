"""The template of a fork server: loads a program once, then forks a worker from itself whenever the host asks for one.

Host and template talk in packets of JSON over a socket (SOCK_SEQPACKET) in the host's private folder. With each request come
the three pipes that become the worker's descriptors 0, 1 and 2. After the program is loaded this process runs no code but
what is below: no threads, no code of the user's, nothing that could leave a lock held in a worker. Linux only.
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_MOST_BYTES = 64 * 1024
_ROOM = "POOL_ROOM"


class _Prctl:
    """prctl(2), looked up before the first fork."""

    def __init__(self):
        self._call = ctypes.CDLL(None, use_errno=True).prctl

    def __call__(self, option, value):
        if self._call(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


class _Tags:
    """Room in the environment that this process was started with, which /proc/PID/environ shows for as long as it lives.

    A worker writes its own variables there, so that from outside it can be told from its siblings, like a program that was
    started with them. Whatever it starts has them from os.environ.
    """

    def __init__(self):
        with open("/proc/self/stat", "rb") as stat:
            fields = stat.read().rpartition(b")")[2].split()
        begin, end = int(fields[47]), int(fields[48])
        block = ctypes.string_at(begin, end - begin)
        entry = b"\0%s=" % _ROOM.encode()
        at = (b"\0" + block).find(entry)
        if at < 0:
            raise SystemExit("pool_worker: a fork server is started with the variable %s." % _ROOM)
        self._address = begin + at
        self.size = (block + b"\0").index(b"\0", at) - at
        os.environ.pop(_ROOM, None)

    def fits(self, variables):
        return len(self._text(variables)) <= self.size

    def write(self, variables):
        text = self._text(variables)
        # What is left stays one entry, so that the others keep their places.
        ctypes.memmove(self._address, text + b"\0" * (self.size - len(text)), self.size)

    @staticmethod
    def _text(variables):
        return b"\0".join(os.fsencode("%s=%s" % variable) for variable in variables.items())


class Template:
    """One conversation with the host, from connecting until the host is gone."""

    def __init__(self, path):
        self._control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.connect(path)
        self._prctl = _Prctl()
        self._tags = _Tags()
        self._pid = os.getpid()
        self._workers = {}
        self._others = frozenset()
        self._wake_reading, self._wake_writing = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)

    def run(self, load):
        """Loads the program and serves; returns only in a forked worker, with the worker that it is to serve."""
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(2, 1)  # whatever the program prints while it loads
        os.close(null)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            worker = load()
            worker.prepare()
        except BaseException as error:
            if not isinstance(error, (Exception, SystemExit)):
                raise
            self._leave("the program cannot be loaded (%s: %s)" % (type(error).__name__, error))
        threads = len(os.listdir("/proc/self/task"))
        if threads > 1:
            self._leave("loading the program has started %d threads, which a fork would not copy; start them in a "
                        "function marked @worker.on_start" % (threads - 1))
        # What is loaded stays for good: marked so, a worker's garbage collections don't touch it, and its memory stays shared.
        gc.collect()
        gc.freeze()
        # Grandchildren whose parents have died become children of this process, which ends them.
        self._prctl(_PR_SET_CHILD_SUBREAPER, 1)
        # In a process namespace everything ends with this process, and this process with the host: as it was started. Elsewhere
        # the kernel would end nothing of what workers have started, so it sees to that when it sees the end of the host,
        # for which it is woken if it should be stopped then.
        if self._pid != 1:
            self._prctl(_PR_SET_PDEATHSIG, signal.SIGCONT)
        self._others = frozenset(self._children())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_writing, warn_on_full_buffer=False)
        self._say(kind="ready")
        while not self._serve_once():
            pass
        return worker

    def _serve_once(self):
        """Handles what has come; true in a worker that was forked meanwhile."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(self._wake_reading, select.POLLIN)
        ready = {fd for fd, _ in poll.poll()}
        if self._wake_reading in ready:
            os.read(self._wake_reading, 4096)
            self._reap()
        if self._control.fileno() not in ready:
            return False
        try:
            packet, fds, _, _ = socket.recv_fds(self._control, _MOST_BYTES, 3, socket.MSG_CMSG_CLOEXEC)
        except ConnectionError:
            packet = b""
        if not packet:
            self._end()
        request = json.loads(packet)
        if "kill" in request:
            if request["kill"] in self._workers:
                os.kill(request["kill"], signal.SIGKILL)
            return False
        if "ping" in request:
            self._say(kind="alive")
            return False
        return self._fork(request, fds)

    def _fork(self, request, fds):
        try:
            if len(fds) != 3:
                # The kernel leaves out what this process may not open: it has too many open.
                raise OSError("%d of the 3 pipes have arrived" % len(fds))
            if not self._tags.fits(request["env"]):
                raise OSError("the variables of the worker are longer than %d bytes" % self._tags.size)
            pid = os.fork()
        except (OSError, ValueError) as error:
            for fd in fds:
                os.close(fd)
            self._say(kind="failed", number=request["fork"], text=str(error))
            return False
        if pid == 0:
            self._become_worker(request, fds)
            return True
        for fd in fds:
            os.close(fd)
        self._workers[pid] = request["fork"]
        self._say(kind="forked", number=request["fork"], pid=pid)
        return False

    def _become_worker(self, request, fds):
        """Turns this process, just forked, into what a freshly started one would be."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._control.close()
        os.close(self._wake_reading)
        os.close(self._wake_writing)
        os.setsid()
        self._prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != self._pid:
            os._exit(0)  # the template died before the line above
        # What this worker starts stays below it while it lives, so that the template can tell whose it was.
        self._prctl(_PR_SET_CHILD_SUBREAPER, 1)
        for number, fd in enumerate(fds):
            os.dup2(fd, number)
        for fd in fds:
            os.close(fd)
        os.environ.update(request["env"])
        self._tags.write(request["env"])
        if "nofile" in request:
            resource.setrlimit(resource.RLIMIT_NOFILE, (request["nofile"], request["nofile"]))
        if "cpus" in request:
            os.sched_setaffinity(0, request["cpus"])
        if "nice" in request:
            os.nice(request["nice"])
        # The module random sees to itself.
        numpy_random = sys.modules.get("numpy.random")
        if numpy_random is not None:
            numpy_random.seed()

    def _reap(self):
        """Takes note of children that have ended, and ends what they have left behind."""
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            pid = ended.si_pid
            if pid in self._workers:
                # Its group, while the id is certain to be its own.
                try:
                    os.killpg(pid, signal.SIGKILL)
                except OSError:
                    pass
            _, status = os.waitpid(pid, 0)
            self._kill_left_behind()
            if self._workers.pop(pid, None) is not None:
                self._say(kind="exited", pid=pid, code=os.waitstatus_to_exitcode(status))

    def _children(self):
        try:
            with open("/proc/self/task/%d/children" % self._pid, encoding="ascii") as children:
                return [int(pid) for pid in children.read().split()]
        except OSError:
            return []

    def _kill_left_behind(self):
        # A living worker keeps what it has started, so an unknown child is what a dead one had. Until it is waited for,
        # its id is its own.
        for pid in self._children():
            if pid not in self._workers and pid not in self._others:
                os.kill(pid, signal.SIGKILL)

    def _say(self, **message):
        try:
            self._control.send(json.dumps(message).encode())
        except OSError:
            self._end()

    def _leave(self, reason):
        self._say(kind="unfit", text=reason)
        sys.stderr.flush()
        os._exit(1)

    def _end(self):
        """The host is gone, or wants this gone: nothing that was started here stays."""
        while True:
            for pid in self._children():
                os.kill(pid, signal.SIGKILL)
            for pid in self._workers:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            try:
                pid, _ = os.waitpid(-1, 0)
                self._workers.pop(pid, None)
            except ChildProcessError:
                os._exit(0)


def serve(path, load):
    """Serves as the template for the host that listens at `path`, and as each of the workers; never returns to a caller
    that is a template."""
    worker = Template(path).run(load)
    # A worker from here on. Like a program that ends, but without going back through the template's frames.
    code = 1
    try:
        from .stdio import take_stdio

        code = worker.serve(take_stdio())
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        import atexit

        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                pass
        os._exit(code)

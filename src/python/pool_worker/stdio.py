"""Takes the process's standard input and output away from everything but the frame stream."""

import io
import os
import sys

try:
    from _signal import SIGINT, SIG_IGN, signal  # without the enums of the module around it, which take time to make
except ImportError:
    from signal import SIGINT, SIG_IGN, signal


class Stdio:
    """The two descriptors that carry frames. Programs started by this process do not inherit them."""

    def __init__(self, reading, writing):
        self.reading = reading
        self.writing = writing

    def close(self):
        for fd in (self.reading, self.writing):
            try:
                os.close(fd)
            except OSError:
                pass


class _Stderr(io.FileIO):
    """Standard error that a host which no longer reads it cannot turn into an exception."""

    def write(self, data):
        try:
            return super().write(data)
        except OSError:
            return len(data)


def take_stdio():
    """Duplicates descriptors 0 and 1, then points 0 at the null device and 1 at standard error.

    After this neither print() nor a C library that writes to standard output can disturb a frame. Interrupts are ignored
    from here on: whether a Ctrl+C at the terminal ends the workers is for the host to say.
    """
    signal(SIGINT, SIG_IGN)
    try:
        os.fstat(2)
    except OSError:
        os.open(os.devnull, os.O_WRONLY)  # takes the lowest free number, which is 2
    stdio = Stdio(os.dup(0), os.dup(1))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(stdio.reading, os.O_BINARY)
        msvcrt.setmode(stdio.writing, os.O_BINARY)
    else:
        os.set_blocking(stdio.reading, True)
        os.set_blocking(stdio.writing, True)
        # A forked child that kept them would hide this process's end from the host.
        os.register_at_fork(after_in_child=stdio.close)
    sys.stdin = open(0, closefd=False)
    sys.stdout = _text(1)
    sys.stderr = _text(2)
    return stdio


def _text(fd):
    buffered = io.BufferedWriter(_Stderr(fd, "wb", closefd=False))
    return io.TextIOWrapper(buffered, encoding="utf-8", errors="backslashreplace", line_buffering=True)

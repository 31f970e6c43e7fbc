"""Frames on a pair of descriptors: a 4-byte big-endian length, that many bytes of JSON, then the blobs it declares."""

import os
from _thread import allocate_lock

from .errors import BadFrame, FrameTooLarge
from .values import MAX_BLOBS, parse_object

DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024
LOWEST_MAX_FRAME_BYTES = 1024

_READ = 64 * 1024
_LARGE_READ = 1024 * 1024
_MOST_HELD = 8 * 1024
_MOST_POSTED = 1000
_BUFFERS_PER_CALL = 1000  # below the limit of every system (IOV_MAX)

_int_from = int.from_bytes


class HostGone(Exception):
    """The host closed its end; there is nobody left to work for."""


class FrameInput:
    """Reads frames; blocks in one system call per small frame. Limits are checked before anything is read for them.

    `before_reading` is called before each system call that may block.
    """

    def __init__(self, fd, max_frame_bytes, before_reading=None):
        self._fd = fd
        self._limit = max_frame_bytes
        self._ahead = b""
        self._poll = None
        self._before_reading = before_reading or (lambda: None)

    def read(self):
        """Returns the next message and its blobs. Raises HostGone at the end of input, even inside a frame."""
        ahead = self._ahead or self._some(_READ)
        while len(ahead) < 4:
            ahead += self._some(_READ)
        size = _int_from(ahead[:4], "big")
        if size > self._limit:
            raise BadFrame("it announces %d bytes of JSON; the limit is %d" % (size, self._limit))
        end = 4 + size
        if len(ahead) < end:
            body = self._exactly(size, ahead[4:])
        else:
            body = ahead[4:end]
            self._ahead = ahead[end:]
        message = parse_object(body)
        declared = message.get("blobs")
        if not declared:
            return message, ()
        return message, [self._blob(length) for length in self._checked(declared, size)]

    def ready(self):
        """True when a frame has begun to arrive, or the input has ended."""
        return bool(self._ahead) or self.wait(0)

    def wait(self, seconds):
        """Waits for input for at most that long, or for ever (None); True when there is some, or the input has ended."""
        self._before_reading()
        if self._poll is None:
            import select

            if not hasattr(select, "poll"):  # Windows: its select() takes sockets only
                import time

                time.sleep(0.01 if seconds is None else seconds)
                return False
            self._poll = select.poll()
            self._poll.register(self._fd, select.POLLIN)
        return bool(self._ahead) or bool(self._poll.poll(None if seconds is None else min(seconds, 86400) * 1000))

    def _checked(self, declared, size):
        if type(declared) is not list or len(declared) > MAX_BLOBS:
            raise BadFrame("its 'blobs' is no list of at most %d lengths" % MAX_BLOBS)
        room = self._limit - size
        for length in declared:
            if type(length) is not int or length < 0:
                raise BadFrame("its 'blobs' holds something that is no length")
            room -= length
            if room < 0:
                raise BadFrame("its JSON and blobs take more than the limit of %d bytes" % self._limit)
        return declared

    def _blob(self, length):
        ahead = self._ahead
        if len(ahead) >= length:
            self._ahead = ahead[length:]
            return ahead[:length]
        return self._exactly(length, ahead)

    def _exactly(self, count, first):
        """The next `count` bytes, which begin with `first`; leaves nothing read ahead."""
        self._ahead = b""
        parts = [first]
        missing = count - len(first)
        while missing:
            part = self._some(min(missing, _LARGE_READ))
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _some(self, count):
        self._before_reading()
        try:
            data = os.read(self._fd, count)
        except ConnectionError:
            data = b""
        if not data:
            raise HostGone()
        return data


class FrameOutput:
    """Writes frames, each in one system call where the pipe has room. `held` frames go out with the next one.

    The serving thread writes and flushes; any thread may post.
    """

    def __init__(self, fd, max_frame_bytes):
        self._fd = fd
        self.limit = max_frame_bytes
        self.held = b""
        self._gate = allocate_lock()
        self._posted = []

    def write(self, body, blobs=(), hold=False):
        """Writes a frame, or keeps a small one until the next. FrameTooLarge comes before the first byte, HostGone when
        nobody reads."""
        size = len(body)
        for blob in blobs:
            size += len(blob)
        if size > self.limit:
            raise FrameTooLarge(size, self.limit)
        frame = len(body).to_bytes(4, "big") + body
        with self._gate:
            if self.held:
                frame = self.held + frame
                self.held = b""
            if blobs:
                self._write_all([memoryview(frame)] + [memoryview(blob) for blob in blobs if len(blob)])
            elif hold and len(frame) < _MOST_HELD:
                self.held = frame
            else:
                self._write(frame)
        if self._posted:
            self._write_posted()

    def flush(self):
        """Writes what is held."""
        if self.held:
            with self._gate:
                held = self.held
                self.held = b""
                self._write(held)
            if self._posted:
                self._write_posted()

    def post(self, body):
        """Writes a frame, or leaves it to the one who is writing just now: another thread, or this one further up its stack,
        which a finalizer or a signal handler has interrupted. Nothing is told of a failure; the next write will fail too."""
        if len(self._posted) < _MOST_POSTED:
            self._posted.append(len(body).to_bytes(4, "big") + body)
        try:
            self._write_posted()
        except (HostGone, OSError):
            pass

    def abandon(self):
        """For a forked child, which must never write: its parent does."""
        self._fd = -1
        self._gate = allocate_lock()
        self._posted = []
        self.held = b""

    def _write_posted(self):
        # Whoever holds the gate looks again once it is free, so nothing that was posted meanwhile stays behind.
        while self._posted and self._gate.acquire(False):
            try:
                while self._posted:
                    self._write(self._posted.pop(0))
            finally:
                self._gate.release()

    def _write(self, data):
        try:
            written = os.write(self._fd, data)
        except ConnectionError:
            raise HostGone() from None
        if written != len(data):
            self._write_all([memoryview(data)[written:]])

    def _write_all(self, parts):
        first = 0
        try:
            while first < len(parts):
                if hasattr(os, "writev"):
                    written = os.writev(self._fd, parts[first:first + _BUFFERS_PER_CALL])
                else:
                    written = os.write(self._fd, parts[first][:_LARGE_READ])
                while first < len(parts) and written >= len(parts[first]):
                    written -= len(parts[first])
                    first += 1
                if first < len(parts) and written:
                    parts[first] = parts[first][written:]
        except ConnectionError:
            raise HostGone() from None

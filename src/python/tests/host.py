"""A host for tests: starts a worker as a process and speaks frames to it."""

import json
import os
import select
import struct
import subprocess
import sys

DEADLINE_S = 30


def module_path():
    """Where pool_worker can be imported from."""
    import pool_worker

    return os.path.dirname(os.path.dirname(os.path.abspath(pool_worker.__file__)))


class Host:
    """One worker process; used in a with-statement, which never leaves it running."""

    def __init__(self, *arguments, cwd=None, hello=True, max_frame_bytes=1 << 24, log_level=None):
        environment = dict(os.environ, PYTHONPATH=module_path(), PYTHONDONTWRITEBYTECODE="1")
        arguments = arguments or ("-m", "pool_worker")
        self.process = subprocess.Popen([sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, bufsize=0, cwd=cwd, env=environment)
        self.hello = None
        self._id = 0
        if hello:
            hello = {"type": "hello", "protocol": {"min": 1, "max": 1}, "worker_id": "w", "max_frame_bytes": max_frame_bytes}
            if log_level is not None:
                hello["log_level"] = log_level
            self.send(hello)
            self.hello = self.receive()[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()

    def send(self, message, *blobs):
        body = json.dumps(message).encode("utf-8")
        self.process.stdin.write(struct.pack(">I", len(body)) + body + b"".join(blobs))

    def receive(self):
        """The next message and its blobs, or (None, []) when the worker has closed its end."""
        head = self._read(4)
        if not head:
            return None, []
        message = json.loads(self._read(struct.unpack(">I", head)[0]))
        return message, [self._read(length) for length in message.get("blobs", ())]

    def request(self, command, args=None, session=None, blobs=(), **fields):
        self._id += 1
        message = dict(fields, type="request", id=self._id, command=command, args=args)
        if session is not None:
            message["session"] = session
        if blobs:
            message["blobs"] = [len(blob) for blob in blobs]
        self.send(message, *blobs)
        return self._id

    def call(self, command, args=None, session=None, blobs=()):
        """Sends a request and returns its answer and the answer's blobs."""
        sent = self.request(command, args, session, blobs)
        answer, received = self.receive()
        assert answer["id"] == sent, answer
        return answer, received

    def wait_for_stderr(self, text):
        """Reads standard error until the text has come."""
        seen = b""
        while text not in seen:
            ready, _, _ = select.select([self.process.stderr], [], [], DEADLINE_S)
            part = os.read(self.process.stderr.fileno(), 65536) if ready else b""
            if not part:
                raise AssertionError("%r never came, only %r" % (text, seen))
            seen += part

    def exit(self):
        """Waits for the end; returns the exit code and the rest of standard error."""
        code = self.process.wait(DEADLINE_S)
        return code, self.process.stderr.read().decode("utf-8", "replace")

    def _read(self, count):
        data = b""
        while len(data) < count:
            ready, _, _ = select.select([self.process.stdout], [], [], DEADLINE_S)
            if not ready:
                raise AssertionError("nothing came within %d s, nor did the worker close its end" % DEADLINE_S)
            part = os.read(self.process.stdout.fileno(), count - len(data))
            if not part:
                return data
            data += part
        return data

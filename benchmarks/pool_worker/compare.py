"""Compares pool_worker with a loop written by hand (raw_loop.py), on this interpreter, all pinned to one CPU.

    python benchmarks/pool_worker/compare.py [--rounds 9] [--requests 20000] [--starts 20] [--flags="-I -S"]

Prints one line per figure, `name | value | bar | ok` or `short`, and exits with 1 when one is short. Each round
starts both anew and warms them up; the value is the ratio of the medians of all rounds.
"""

import argparse
import json
import os
import statistics
import struct
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "..", "src", "python")
BAR = 1.3
BATCH = 16
SLICE = 512

ARGS = {"signature": {"inputs": [{"name": "question", "type": "string"}], "k": 3}}
HELLO = {"type": "hello", "protocol": {"min": 1, "max": 1}, "worker_id": "bench", "max_frame_bytes": 1 << 24}


def frame(message):
    body = json.dumps(message, separators=(",", ":")).encode()
    return struct.pack(">I", len(body)) + body


def requests(count, **fields):
    """Frames of echo requests. All ids have the same number of digits, so that all answers have the same length."""
    return [frame(dict(fields, type="request", id=100000 + i, command="echo", args=ARGS)) for i in range(count)]


class Worker:
    """One worker process, started and greeted."""

    def __init__(self, command):
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                                         env=dict(os.environ, PYTHONPATH=SOURCE))
        self._reading = self._process.stdout.fileno()
        self._writing = self._process.stdin.fileno()
        self.exchange(frame(HELLO))

    def exchange(self, sent):
        """Sends a frame and returns the answer."""
        os.write(self._writing, sent)
        data = os.read(self._reading, 65536)
        size = 4 + struct.unpack(">I", data[:4])[0]
        while len(data) < size:
            data += os.read(self._reading, 65536)
        return data

    def close(self):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def one_by_one(self, frames):
        """Seconds per request when each waits for the answer before it."""
        start = time.perf_counter()
        for sent in frames:
            self.exchange(sent)
        return (time.perf_counter() - start) / len(frames)

    def in_batches(self, frames):
        """Seconds per request when BATCH of them are written ahead in one piece. All answers have the same length."""
        answer_bytes = len(self.exchange(frames[0]))
        batches = [b"".join(frames[i:i + BATCH]) for i in range(0, len(frames) - BATCH + 1, BATCH)]
        start = time.perf_counter()
        for batch in batches:
            os.write(self._writing, batch)
            missing = BATCH * answer_bytes
            while missing:
                missing -= len(os.read(self._reading, 65536))
        return (time.perf_counter() - start) / (len(batches) * BATCH)


def start_to_hello(command):
    begin = time.perf_counter()
    worker = Worker(command)
    took = time.perf_counter() - begin
    worker.close()
    return took


def measure_round(cases, options):
    """Rows of seconds by case: echo, echoes written ahead, the same where answers may be joined, start. The cases take
    turns every SLICE requests, so that whatever else the machine does hits them alike."""
    plain, joined = requests(SLICE), requests(SLICE, more=True)
    workers = {case: Worker(command) for case, command in cases.items()}
    slices = {case: ([], [], [], []) for case in cases}
    try:
        for worker in workers.values():
            worker.one_by_one(plain * 2)
        for _ in range(options.requests // SLICE):
            for case, worker in workers.items():
                slices[case][0].append(worker.one_by_one(plain))
                slices[case][1].append(worker.in_batches(plain))
                slices[case][2].append(worker.in_batches(joined))
    finally:
        for worker in workers.values():
            worker.close()
    for _ in range(options.starts):
        for case, command in cases.items():
            slices[case][3].append(start_to_hello(command))
    return {case: [statistics.median(part) for part in parts] for case, parts in slices.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--requests", type=int, default=20000)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--flags", default="-I -S", help="of the interpreter, for both; what the pool uses for the demo commands")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    flags = options.flags.split()
    cases = {
        "raw": [sys.executable, *flags, os.path.join(HERE, "raw_loop.py")],
        "pool_worker": [sys.executable, *flags, os.path.join(SOURCE, "pool_worker", "__main__.py")],
    }
    figures = {case: [] for case in cases}
    for _ in range(options.rounds):
        for case, row in measure_round(cases, options).items():
            figures[case].append(row)
    short = 0
    names = ("echo, one by one", "echo, %d written ahead" % BATCH, "echo, %d written ahead with `more`" % BATCH, "start to hello")
    for index, name in enumerate(names):
        unit, scale = ("ms", 1e3) if index == len(names) - 1 else ("us", 1e6)
        raw, own = (statistics.median(row[index] for row in figures[case]) for case in ("raw", "pool_worker"))
        ok = own <= BAR * raw
        short += not ok
        print("pool_worker, %s | %.2fx (%.1f %s against %.1f) | at most %.1fx | %s"
              % (name, own / raw, own * scale, unit, raw * scale, BAR, "ok" if ok else "short"), flush=True)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())

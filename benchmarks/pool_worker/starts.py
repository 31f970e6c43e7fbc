"""Measures how long workers take from the start of their process to their hello, side by side.

    python benchmarks/pool_worker/starts.py [--starts 20] [--cpu 0] "python3 -m pool_worker" "dotnet path/to/Pool.Worker.dll"

Starts each command line in turn, so that all meet the same machine, and prints the median and the quartiles in milliseconds.
"""

import argparse
import os
import shlex
import statistics
import subprocess
import time

from compare import HELLO, SOURCE, frame


def start_to_hello(command, log_level):
    """Milliseconds until the first byte of the worker's hello."""
    environment = dict(os.environ, PYTHONPATH=SOURCE)
    hello = frame(dict(HELLO, log_level=log_level) if log_level else HELLO)
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
                               env=environment)
    try:
        process.stdin.write(hello)
        if not process.stdout.read(1):
            raise SystemExit("%s ended without a hello" % " ".join(command))
        return (time.perf_counter() - began) * 1000
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("commands", nargs="+", help="a worker's command line")
    arguments.add_argument("--starts", type=int, default=20)
    arguments.add_argument("--cpu", type=int, help="pins workers to one CPU")
    arguments.add_argument("--log-level", help="asks the workers for their log from this level up")
    options = arguments.parse_args()
    if options.cpu is not None:
        os.sched_setaffinity(0, {options.cpu})
    commands = [shlex.split(command) for command in options.commands]
    times = [[] for _ in commands]
    for _ in range(options.starts + 1):  # the first of each fills the caches and does not count
        for i, command in enumerate(commands):
            times[i].append(start_to_hello(command, options.log_level))
    for command, measured in zip(options.commands, times):
        low, middle, high = statistics.quantiles(measured[1:], n=4)
        print("%7.1f ms (%.1f to %.1f)  %s" % (middle, low, high, command))


if __name__ == "__main__":
    main()

"""A worker whose import takes the time, or the memory, that a benchmark asks for."""

import gc
import os
import time

from pool_worker import Worker

worker = Worker("preloaded 1")
_until = time.perf_counter() + float(os.environ.get("IMPORT_SECONDS", "0"))
while time.perf_counter() < _until:
    pass

# Small objects, as a program's tables are made of; about 150 bytes each.
ballast = [(number, str(number)) for number in range(int(os.environ.get("BALLAST_MB", "0")) * 7000)]


@worker.command("query")
def collect():
    """A full collection, which looks at every object that it knows."""
    return gc.collect()


@worker.command("query")
def ping():
    return "pong"

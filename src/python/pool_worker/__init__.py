"""Write a worker for Pool.Runtime in Python.

    from pool_worker import Worker

    worker = Worker("my_worker 1.0")

    @worker.command("query")
    def add(a, b):
        return a + b

    @worker.command("mutation")
    def remember(ctx, key, value):
        ctx.require_session()[key] = value
        return len(ctx.session)

    @worker.command("query")
    def words(ctx, text):
        found = text.split()
        for n, word in enumerate(found):
            yield word                                 # a piece of the answer, read by the caller as it comes
            ctx.progress({"done": n + 1, "of": len(found)})
        return {"count": len(found)}                   # the result, after the pieces

Started as ``python -m pool_worker --module my_module``, where ``my_module`` is the file above;
``python -m pool_worker check my_module`` tells what is wrong with it.
"""

from .context import Context
from .errors import Cancelled, InvalidArguments, SessionRequired, WorkerError
from .version import VERSION as __version__
from .worker import Worker

__all__ = ["Cancelled", "Context", "InvalidArguments", "SessionRequired", "Worker", "WorkerError", "__version__"]

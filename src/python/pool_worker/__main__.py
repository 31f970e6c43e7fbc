"""Command line: ``python -m pool_worker [--module NAME[:ATTRIBUTE]]``; without a module the demo commands are served.

``python -m pool_worker check NAME[:ATTRIBUTE]`` imports the module as a worker would, and says what it found.

The file can also be run by its path, which works under ``python -I`` too.
"""

import os
import sys

if not __package__:
    # Run by path: make the package importable, and its inner modules not importable as if they were the user's.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [os.path.dirname(here)] + [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        sys.path.insert(0, os.getcwd())  # as `python -m` does, so that the user's modules are found there

from pool_worker.stdio import take_stdio
from pool_worker.worker import Worker

USAGE = ("usage: python -m pool_worker [--module NAME[:ATTRIBUTE]]\n"
         "       python -m pool_worker check NAME[:ATTRIBUTE]")


def load(spec):
    """Imports the module and returns its Worker, which is called ``worker`` unless the spec says otherwise."""
    name, _, attribute = spec.partition(":")
    if name.endswith(".py") or "/" in name or os.sep in name:
        raise SystemExit(
            "pool_worker: '%s' is a path; name the module as an import would, such as 'package.module', and let its folder be "
            "the working directory or on PYTHONPATH" % name)
    module = __import__(name, fromlist=["*"])
    worker = getattr(module, attribute or "worker", None)
    if not isinstance(worker, Worker):
        raise SystemExit(
            "pool_worker: the module '%s' has no Worker called '%s'; write `%s = Worker(...)` in it, "
            "or name the attribute: --module %s:NAME"
            % (name, attribute or "worker", attribute or "worker", name))
    return worker


def main(argv):
    if len(argv) == 2 and argv[0] == "check":
        from pool_worker.inspection import inspect

        code = inspect(argv[1], load)
        os._exit(code)  # whatever threads the module has left
    if len(argv) > 1 and argv[-2] == "--fork-server":
        # By the host alone, behind the arguments of any worker: this process becomes the template of many.
        from pool_worker.forkserver import serve

        return serve(argv[-1], lambda: load(argv[1] if len(argv) == 4 else "pool_worker.demo"))
    if argv and (len(argv) != 2 or argv[0] != "--module"):
        print(USAGE, file=sys.stderr)
        return 1
    # Before the import: whatever the user's module prints while it loads must not reach the frame stream.
    stdio = take_stdio()
    return load(argv[1] if argv else "pool_worker.demo").serve(stdio)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

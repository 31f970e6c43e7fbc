"""The registry of a worker's commands, and how arguments reach them."""

import os

from .errors import HookFailed, InvalidArguments
from .jsontext import make_encoder
from .frames import DEFAULT_MAX_FRAME_BYTES, LOWEST_MAX_FRAME_BYTES
from .version import VERSION

KINDS = ("query", "idempotent", "mutation", "effect")

_VARKEYWORDS = 0x08
_GENERATOR = 0x20
_COROUTINE = 0x80
_ASYNC_GENERATOR = 0x200


class Worker:
    """Commands by name. One request runs at a time, on the main thread.

    `name` appears in the host's logs and errors; `max_frame_bytes` limits what the host may send at once. `snapshots` says
    that the dict of a session holds all its state, in plain JSON and bytes: the host may then move a session by that state
    instead of running its mutations again.
    """

    def __init__(self, name=None, max_frame_bytes=DEFAULT_MAX_FRAME_BYTES, snapshots=False):
        if not LOWEST_MAX_FRAME_BYTES <= max_frame_bytes <= 0x7FFFFFFF:
            raise ValueError("max_frame_bytes is %r; it must lie between %d and %d."
                             % (max_frame_bytes, LOWEST_MAX_FRAME_BYTES, 0x7FFFFFFF))
        self.name = name or "pool_worker %s" % VERSION
        self.max_frame_bytes = max_frame_bytes
        self.snapshots = snapshots
        self.commands = {}
        self.capture = None
        self.rebuild = None
        self.preload_hooks = []
        self.start_hooks = []
        self._prepared = False

    def command(self, kind, name=None, volatile=(), whole_args=False, stream=False):
        """Decorates a function as a command.

        `kind` says what running it twice would do: "query" changes nothing; "idempotent" may be repeated; "mutation"
        changes the session's state and nothing else, so the host may replay it; "effect" is never repeated.
        `volatile` names top-level fields of the result that differ from run to run, such as times.

        Arguments arrive by name. A parameter called `ctx` receives the request's Context. With `whole_args` the arguments
        arrive unbound, as the one value that the caller sent, in a parameter called `args`.

        A generator sends each value that it yields ahead of its result, which is what it returns. With `stream` the same is
        done with the items of whatever iterable a plain function returns. A generator whose request is cancelled is closed.
        """
        if callable(kind):
            raise TypeError("The command '%s' says no kind; write @worker.command(\"query\"), or another of %s."
                            % (getattr(kind, "__name__", kind), ", ".join(KINDS)))
        if kind not in KINDS:
            raise ValueError("The kind of a command is one of %s, not %r." % (", ".join(KINDS), kind))

        def register(function):
            command = Command(function, kind, name or function.__name__, tuple(volatile), whole_args, stream)
            if command.name in self.commands:
                raise ValueError("There are two commands called '%s'." % command.name)
            self.commands[command.name] = command
            return function

        return register

    def preload(self, function):
        """Decorates a function without parameters that imports and loads what is heavy.

        It runs once, before the worker says hello. Where workers are forked from a template it runs in the template, and
        every worker has what it left: so it must start no threads and open no connections.
        """
        self.preload_hooks.append(_hook(function, "preload"))
        return function

    def on_start(self, function):
        """Decorates a function without parameters that each worker process runs for itself, before it says hello.

        The place to open connections and start threads.
        """
        self.start_hooks.append(_hook(function, "on_start"))
        return function

    def prepare(self):
        """Runs the preload hooks, unless that is done. Raises HookFailed."""
        if not self._prepared:
            self._prepared = True
            _run(self.preload_hooks, "preload")

    def start(self):
        """Runs the on_start hooks. Raises HookFailed."""
        _run(self.start_hooks, "on_start")

    def snapshot(self, function):
        """Decorates the function that turns a session's dict into a value that can be sent. Needs `restore` beside it."""
        self.capture = function
        self.snapshots = True
        return function

    def restore(self, function):
        """Decorates the function that makes a session's dict from a value of `snapshot`."""
        self.rebuild = function
        return function

    def run(self):
        """Serves until the host shuts the worker down, then exits. For a script that is its own entry point."""
        import sys

        from .stdio import take_stdio

        sys.exit(self.serve(take_stdio()))

    def serve(self, stdio):
        """Serves frames on the given descriptors; returns the exit code."""
        if (self.capture is None) != (self.rebuild is None):
            raise ValueError("A worker needs both @worker.snapshot and @worker.restore, or neither.")
        from .server import Server

        try:
            self.prepare()
            return Server(self, stdio).run()
        except HookFailed as failed:
            failed.report()
            # At once: a thread that a hook has left would keep the process, and its host waiting for a hello.
            os._exit(1)


class Command:
    """A registered function."""

    def __init__(self, function, kind, name, volatile, whole_args, stream):
        self.function = function
        self.kind = kind
        self.name = name
        #: What stands between id and value in each result.
        self.head = ',"volatile":' + make_encoder(str)(list(volatile)) if volatile else ""
        self.quick_runs = 0
        self._whole = whole_args
        code, defaults, keyword_defaults = _signature_of(function)
        if code.co_flags & (_COROUTINE | _ASYNC_GENERATOR):
            raise TypeError("The command '%s' must be a plain function or a generator, not async." % name)
        self.streams = stream or bool(code.co_flags & _GENERATOR)
        if code.co_posonlyargcount:
            raise TypeError("The command '%s' has positional-only parameters; arguments arrive by name." % name)
        positional = code.co_varnames[:code.co_argcount]
        if positional and getattr(function, "__self__", None) is not None:
            positional = positional[1:]  # a bound method already has its first
        keywords = code.co_varnames[code.co_argcount:code.co_argcount + code.co_kwonlyargcount]
        optional = set(positional[len(positional) - len(defaults):] if defaults else ()) | set(keyword_defaults)
        self._takes_ctx = "ctx" in positional or "ctx" in keywords
        #: Names of its arguments, in their order.
        self.arguments = tuple(argument for argument in positional + keywords if argument != "ctx")
        self._names = (set(positional) | set(keywords)) - {"ctx"}
        self._required = self._names - optional
        self._open = bool(code.co_flags & _VARKEYWORDS)
        if whole_args and self._required != {"args"}:
            raise TypeError("The command '%s' takes its arguments whole, so it needs one parameter 'args'." % name)

    def __str__(self):
        arguments = [argument if argument in self._required else argument + "=..." for argument in self.arguments]
        if self._open:
            arguments.append("...")
        return "%s(%s)%s" % (self.name, ", ".join(arguments), ", streams" if self.streams else "")

    def call(self, ctx):
        """Runs the command with the request's arguments."""
        args = ctx.args
        if self._whole:
            args = {"args": args}
        elif args is None:
            args = {}
        if type(args) is not dict or not (self._open or args.keys() <= self._names) or not self._required <= args.keys():
            raise self._mismatch(args)
        if not self._takes_ctx:
            return self.function(**args)
        if "ctx" in args:
            raise InvalidArguments("The command '%s' has no argument 'ctx'." % self.name)
        return self.function(ctx=ctx, **args)

    def _mismatch(self, args):
        if type(args) is not dict:
            return InvalidArguments("The arguments of '%s' must be an object, not %s." % (self.name, type(args).__name__))
        takes = ", ".join(sorted(self._names)) or "none"
        missing = sorted(self._required - args.keys())
        if missing:
            return InvalidArguments("The command '%s' needs the argument '%s' (it takes: %s)."
                                    % (self.name, missing[0], takes))
        unknown = sorted(args.keys() - self._names)
        return InvalidArguments("The command '%s' has no argument '%s' (it takes: %s)."
                                % (self.name, unknown[0][:100], takes))


def _hook(function, kind):
    code, defaults, keyword_defaults = _signature_of(function)
    bound = 1 if getattr(function, "__self__", None) is not None else 0
    needed = code.co_argcount - bound - len(defaults) + code.co_kwonlyargcount - len(keyword_defaults)
    if needed > 0:
        raise TypeError("The %s hook '%s' must take no arguments." % (kind, function.__name__))
    if code.co_flags & (_COROUTINE | _ASYNC_GENERATOR | _GENERATOR):
        raise TypeError("The %s hook '%s' must be a plain function, neither async nor a generator." % (kind, function.__name__))
    return function


def _run(hooks, kind):
    for hook in hooks:
        try:
            hook()
        except BaseException as error:  # SystemExit too: it would end the worker as if it had been asked to
            raise HookFailed("the %s hook '%s' raised %s: %s"
                             % (kind, hook.__name__, type(error).__name__, str(error)[:500])) from error


def _signature_of(function):
    inner = function
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    inner = getattr(inner, "__func__", inner)
    try:
        return inner.__code__, inner.__defaults__ or (), inner.__kwdefaults__ or {}
    except AttributeError:
        raise TypeError("A command must be a function or a method, not %s." % type(function).__name__) from None

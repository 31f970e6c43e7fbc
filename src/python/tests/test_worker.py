import functools
import unittest

from pool_worker import InvalidArguments, Worker


class Ctx:
    def __init__(self, args):
        self.args = args


class CommandTest(unittest.TestCase):
    def setUp(self):
        self.worker = Worker("test")

    def call(self, name, args=None):
        return self.worker.commands[name].call(Ctx(args))

    def test_arguments_arrive_by_name(self):
        @self.worker.command("query")
        def f(a, b=2, *, c, d=4):
            return [a, b, c, d]

        self.assertEqual(self.call("f", {"c": 3, "a": 1}), [1, 2, 3, 4])
        self.assertEqual(self.call("f", {"c": 3, "a": 1, "b": 0, "d": 0}), [1, 0, 3, 0])

    def test_wrong_arguments_are_told_by_name(self):
        @self.worker.command("query")
        def f(ctx, a, b=2):
            return a

        for args, reason in (({}, "needs the argument 'a'"), (None, "needs the argument 'a'"), ({"a": 1, "z": 2}, "no argument 'z'"),
                             ([1], "must be an object"), (7, "must be an object"), ({"a": 1, "ctx": 2}, "no argument 'ctx'")):
            with self.assertRaisesRegex(InvalidArguments, reason, msg=args):
                self.call("f", args)

    def test_open_function_takes_any_name_but_not_the_context(self):
        @self.worker.command("query")
        def f(ctx, **rest):
            return rest

        self.assertEqual(self.call("f", {"x": 1}), {"x": 1})
        with self.assertRaises(InvalidArguments):
            self.call("f", {"ctx": 1})

    def test_whole_arguments_arrive_as_one_value(self):
        @self.worker.command("query", whole_args=True)
        def f(args, ctx):
            return [args, ctx.args]

        for value in (None, 7, [1], {"args": 1, "ctx": 2}):
            self.assertEqual(self.call("f", value), [value, value])

    def test_decorated_functions_and_bound_methods_keep_their_parameters(self):
        def decorate(function):
            @functools.wraps(function)
            def inner(*args, **kwargs):
                return function(*args, **kwargs) + 1
            return inner

        class Model:
            def predict(self, x, ctx=None):
                return x * 2

        @self.worker.command("query")
        @decorate
        def f(a):
            return a

        self.worker.command("query")(Model().predict)
        self.assertEqual(self.call("f", {"a": 1}), 2)
        self.assertEqual(self.call("predict", {"x": 4}), 8)
        with self.assertRaises(InvalidArguments):
            self.call("f", {"b": 1})

    def test_generators_and_marked_functions_stream(self):
        @self.worker.command("query")
        def items():
            yield 1

        @self.worker.command("query", stream=True)
        def listed():
            return [1]

        @self.worker.command("query")
        def plain():
            return [1]

        streams = {name: command.streams for name, command in self.worker.commands.items()}
        self.assertEqual(streams, {"items": True, "listed": True, "plain": False})

    def test_snapshot_without_restore_is_refused_when_the_worker_starts(self):
        self.worker.snapshot(lambda state: state)
        with self.assertRaisesRegex(ValueError, "both"):
            self.worker.serve(None)

    def test_mistakes_are_told_when_the_command_is_registered(self):
        with self.assertRaisesRegex(ValueError, "kind"):
            self.worker.command("magic")
        with self.assertRaisesRegex(TypeError, r"'bare' says no kind; write @worker.command\(\"query\"\)"):
            @self.worker.command
            def bare():
                return 1
        with self.assertRaisesRegex(TypeError, "async"):
            @self.worker.command("query")
            async def coroutine():
                return 1
        with self.assertRaisesRegex(TypeError, "positional-only"):
            @self.worker.command("query")
            def positional(a, /):
                return a
        with self.assertRaisesRegex(TypeError, "'args'"):
            @self.worker.command("query", whole_args=True)
            def whole(value):
                return value
        with self.assertRaisesRegex(TypeError, "function"):
            self.worker.command("query", name="x")(functools.partial(print))
        self.worker.command("query", name="twice")(lambda: 1)
        with self.assertRaisesRegex(ValueError, "twice"):
            self.worker.command("query", name="twice")(lambda: 2)
        with self.assertRaisesRegex(ValueError, "1023"):
            Worker(max_frame_bytes=1023)


if __name__ == "__main__":
    unittest.main()

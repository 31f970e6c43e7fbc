import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

from host import DEADLINE_S, module_path

MODULES = {
    "good": """
        from pool_worker import Worker
        worker = Worker("good 1.2")

        @worker.preload
        def load(): pass

        @worker.on_start
        def connect():
            raise ConnectionError("must not be called")

        @worker.command("query")
        def add(a, b=1, *, ctx):
            return a + b

        @worker.command("mutation", name="put")
        def remember(ctx, key, **values):
            pass

        @worker.command("effect")
        def send():
            yield 1

        other = Worker("other")
        """,
    "nothing": "import os",
    "failing": "import there_is_no_such_module",
    "twice": """
        from pool_worker import Worker
        worker = Worker()
        worker.command("query", name="a")(lambda: 1)
        worker.command("query", name="a")(lambda: 2)
        """,
    "half": """
        from pool_worker import Worker
        worker = Worker()
        worker.command("query", name="a")(lambda: 1)
        worker.snapshot(lambda session: session)
        """,
    "hooked": """
        from pool_worker import Worker
        worker = Worker()
        worker.command("query", name="a")(lambda: 1)
        @worker.preload
        def load():
            raise OSError("no model")
        """,
    "running": """
        from pool_worker import Worker
        worker = Worker()
        worker.run()
        """,
    "messy": """
        import os, socket, threading, time
        from pool_worker import Worker
        print("hello", "there")
        os.write(1, b"and from below")
        worker = Worker("messy")
        threading.Thread(target=threading.Event().wait, name="heart").start()
        @worker.preload
        def load():
            global pair
            pair = socket.socketpair()
            time.sleep(1.1)
        """,
}


class InspectionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for name, source in MODULES.items():
            with open(os.path.join(cls.folder.name, name + ".py"), "w", encoding="utf-8") as file:
                file.write(textwrap.dedent(source))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def check(self, spec):
        """The exit code, the lines on standard output, and standard error."""
        run = subprocess.run([sys.executable, "-m", "pool_worker", "check", spec], cwd=self.folder.name, timeout=DEADLINE_S,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
                             env=dict(os.environ, PYTHONPATH=module_path(), PYTHONDONTWRITEBYTECODE="1"))
        return run.returncode, run.stdout.splitlines(), run.stderr

    def test_worker_in_order_is_shown_with_its_commands(self):
        code, lines, errors = self.check("good")
        self.assertEqual((code, errors), (0, ""))
        self.assertEqual(lines[:4], [
            "good is the worker 'good 1.2' with 3 commands",
            "  query      add(a, b=...)",
            "  mutation   put(key, ...)",
            "  effect     send(), streams",
        ])
        self.assertRegex(lines[4], r"^import \d+\.\d\d s, preload \d+\.\d\d s \(1 hook\), on_start not run \(1 hook\)$")
        self.assertEqual(lines[5:], ["ok"])

    def test_worker_of_another_name_is_found(self):
        code, lines, _ = self.check("good:other")
        self.assertEqual((code, lines[0]), (0, "good:other is the worker 'other' with 0 commands"))
        self.assertEqual(lines[-1], "1 warning")

    def test_what_keeps_a_worker_from_starting_is_an_error(self):
        for spec, reason in (("nothing", "has no Worker called 'worker'"),
                             ("folder/good.py", "'folder/good.py' is a path; name the module as an import would"),
                             ("good:missing", "has no Worker called 'missing'"),
                             ("failing", "its import raises ModuleNotFoundError: No module named 'there_is_no_such_module'"),
                             ("twice", "its import raises ValueError: There are two commands called 'a'."),
                             ("running", "its import raises RuntimeError: worker.run() is called while the module is imported"),
                             ("half", "only one of @worker.snapshot and @worker.restore"),
                             ("hooked", "the preload hook 'load' raised OSError: no model")):
            with self.subTest(spec):
                code, lines, errors = self.check(spec)
                self.assertEqual((code, lines[-1]), (1, "1 error"), errors)
                self.assertTrue(lines[-2].startswith("error: "), lines)
                self.assertIn(reason, lines[-2])

    def test_what_would_surprise_is_a_warning(self):
        code, lines, _ = self.check("messy")
        warnings = [line[len("warning: "):] for line in lines if line.startswith("warning: ")]
        self.assertEqual((code, lines[-1], len(warnings)), (0, "%d warnings" % len(warnings), 5))
        self.assertIn("no commands", warnings[0])
        self.assertIn("('hello there and from below')", warnings[1])
        self.assertRegex(warnings[2], r"leaves 1 thread running \(heart\)")
        self.assertIn("leaves 2 sockets open", warnings[3])
        self.assertRegex(warnings[4], r"took 1\.\d s")


if __name__ == "__main__":
    unittest.main()

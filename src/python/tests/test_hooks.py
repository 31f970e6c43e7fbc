import os
import tempfile
import textwrap
import unittest

from host import Host
from pool_worker import Worker

MODULES = {
    "ordered": """
        from pool_worker import Worker
        worker = Worker("ordered")
        happened = ["import"]

        @worker.on_start
        def first():
            happened.append("first start")

        @worker.preload
        def load():
            happened.append("preload")

        @worker.on_start
        def second(optional=1):
            happened.append("second start")

        @worker.command("query")
        def what_happened():
            return happened
        """,
    "bad_start": """
        import threading
        from pool_worker import Worker
        worker = Worker("bad")
        @worker.on_start
        def connect():
            threading.Thread(target=threading.Event().wait).start()
            raise ConnectionError("nobody at port 5")
        """,
    "bad_preload": """
        import sys
        from pool_worker import Worker
        worker = Worker("bad")
        @worker.preload
        def load():
            sys.exit(0)
        """,
    "slow_start": """
        import sys, time
        from pool_worker import Worker
        worker = Worker("slow")
        @worker.on_start
        def connect():
            print("connecting", file=sys.stderr, flush=True)
            time.sleep(60)
        """,
}


class HookTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for name, source in MODULES.items():
            with open(os.path.join(cls.folder.name, name + ".py"), "w", encoding="utf-8") as file:
                file.write(textwrap.dedent(source))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def host(self, module, **options):
        return Host("-m", "pool_worker", "--module", module, cwd=self.folder.name, **options)

    def test_preload_comes_after_the_import_and_before_the_start_hooks(self):
        with self.host("ordered") as host:
            self.assertEqual(host.call("what_happened")[0]["value"], ["import", "preload", "first start", "second start"])

    def test_start_hook_that_raises_ends_the_worker_with_one_and_its_reason(self):
        with self.host("bad_start") as host:
            self.assertIsNone(host.hello)
            code, errors = host.exit()
            self.assertEqual(code, 1)
            self.assertEqual(errors.rstrip().split("\n")[-1],
                             "pool_worker: the on_start hook 'connect' raised ConnectionError: nobody at port 5")
            self.assertIn("in connect", errors)
            self.assertNotIn("worker.py", errors.replace("pool_worker:", ""))

    def test_preload_that_exits_is_a_failure(self):
        with self.host("bad_preload", hello=False) as host:
            code, errors = host.exit()
            self.assertEqual(code, 1)
            self.assertIn("the preload hook 'load' raised SystemExit: 0", errors)

    def test_end_of_input_ends_a_worker_that_is_still_starting(self):
        with self.host("slow_start", hello=False) as host:
            host.send({"type": "hello", "protocol": {"min": 1, "max": 1}, "worker_id": "w", "max_frame_bytes": 4096})
            host.wait_for_stderr(b"connecting")
            host.process.stdin.close()
            self.assertEqual(host.exit()[0], 0)

    def test_preload_runs_once_whoever_asks(self):
        worker = Worker("w")
        runs = []
        worker.preload(lambda: runs.append(1))
        worker.prepare()
        worker.prepare()
        self.assertEqual(runs, [1])

    def test_hook_that_can_never_run_is_refused_at_once(self):
        async def later():
            pass

        def pieces():
            yield 1

        worker = Worker("w")
        for function in (lambda ctx: 1, later, pieces, len):
            with self.subTest(function.__name__), self.assertRaises(TypeError):
                worker.on_start(function)
        self.assertEqual(worker.start_hooks, [])


if __name__ == "__main__":
    unittest.main()

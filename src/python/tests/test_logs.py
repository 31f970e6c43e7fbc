import json
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

from host import Host, module_path
from pool_worker.logs import MAX_BYTES, encode, level_name

EAGER = """
    import logging, threading, warnings
    from pool_worker import Worker

    worker = Worker("eager")
    log = logging.getLogger("my.module")

    class Chatty:
        def __str__(self):
            log.error("inside %s", "a text")
            return "chatty"

    @worker.on_start
    def connect():
        log.warning("connected")

    @worker.command("query")
    def every_level():
        log.log(5, "a trace")
        log.debug("a debug")
        log.info("an info of %d", 7)
        log.warning("a warning")
        log.error("an error")
        log.critical("a critical")

    @worker.command("query")
    def failure():
        try:
            {}["key"]
        except KeyError:
            log.exception("it failed")

    @worker.command("query")
    def recursion():
        log.warning("%s", Chatty())

    @worker.command("query")
    def wrong():
        log.warning("%d", "text")
        return "unharmed"

    @worker.command("query")
    def deprecated():
        warnings.warn("old")

    @worker.command("query")
    def long(size):
        log.error("m" * size, exc_info=(ValueError, ValueError("e" * size), None))

    @worker.command("query")
    def root():
        logging.warning("of the root")

    @worker.command("query")
    def from_threads(threads, entries):
        def write(name):
            for n in range(entries):
                log.info("%s %d %s", name, n, "x" * 300)
        running = [threading.Thread(target=write, args=(name,)) for name in range(threads)]
        for thread in running:
            thread.start()
        for n in range(entries):
            yield n
        for thread in running:
            thread.join()

    left = threading.Event()

    @worker.command("query")
    def leave_a_thread():
        def late():
            left.wait(30)
            log.warning("of nobody")
        threading.Thread(target=late, daemon=True).start()

    @worker.command("query")
    def release():
        left.set()

    @worker.command("query")
    def fork():
        import os
        child = os.fork()
        if child == 0:
            log.warning("of the child")
            os._exit(0)
        return os.waitpid(child, 0)[1]

    @worker.command("query")
    def reconfigure():
        import logging.config
        logging.config.dictConfig({"version": 1, "root": {"level": "ERROR", "handlers": []}})
    """

LAZY = """
    import sys
    from pool_worker import Worker

    worker = Worker("lazy")

    @worker.command("query")
    def loaded():
        return "logging" in sys.modules

    @worker.command("query")
    def use():
        import logging
        logging.getLogger("late").warning("at last")
        return type(logging.__loader__).__name__ + " " + type(logging.__spec__.loader).__name__
    """

CONFIGURED = """
    import logging
    from pool_worker import Worker

    logging.basicConfig(level=logging.ERROR, format="mine %(message)s")
    worker = Worker("configured")

    @worker.on_start
    def configure_again():
        logging.basicConfig(level=logging.ERROR, format="again %(message)s", force=True)

    @worker.command("query")
    def speak():
        logging.warning("quiet")
        logging.error("loud")
    """


class LogTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for name, source in (("eager", EAGER), ("lazy", LAZY), ("configured", CONFIGURED)):
            with open(os.path.join(cls.folder.name, name + ".py"), "w", encoding="utf-8") as file:
                file.write(textwrap.dedent(source))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def host(self, module="eager", log_level="trace", **options):
        return Host("-m", "pool_worker", "--module", module, cwd=self.folder.name, log_level=log_level, **options)

    def ask(self, host, command, args=None):
        """What came before the answer, and the answer."""
        host.request(command, args)
        before = []
        while True:
            message = host.receive()[0]
            if message["type"] in ("result", "error"):
                return before, message
            before.append(message)

    def begun(self, host):
        self.assertEqual(host.receive()[0]["message"], "connected")

    def test_entries_arrive_with_level_logger_and_request(self):
        with self.host() as host:
            self.begun(host)
            before, answer = self.ask(host, "every_level")
            self.assertEqual([entry["level"] for entry in before],
                             ["trace", "debug", "information", "warning", "error", "critical"])
            self.assertEqual(before[2], {"type": "log", "level": "information", "logger": "my.module",
                                         "message": "an info of 7", "id": answer["id"]})

    def test_entry_of_a_start_hook_follows_the_hello(self):
        with self.host() as host:
            self.assertEqual(host.hello["type"], "hello")
            entry = host.receive()[0]
            self.assertEqual((entry["message"], entry["level"], "id" in entry), ("connected", "warning", False))

    def test_entries_below_the_level_and_unasked_ones_are_not_sent(self):
        with self.host(log_level="error") as host:
            self.assertEqual([entry["level"] for entry in self.ask(host, "every_level")[0]], ["error", "critical"])
        with self.host(log_level=None) as host:
            self.assertEqual(self.ask(host, "every_level")[0], [])
            host.wait_for_stderr(b"a critical")

    def test_exception_comes_as_its_traceback(self):
        with self.host() as host:
            self.begun(host)
            (entry,), _ = self.ask(host, "failure")
            self.assertEqual(entry["message"], "it failed")
            self.assertTrue(entry["exception"].startswith("Traceback"))
            self.assertTrue(entry["exception"].endswith("KeyError: 'key'"))

    def test_text_that_logs_while_it_is_made_does_not_go_round_in_circles(self):
        with self.host() as host:
            self.begun(host)
            before, answer = self.ask(host, "recursion")
            self.assertEqual(([entry["message"] for entry in before], answer["type"]), (["chatty"], "result"))

    def test_entry_that_cannot_be_formatted_harms_nobody(self):
        with self.host() as host:
            self.begun(host)
            self.assertEqual(self.ask(host, "wrong")[1]["value"], "unharmed")
            host.wait_for_stderr(b"Logging error")

    def test_warnings_of_python_are_entries(self):
        with self.host() as host:
            self.begun(host)
            (entry,), _ = self.ask(host, "deprecated")
            self.assertEqual((entry["logger"], entry["level"]), ("py.warnings", "warning"))
            self.assertIn("UserWarning: old", entry["message"])

    def test_root_logger_has_a_name(self):
        with self.host() as host:
            self.begun(host)
            self.assertEqual(self.ask(host, "root")[0][0]["logger"], "root")

    def test_long_entry_is_cut_to_what_the_protocol_and_the_host_allow(self):
        for limit, most in ((1 << 24, MAX_BYTES), (1024, 1024)):
            with self.subTest(limit), self.host(max_frame_bytes=limit) as host:
                self.begun(host)
                (entry,), _ = self.ask(host, "long", {"size": 100})
                self.assertEqual(entry["message"], "m" * 100)
                (entry,), _ = self.ask(host, "long", {"size": 12000})
                self.assertTrue(entry["message"].startswith("mmm"))
                self.assertLessEqual(len(json.dumps(entry, separators=(",", ":"))), most)

    def test_threads_share_the_stream_frame_by_frame(self):
        with self.host() as host:
            self.begun(host)
            before, answer = self.ask(host, "from_threads", {"threads": 4, "entries": 200})
            self.assertEqual(answer["type"], "result", answer)
            self.assertEqual([piece["value"] for piece in before if piece["type"] == "chunk"], list(range(200)))
            entries = [entry["message"].split() for entry in before if entry["type"] == "log"]
            self.assertEqual(len(entries), 800)
            for name in "0123":
                self.assertEqual([int(n) for thread, n, _ in entries if thread == name], list(range(200)))

    def test_entry_of_a_thread_that_a_command_left_behind_arrives_when_nothing_runs(self):
        with self.host() as host:
            self.begun(host)
            self.ask(host, "leave_a_thread")
            before, _ = self.ask(host, "release")
            entry = before[0] if before else host.receive()[0]
            self.assertEqual(entry["message"], "of nobody")

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_forked_child_writes_to_standard_error_and_no_frames(self):
        with self.host() as host:
            self.begun(host)
            before, answer = self.ask(host, "fork")
            self.assertEqual((before, answer["value"]), ([], 0))
            host.wait_for_stderr(b"of the child")

    def test_logging_is_not_imported_for_those_who_do_not_use_it(self):
        with self.host("lazy") as host:
            self.assertIs(host.call("loaded")[0]["value"], False)

    def test_logging_that_is_imported_late_works_from_its_first_entry(self):
        with self.host("lazy") as host:
            (entry,), answer = self.ask(host, "use")
            self.assertEqual((entry["logger"], entry["message"]), ("late", "at last"))
            self.assertNotIn("Watched", answer["value"])

    def test_what_the_user_has_configured_stays(self):
        with self.host("configured") as host:
            before, _ = self.ask(host, "speak")
            self.assertEqual([entry["message"] for entry in before], ["loud"])
            host.wait_for_stderr(b"again loud")


class EncodingTest(unittest.TestCase):
    def test_levels_between_two_names_count_as_the_lower(self):
        self.assertEqual([level_name(number) for number in (0, 1, 9, 10, 25, 30, 49, 50, 99)],
                         ["trace", "trace", "trace", "debug", "information", "warning", "error", "critical", "critical"])

    def test_entry_gives_up_its_exception_first_from_the_beginning(self):
        entry = json.loads(encode(40, "l", "m" * 300, 5, "e" * 1000 + "the end", 1024))
        self.assertEqual((entry["message"], entry["id"]), ("m" * 300, 5))
        self.assertTrue(entry["exception"].endswith("the end"))

    def test_any_text_fits_the_smallest_frame(self):
        for text in ("\0" * 5000, "\U0001f600" * 5000, "\ud800" * 5000, "", "\u00e4" * 5000):
            with self.subTest(text[:1]):
                body = encode(40, text, text, 1 << 62, text, 1024)
                self.assertLessEqual(len(body), 1024)
                self.assertTrue(json.loads(body)["logger"])


class StartTest(unittest.TestCase):
    def test_package_and_a_hello_that_wants_logs_import_no_logging(self):
        program = ("import sys; from pool_worker.server import Server; import pool_worker.worker, pool_worker.logs; "
                   "print('logging' in sys.modules)")
        shown = subprocess.run([sys.executable, "-c", program], env=dict(os.environ, PYTHONPATH=module_path()),
                               stdout=subprocess.PIPE, check=True)
        self.assertEqual(shown.stdout.strip(), b"False")


if __name__ == "__main__":
    unittest.main()

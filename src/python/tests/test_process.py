import os
import sys
import tempfile
import textwrap
import time
import unittest

import pool_worker
from host import Host, module_path

MODULE = """
    import os, sys, time
    from pool_worker import Worker

    print("printed at import")
    worker = Worker("mine 1.2")

    class Special(Exception):
        retryable = True

    @worker.command("query")
    def stubborn():
        print("asleep", file=sys.stderr, flush=True)
        time.sleep(60)

    @worker.command("query")
    def busy():
        print("spinning", file=sys.stderr, flush=True)
        while True:
            pass

    @worker.command("query")
    def special():
        raise Special("m" * 100000)

    @worker.command("query")
    def leave():
        sys.exit(7)

    @worker.command("query")
    def unreadable():
        raise ValueError("half \\ud800 pair")

    @worker.command("query")
    def nothing():
        return object()

    @worker.command("query")
    def remaining(ctx):
        return ctx.remaining

    @worker.command("query")
    def descriptors():
        return [os.readlink("/proc/self/fd/%d" % fd) for fd in (0, 1, 2)] + [sys.stdin.read()]

    closed = []

    @worker.command("query")
    def letters(ctx, text):
        try:
            for letter in text:
                yield letter
        finally:
            closed.append(text)
        return b"end"

    @worker.command("query", stream=True)
    def listed():
        return [1, [2], b"3"]

    @worker.command("query")
    def unfit():
        yield 1
        yield object()

    @worker.command("query")
    def breaks():
        yield 1
        raise Special("in the midst")

    @worker.command("query")
    def which_closed():
        return closed

    @worker.command("query")
    def generator_object():
        return (n for n in range(3))

    @worker.command("query")
    def fork():
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
        return child
    """


class OwnModuleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.write("mine", MODULE)
        lines = pool_worker.__doc__.split("\n")
        cls.write("example", "\n".join(line for line in lines if line.startswith("    ") or not line))
        cls.write("broken", "import there_is_no_such_module")
        cls.write("empty", "worker = 7")
        cls.write("script", "from pool_worker import Worker\nworker = Worker('s')\nworker.command('query')(lambda: 1)\nworker.run()")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def write(cls, name, source):
        with open(os.path.join(cls.folder.name, name + ".py"), "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(source))

    def host(self, module="mine", **options):
        return Host("-m", "pool_worker", "--module", module, cwd=self.folder.name, **options)

    def test_module_is_served_under_its_own_name_and_its_prints_disturb_nothing(self):
        with self.host() as host:
            self.assertTrue(host.hello["worker"].startswith("mine 1.2 ("), host.hello)
            self.assertEqual(host.hello["commands"]["special"], {"kind": "query"})
            host.wait_for_stderr(b"printed at import")

    def test_end_of_input_ends_a_command_that_never_looks(self):
        for command, sign in (("stubborn", b"asleep"), ("busy", b"spinning")):
            with self.subTest(command), self.host() as host:
                host.request(command)
                host.wait_for_stderr(sign)
                start = time.monotonic()
                host.process.stdin.close()
                self.assertEqual(host.exit()[0], 0)
                self.assertLess(time.monotonic() - start, 5)

    def test_error_names_its_class_and_is_cut_to_size(self):
        with self.host() as host:
            error = host.call("special")[0]["error"]
            self.assertEqual(error["type"], "mine.Special")
            self.assertEqual(len(error["message"]), 8192)
            self.assertTrue(error["retryable"])
            self.assertLessEqual(len(error["traceback"]), 32768)

    def test_traceback_begins_in_the_users_code(self):
        with self.host() as host:
            trace = host.call("leave")[0]["error"]["traceback"]
            self.assertIn("in leave", trace)
            self.assertNotIn("pool_worker", trace)

    def test_command_that_wants_to_exit_only_fails(self):
        with self.host() as host:
            self.assertEqual(host.call("leave")[0]["error"]["type"], "SystemExit")
            self.assertEqual(host.call("remaining")[0]["value"], None)

    def test_error_text_that_is_no_unicode_is_escaped(self):
        with self.host() as host:
            self.assertEqual(host.call("unreadable")[0]["error"]["message"], "half \\ud800 pair")

    def test_result_that_is_no_json_is_an_error(self):
        with self.host() as host:
            self.assertEqual(host.call("nothing")[0]["error"]["type"], "UnsendableValue")

    def test_remaining_time_is_counted_from_the_deadline(self):
        with self.host() as host:
            host.request("remaining", deadline_ms=5000)
            self.assertTrue(4 < host.receive()[0]["value"] <= 5)

    def test_example_of_the_package_works(self):
        with self.host("example") as host:
            self.assertEqual(host.call("add", {"a": 1, "b": 2})[0]["value"], 3)
            self.assertEqual(host.call("remember", {"key": "k", "value": 1}, session="s")[0]["value"], 1)
            host.request("words", {"text": "a b"})
            seen = [host.receive()[0] for _ in range(5)]
            self.assertEqual([(each["type"], each["value"]) for each in seen], [
                ("chunk", "a"), ("progress", {"done": 1, "of": 2}), ("chunk", "b"), ("progress", {"done": 2, "of": 2}),
                ("result", {"count": 2})])

    def test_generator_yields_chunks_and_returns_the_result(self):
        with self.host() as host:
            host.request("letters", {"text": "ab"})
            self.assertEqual([host.receive()[0]["value"] for _ in range(2)], ["a", "b"])
            answer, blobs = host.receive()
            self.assertEqual((answer["type"], blobs), ("result", [b"end"]))

    def test_items_of_a_marked_function_are_chunks(self):
        with self.host() as host:
            host.request("listed")
            chunks = [host.receive() for _ in range(3)]
            self.assertEqual([chunk["type"] for chunk, _ in chunks], ["chunk"] * 3)
            self.assertEqual((chunks[1][0]["value"], chunks[2][1]), ([2], [b"3"]))
            self.assertEqual(host.receive()[0]["value"], None)

    def test_generator_is_closed_when_its_request_is_cancelled(self):
        with self.host() as host:
            sent = host.request("letters", {"text": "abc"}, window=1)
            host.receive()
            host.send({"type": "cancel", "id": sent})
            self.assertEqual(host.receive()[0]["error"]["type"], "Cancelled")
            self.assertEqual(host.call("which_closed")[0]["value"], ["abc"])

    def test_stream_that_fails_ends_in_an_error_after_its_chunks(self):
        with self.host() as host:
            for command, error in (("unfit", "UnsendableValue"), ("breaks", "mine.Special")):
                host.request(command)
                self.assertEqual(host.receive()[0]["value"], 1)
                self.assertEqual(host.receive()[0]["error"]["type"], error)

    def test_generator_that_a_plain_function_returns_is_no_result(self):
        with self.host() as host:
            self.assertEqual(host.call("generator_object")[0]["error"]["type"], "UnsendableValue")

    def test_more_requests_ahead_than_the_worker_takes_in_do_not_stop_a_stream(self):
        with self.host() as host:
            sent = host.request("letters", {"text": "ab"}, window=1)
            host.receive()
            for _ in range(300):
                host.request("remaining")
            host.send({"type": "credit", "id": sent, "chunks": 1})
            self.assertEqual(host.receive()[0]["value"], "b")
            self.assertEqual(host.receive()[0]["id"], sent)
            self.assertEqual([host.receive()[0]["id"] for _ in range(300)], list(range(sent + 1, sent + 301)))

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_standard_streams_lead_away_from_the_frames(self):
        with self.host() as host:
            null, out, err, text = host.call("descriptors")[0]["value"]
            self.assertEqual((null, text), ("/dev/null", ""))
            self.assertEqual(out, err)

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_forked_child_does_not_keep_the_pipes_of_a_dead_worker_open(self):
        with self.host() as host:
            child = host.call("fork")[0]["value"]
            try:
                host.process.kill()
                self.assertEqual(host.receive(), (None, []))
            finally:
                os.kill(child, 9)

    def test_import_error_is_shown_and_exits_with_one(self):
        with self.host("broken", hello=False) as host:
            code, errors = host.exit()
            self.assertEqual(code, 1)
            self.assertIn("there_is_no_such_module", errors)
            self.assertIn("Traceback", errors)

    def test_module_without_a_worker_is_told_what_to_write(self):
        with self.host("empty", hello=False) as host:
            code, errors = host.exit()
            self.assertEqual(code, 1)
            self.assertIn("has no Worker called 'worker'", errors)
        with self.host("mine:other", hello=False) as host:
            self.assertIn("has no Worker called 'other'", host.exit()[1])

    def test_unknown_argument_shows_the_usage(self):
        with Host("-m", "pool_worker", "--modul", "x", hello=False) as host:
            code, errors = host.exit()
            self.assertEqual(code, 1)
            self.assertIn("usage:", errors)

    def test_script_may_be_its_own_entry_point(self):
        with Host(os.path.join(self.folder.name, "script.py")) as host:
            self.assertEqual(host.call("<lambda>")[0]["value"], 1)
            host.send({"type": "shutdown"})
            self.assertEqual(host.exit(), (0, ""))

    def test_package_run_by_its_path_finds_modules_in_the_working_directory(self):
        main = os.path.join(module_path(), "pool_worker", "__main__.py")
        with Host(main, "--module", "mine", cwd=self.folder.name) as host:
            self.assertTrue(host.hello["worker"].startswith("mine 1.2 ("), host.hello)

    def test_package_runs_by_its_path_in_an_isolated_interpreter(self):
        main = os.path.join(module_path(), "pool_worker", "__main__.py")
        with Host("-I", "-S", main) as host:
            self.assertEqual(host.call("ping")[0]["value"], {"status": "ok"})


class BytesTest(unittest.TestCase):
    def test_bytes_come_back_as_the_same_bytes(self):
        blob = os.urandom(300_000)
        with Host() as host:
            answer, blobs = host.call("echo", {"a": {"$blob": 0}, "b": [{"$blob": 1}]}, blobs=(blob, b""))
            self.assertEqual(answer["value"], {"a": {"$blob": 0}, "b": [{"$blob": 1}]})
            self.assertEqual(blobs, [blob, b""])


if __name__ == "__main__":
    unittest.main()

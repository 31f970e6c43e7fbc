import unittest

from corpus import TEXTS
from pool_worker import Cancelled, InvalidArguments
from text_analytics import worker as commands
from text_analytics.errors import DocumentExists, InvalidSnapshot
from text_analytics.packing import pack, unpack


class Request:
    """A context without a host."""

    def __init__(self, session=None, cancel_after=None):
        self.session = {} if session is None else session
        self.told = []
        self._checks_left = cancel_after

    def require_session(self):
        return self.session

    def progress(self, value):
        self.told.append(value)

    def raise_if_cancelled(self):
        if self._checks_left is not None:
            self._checks_left -= 1
            if self._checks_left < 0:
                raise Cancelled()


def filled():
    request = Request()
    for name, text in TEXTS.items():
        commands.add_document(request, name, name.title(), pack(text))
    return request


class WorkerTest(unittest.TestCase):
    def test_a_question_leaves_a_new_session_without_state(self):
        request = Request()
        self.assertEqual({"documents": 0, "words": 0, "terms": 0}, commands.summary(request))
        self.assertEqual({}, request.session)

    def test_a_failed_addition_leaves_a_new_session_without_state(self):
        request = Request()
        with self.assertRaises(InvalidArguments):
            commands.add_document(request, "one", "One", b"garbage")
        self.assertEqual({}, request.session)

    def test_a_document_is_added_once(self):
        request = filled()
        with self.assertRaises(DocumentExists):
            commands.add_document(request, "one", "One", pack("more"))
        self.assertEqual(3, commands.summary(request)["documents"])

    def test_replay_gives_the_same_answers(self):
        first, second = Request(), Request()
        for request in (first, second):
            request.answers = [commands.add_document(request, "one", "One", pack(TEXTS["one"])),
                               commands.remove_document(request, "one")]
        self.assertEqual(first.answers, second.answers)

    def test_a_restored_session_answers_as_the_first(self):
        first = filled()
        commands.remove_document(first, "two")
        second = Request(commands.rebuild(commands.capture(first.session)))
        for ask in (commands.summary, lambda ctx: commands.search(ctx, "tea cat"),
                    lambda ctx: commands.typical_terms(ctx, "three"), lambda ctx: commands.read_document(ctx, "one")):
            self.assertEqual(ask(first), ask(second))

    def test_a_session_without_state_is_told_as_none(self):
        self.assertIsNone(commands.capture({}))

    def test_what_is_no_snapshot_is_refused(self):
        good = commands.capture(filled().session)
        for bad in (None, {}, {"format": 2}, dict(good, texts=good["texts"][:-1]), dict(good, texts=good["texts"] + b"x"),
                    {"format": 1}, dict(good, documents=[{}])):
            with self.assertRaises(InvalidSnapshot):
                commands.rebuild(bad)

    def test_a_concordance_comes_line_by_line_with_progress(self):
        request = filled()
        lines = list(commands.concordance(request, "Cat", 9))
        self.assertEqual(["one", "one", "two"], [line["document"] for line in lines])
        self.assertEqual([{"done": 1, "of": 2}, {"done": 2, "of": 2}], request.told)

    def test_a_concordance_is_of_one_word(self):
        with self.assertRaises(InvalidArguments):
            list(commands.concordance(filled(), "the cat"))

    def test_an_analysis_can_be_cancelled(self):
        request = filled()
        request = Request(request.session, cancel_after=3)
        with self.assertRaises(Cancelled):
            commands.proximity(request, "dog", "cat", 10 ** 9)

    def test_an_analysis_tells_each_percent_once(self):
        request = filled()
        commands.proximity(request, "dog", "cat", 100_000)
        self.assertEqual(100, len(request.told))

    def test_arguments_are_checked(self):
        request = filled()
        for call in (lambda: commands.search(request, 5), lambda: commands.search(request, "..."),
                     lambda: commands.search(request, "cat", 0), lambda: commands.search(request, "cat", True),
                     lambda: commands.add_document(request, " ", "t", pack("x")),
                     lambda: commands.add_document(request, "four", "t", "text"),
                     lambda: commands.proximity(request, "dog", "cat", 10, "seed")):
            with self.assertRaises(InvalidArguments):
                call()

    def test_the_text_travels_compressed(self):
        self.assertEqual(TEXTS["one"], unpack(commands.read_document(filled(), "one")["text"]))


if __name__ == "__main__":
    unittest.main()

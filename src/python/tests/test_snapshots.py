import unittest

from pool_worker import Worker, WorkerError
from pool_worker.snapshots import put, take


class SnapshotTest(unittest.TestCase):
    def setUp(self):
        self.worker = Worker("w", snapshots=True)

    def refused(self, call, *arguments):
        with self.assertRaises(WorkerError) as caught:
            call(*arguments)
        return caught.exception

    def test_plain_state_is_taken_as_it_is_and_put_back(self):
        state = {"a": [1, 2.5, None, True, "x", b"raw"], "b": {"c": {}}}
        sessions = {}
        put(self.worker, sessions, "s", take(self.worker, {"s": state}, "s"))
        self.assertEqual(sessions, {"s": state})

    def test_session_without_state_is_none(self):
        self.assertIsNone(take(self.worker, {}, "s"))
        sessions = {"s": {"a": 1}}
        put(self.worker, sessions, "s", None)
        self.assertEqual(sessions, {})

    def test_state_that_would_come_back_different_is_refused(self):
        shared = [1]
        for value, reason in (((1, 2), "a tuple"), ({1: 2}, "a key that is a int"), ({1}, "a set"), (object(), "a object"),
                              ([shared, shared], "the same list in two places"), (bytearray(b"x"), "a bytearray")):
            error = self.refused(take, self.worker, {"s": {"a": value}}, "s")
            self.assertEqual(error.type_name, "SnapshotUnavailable")
            self.assertIn(reason, str(error))

    def test_state_is_an_object_or_leaves_the_session_alone(self):
        sessions = {"s": {"a": 1}}
        self.assertEqual(self.refused(put, self.worker, sessions, "s", [1]).type_name, "InvalidSnapshot")
        self.assertEqual(sessions, {"s": {"a": 1}})

    def test_worker_that_was_not_asked_to_gives_none(self):
        worker = Worker("w")
        self.assertEqual(self.refused(take, worker, {"s": {}}, "s").type_name, "SnapshotUnavailable")
        self.assertEqual(self.refused(put, worker, {}, "s", {}).type_name, "SnapshotUnavailable")

    def test_own_functions_are_used_where_there_are_some(self):
        worker = Worker("w")
        worker.snapshot(lambda state: sorted(state["names"]))
        worker.restore(lambda value: {"names": set(value)})
        self.assertTrue(worker.snapshots)
        sessions = {}
        put(worker, sessions, "s", take(worker, {"s": {"names": {"b", "a"}}}, "s"))
        self.assertEqual(sessions, {"s": {"names": {"a", "b"}}})


if __name__ == "__main__":
    unittest.main()

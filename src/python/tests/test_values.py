import unittest

from pool_worker.errors import BadFrame, Unsendable
from pool_worker.values import ValueEncoder, attach, parse_object


class EncodingTest(unittest.TestCase):
    def setUp(self):
        self.encode = ValueEncoder().encode

    def test_bytes_become_blobs_in_their_order(self):
        text, blobs = self.encode({"a": b"1", "b": [bytearray(b"22"), memoryview(b"333")]})
        self.assertEqual(text, '{"a":{"$blob":0},"b":[{"$blob":1},{"$blob":2}]}')
        self.assertEqual([bytes(blob) for blob in blobs], [b"1", b"22", b"333"])

    def test_view_of_wider_items_is_sent_by_its_bytes(self):
        _, blobs = self.encode(memoryview(bytes(8)).cast("I"))
        self.assertEqual(len(blobs[0]), 8)

    def test_view_with_gaps_is_sent_as_what_it_shows(self):
        _, blobs = self.encode(memoryview(b"abcdef")[::2])
        self.assertEqual(bytes(blobs[0]), b"ace")

    def test_blobs_of_one_value_do_not_reach_the_next(self):
        self.encode(b"1")
        self.assertEqual(self.encode({"a": 1})[1], [])

    def test_own_key_is_refused_beside_bytes_and_allowed_without(self):
        with self.assertRaisesRegex(Unsendable, "rename that key"):
            self.encode({"own": {"$blob": 0}, "data": b"1"})
        self.assertEqual(self.encode({"$blob": 0}), ('{"$blob":0}', []))

    def test_text_that_looks_like_the_key_is_only_text(self):
        self.assertEqual(len(self.encode(["$blob", b"1"])[1]), 1)

    def test_what_is_no_json_is_refused(self):
        loop = []
        loop.append(loop)
        for value in (float("nan"), float("inf"), object(), {1, 2}, {(1, 2): 3}, "half \ud800 pair", loop):
            with self.assertRaises(Unsendable):
                self.encode(value)

    def test_depth_is_limited_to_one_less_than_a_frame(self):
        def nested(levels):
            value = []
            for _ in range(levels - 1):
                value = [value]
            return value

        self.assertEqual(len(self.encode(nested(63))[0]), 126)
        with self.assertRaisesRegex(Unsendable, "63 levels"):
            self.encode(nested(64))
        with self.assertRaises(Unsendable):
            self.encode(nested(900))
        self.assertTrue(self.encode([[] for _ in range(500)]))
        self.assertTrue(self.encode("[" * 500))

    def test_too_many_blobs_are_refused(self):
        self.assertEqual(len(self.encode([b""] * 1024)[1]), 1024)
        with self.assertRaisesRegex(Unsendable, "1025"):
            self.encode([b""] * 1025)


class DecodingTest(unittest.TestCase):
    def test_references_become_bytes(self):
        self.assertEqual(attach({"a": [{"$blob": 1}], "b": {"$blob": 0}, "c": 1}, [b"0", b"1"]),
                         {"a": [b"1"], "b": b"0", "c": 1})

    def test_each_blob_is_referred_to_exactly_once(self):
        for value in (None, [{"$blob": 0}, {"$blob": 0}], {"$blob": 1}, {"$blob": -1}, {"$blob": True}, {"$blob": 0.0},
                      {"$blob": "0"}, {"$blob": 0, "x": 1}, {"$blob": [0]}):
            with self.assertRaises(BadFrame, msg=value):
                attach(value, [b"0"])

    def test_what_is_no_object_is_a_bad_frame(self):
        for body in (b"", b"[]", b"1", b"{", b"{} x", b'{"a":NaN}', b'{"a":"\xff"}', b"[" * 100000, b'{"a":' * 70 + b"1" + b"}" * 70):
            with self.assertRaises(BadFrame, msg=body[:20]):
                parse_object(body)

    def test_many_brackets_side_by_side_are_not_deep(self):
        self.assertEqual(len(parse_object(b'{"a":[' + b"[]," * 200 + b"1]}")["a"]), 201)


if __name__ == "__main__":
    unittest.main()

import unittest
import zlib

from pool_worker import InvalidArguments
from text_analytics import packing


class PackingTest(unittest.TestCase):
    def test_a_text_comes_back(self):
        for text in ("", "plain", "\u00c5se \u4f60\u597d \U0001f642\n\0"):
            self.assertEqual(text, packing.unpack(packing.pack(text)))

    def test_what_is_no_text_is_refused(self):
        for data in (b"", b"garbage", zlib.compress(b"\xff\xfe"), packing.pack("cut off in the midst")[:-8]):
            with self.assertRaises(InvalidArguments):
                packing.unpack(data)

    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        with self.assertRaisesRegex(InvalidArguments, "longer than"):
            packing.unpack(zlib.compress(b"a" * (packing.MOST_BYTES + 1)))
        self.assertEqual(packing.MOST_BYTES, len(packing.unpack(zlib.compress(b"a" * packing.MOST_BYTES))))


if __name__ == "__main__":
    unittest.main()

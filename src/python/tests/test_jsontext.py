import builtins
import subprocess
import sys
import unittest
from unittest import mock

from host import module_path
from pool_worker.jsontext import make_decoder, make_encoder


def by_json_alone(make, *arguments):
    """Makes a coder as on an interpreter without the engine."""
    imported = builtins.__import__

    def without_engine(name, *rest, **named):
        if name == "_json":
            raise ImportError(name)
        return imported(name, *rest, **named)

    with mock.patch("builtins.__import__", without_engine):
        return make(*arguments)


def refuse(item):
    raise TypeError(type(item).__name__)


class CodersTest(unittest.TestCase):
    def test_both_ways_to_decode_agree(self):
        ways = make_decoder(), by_json_alone(make_decoder)
        for text in ('{"a":[1,-2.5e3,null,true,false,"\\u00e4\\n\u00fc"],"b":{}}', ' {"a":1}', '{"a":1} \n', "[]", '"x"', "12345678901234567890"):
            self.assertEqual(ways[0](text), ways[1](text), text)
        for text in ("", " ", "{", "{]", "{nope", '{"a":1}}', "{} x", '{"a":NaN}', "[1,]", '"\t"', "\u00a0{}", "[" * 100_000):
            for decode in ways:
                with self.assertRaises((ValueError, RecursionError), msg=text[:20]):
                    decode(text)

    def test_both_ways_to_encode_agree(self):
        ways = make_encoder(refuse), by_json_alone(make_encoder, refuse)
        for value in ({"a": [1, -2.5, None, True, "\u00fc\n\"\\"], "b": (), 1: {}}, [], "x", 7, None, 1e300, 2 ** 70):
            self.assertEqual(ways[0](value), ways[1](value))
        loop = []
        loop.append(loop)
        for value in (float("nan"), float("-inf"), object(), {(1, 2): 3}, loop):
            for encode in ways:
                with self.assertRaises((TypeError, ValueError)):
                    encode(value)

    def test_failure_leaves_nothing_behind(self):
        encode = make_encoder(refuse)
        shared = [1]
        for _ in range(3):
            with self.assertRaises(TypeError):
                encode([shared, object()])
        self.assertEqual(encode([shared, shared]), "[[1],[1]]")

    def test_first_malformed_text_is_refused_before_json_was_ever_loaded(self):
        code = ("import sys; sys.path.insert(0, %r); from pool_worker.jsontext import make_decoder; "
                "assert 'json' not in sys.modules\n"
                "try: make_decoder()('{]')\n"
                "except ValueError: sys.exit(7)" % module_path())
        self.assertEqual(subprocess.run([sys.executable, "-I", "-S", "-c", code]).returncode, 7)


if __name__ == "__main__":
    unittest.main()

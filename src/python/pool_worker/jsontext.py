"""JSON text to values and back, without the `json` package where CPython's own engine for it is at hand.

Importing `json` imports `re` and `enum`, which takes as long as all the rest of a worker's start. And its encode() makes
a new engine for every value. So the engine is used directly; where it is missing or has changed, `json` does the work.
"""


def refuse_constant(name):
    raise ValueError("%s is no JSON" % name)


class _Rules:
    """What the scanner reads its settings from."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(refuse_constant)


def make_decoder():
    """Returns a function that turns text into a value, or raises ValueError or RecursionError."""
    try:
        from _json import make_scanner

        scan = make_scanner(_Rules)
        if scan('{"a":[1,-2.5,null,true,"x"]} ', 0) != ({"a": [1, -2.5, None, True, "x"]}, 28):
            raise ImportError("the scanner works in another way")
    except (ImportError, TypeError, AttributeError):
        import json

        return json.JSONDecoder(parse_constant=refuse_constant).decode

    def decode(text):
        try:
            value, end = scan(text, 0)
            if end == len(text):
                return value
        except (StopIteration, SystemError):
            # The engine knows how to say what is wrong only once `json` is loaded; before, some versions say nothing.
            pass
        import json

        return json.JSONDecoder(parse_constant=refuse_constant).decode(text)

    return decode


def make_encoder(default):
    """Returns a function that turns a value into text, or raises TypeError, ValueError or RecursionError.

    `default` is called for what is no JSON.
    """
    containers = {}  # those being encoded, to notice one that contains itself
    try:
        from _json import encode_basestring, make_encoder as engine

        pieces = engine(containers, default, encode_basestring, None, ":", ",", False, False, False)
        if "".join(pieces({"a": [1, 2.5, None, True, "x\n\u00fc"]}, 0)) != '{"a":[1,2.5,null,true,"x\\n\u00fc"]}':
            raise ImportError("the encoder works in another way")
    except (ImportError, TypeError, AttributeError):
        import json

        return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=default).encode

    join = "".join

    def encode(value):
        try:
            return join(pieces(value, 0))
        except BaseException:
            containers.clear()
            raise

    return encode

"""Values to JSON and back, with bytes as blobs beside the JSON."""

from .errors import BadFrame, Unsendable
from .jsontext import make_decoder, make_encoder

MAX_DEPTH = 64
MAX_BLOBS = 1024
KEY = "$blob"

_FLAT_CHARS = 2 * (MAX_DEPTH - 1)  # deeper needs more brackets than this, of both kinds together


_decode = make_decoder()


def parse_object(body):
    """Parses a frame's JSON, which must be an object of at most 64 levels."""
    try:
        message = _decode(body.decode())
    except (ValueError, RecursionError) as broken:
        raise BadFrame("its %d bytes of JSON can't be read (%s)" % (len(body), str(broken)[:120]))
    if type(message) is not dict:
        raise BadFrame("its JSON is no object")
    # The length settles most frames, counting brackets nearly all others; only then is the tree walked.
    if len(body) > _FLAT_CHARS and body.count(b"{") + body.count(b"[") > MAX_DEPTH and depth(message) > MAX_DEPTH:
        raise BadFrame("its JSON is nested deeper than %d levels" % MAX_DEPTH)
    return message


def depth(value):
    """Levels of nesting in a JSON value; a scalar has none."""
    deepest = 0
    stack = [(value, 0)]
    while stack:
        item, level = stack.pop()
        if isinstance(item, dict):
            children = item.values()
        elif isinstance(item, (list, tuple)):
            children = item
        else:
            continue
        deepest = max(deepest, level + 1)
        stack.extend((child, level + 1) for child in children)
    return deepest


def attach(value, blobs):
    """Replaces each reference by its blob; every blob must be referred to once."""
    unused = dict(enumerate(blobs))

    def walk(item):
        if isinstance(item, list):
            return [walk(child) for child in item]
        if not isinstance(item, dict):
            return item
        if KEY not in item:
            return {name: walk(child) for name, child in item.items()}
        index = item[KEY]
        if len(item) != 1 or type(index) is not int or index not in unused:
            raise BadFrame("an object with the member '$blob' must hold one unused index below %d and nothing else"
                           % len(blobs))
        return unused.pop(index)

    attached = walk(value)
    if unused:
        raise BadFrame("%d of %d blobs are not referred to" % (len(unused), len(blobs)))
    return attached


class ValueEncoder:
    """Encodes results. Bytes, bytearrays and memoryviews are collected as blobs, in order."""

    def __init__(self):
        self._blobs = []
        self._encode = make_encoder(self._collect)

    def encode(self, value):
        """Returns the value's text and its blobs."""
        self._blobs = blobs = []
        try:
            text = self._encode(value)
            if not text.isascii():
                text.encode()  # half surrogate pairs are refused here and not in the midst of a frame
        except (TypeError, ValueError, RecursionError) as refused:
            raise Unsendable("The value can't be sent as JSON: %s" % refused) from refused
        if len(text) > _FLAT_CHARS and text.count("{") + text.count("[") >= MAX_DEPTH and depth(value) >= MAX_DEPTH:
            raise Unsendable("The value is nested deeper than %d levels." % (MAX_DEPTH - 1))
        if blobs:
            self._check(value, text)
        return text, blobs

    def _check(self, value, text):
        if len(self._blobs) > MAX_BLOBS:
            raise Unsendable("The value holds %d byte strings; a frame carries at most %d."
                             % (len(self._blobs), MAX_BLOBS))
        # Only our own references may be spelled so; a string value may be, which is rare enough to look closer then.
        if text.count('"$blob"') != len(self._blobs) and _has_key(value):
            raise Unsendable("The value holds bytes and also data with the key '$blob', which stands for bytes; "
                             "rename that key or send the bytes apart.")

    def _collect(self, item):
        if isinstance(item, (bytes, bytearray)):
            blob = item
        elif isinstance(item, memoryview):
            blob = item.cast("B") if item.c_contiguous else item.tobytes()
        else:
            raise TypeError("%s is neither JSON nor bytes" % type(item).__name__)
        self._blobs.append(blob)
        return {KEY: len(self._blobs) - 1}


def _has_key(value):
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if KEY in item:
                return True
            stack.extend(item.values())
        elif isinstance(item, (list, tuple)):
            stack.extend(item)
    return False

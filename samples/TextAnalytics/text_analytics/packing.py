"""Texts as they travel and lie in memory: UTF-8, compressed by zlib, which .NET calls ZLibStream."""

import zlib

from pool_worker import InvalidArguments

#: The longest text in bytes. Compressed bytes can claim to be anything, so the limit holds while they are unpacked.
MOST_BYTES = 4 * 1024 * 1024


def pack(text):
    return zlib.compress(text.encode("utf-8"))


def unpack(packed):
    """The text, or InvalidArguments when the bytes are none."""
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(packed, MOST_BYTES + 1)
        text = raw.decode("utf-8")
    except (zlib.error, UnicodeDecodeError) as error:
        raise InvalidArguments(
            "The %d bytes are no text: %s. Send UTF-8, compressed by zlib." % (len(packed), error)) from None
    if len(raw) > MOST_BYTES:
        raise InvalidArguments("The text is longer than %d bytes. Split it into several documents." % MOST_BYTES)
    if not inflater.eof:
        raise InvalidArguments("The %d bytes end in the midst of the text. Send all of it." % len(packed))
    return text

"""An index as a value that can travel, and back.

The texts travel, compressed as they lie in memory and all in one blob; the postings follow from them.
"""

from pool_worker import WorkerError

from .errors import InvalidSnapshot
from .inverted_index import InvertedIndex

_FORMAT = 1


def capture(index):
    """The index as plain JSON and bytes."""
    documents = index.documents.items()
    return {
        "format": _FORMAT,
        "documents": [{"name": name, "title": each.title, "bytes": len(each.packed)} for name, each in documents],
        "texts": b"".join(each.packed for _, each in documents),
    }


def rebuild(value):
    """The index that a value of `capture` tells of."""
    if not isinstance(value, dict) or value.get("format") != _FORMAT:
        raise InvalidSnapshot("The value is no snapshot of format %d." % _FORMAT)
    index = InvertedIndex()
    end = 0
    try:
        texts = value["texts"]
        for each in value["documents"]:
            start, end = end, end + each["bytes"]
            index.add_packed(each["name"], each["title"], texts[start:end])
    except (KeyError, TypeError, WorkerError) as error:
        raise InvalidSnapshot("The snapshot is damaged: %r." % error) from error
    if end != len(texts):
        raise InvalidSnapshot("The documents of the snapshot take %d bytes; it has %d." % (end, len(texts)))
    return index

"""An inverted index that grows and shrinks document by document."""

from bisect import bisect_left
from collections import Counter

from .errors import DocumentExists, UnknownDocument
from .packing import pack, unpack
from .tokens import terms


class Document:
    """A text of the index. It is kept compressed; what questions need of it is in the postings."""

    __slots__ = ("title", "packed", "length")

    def __init__(self, title, packed, length):
        self.title = title
        self.packed = packed
        #: Words of the text.
        self.length = length

    @property
    def text(self):
        return unpack(self.packed)


class InvertedIndex:
    """For each term, the documents that have it and its positions there, in ascending order."""

    def __init__(self):
        self.documents = {}
        self.postings = {}
        #: Words of all documents together.
        self.length = 0

    def add(self, name, title, text):
        """Adds a document. The index is as it was when that fails, which is what the pool asks of a mutation."""
        return self.add_packed(name, title, pack(text))

    def add_packed(self, name, title, packed):
        """Adds a document whose text is compressed already."""
        if name in self.documents:
            raise DocumentExists(name)
        words = terms(unpack(packed))
        document = Document(title, packed, len(words))
        for position, term in enumerate(words):
            self.postings.setdefault(term, {}).setdefault(name, []).append(position)
        self.documents[name] = document
        self.length += len(words)
        return document

    def remove(self, name):
        """Removes a document with everything that came with it."""
        document = self.document(name)
        for term in set(terms(document.text)):
            holders = self.postings[term]
            del holders[name]
            if not holders:
                del self.postings[term]
        del self.documents[name]
        self.length -= document.length
        return document

    def document(self, name):
        found = self.documents.get(name)
        if found is None:
            raise UnknownDocument(name, len(self.documents))
        return found

    def positions(self, term):
        """Where a term stands: document to positions. Not to be changed."""
        return self.postings.get(term, {})

    def frequencies(self):
        """How often each term stands in all documents together."""
        return Counter({term: sum(map(len, holders.values())) for term, holders in self.postings.items()})

    def phrase(self, words):
        """Where words stand in a row: document to positions of the first of them."""
        if not words:
            return {}
        rest = [self.positions(word) for word in words[1:]]
        found = {}
        for name, starts in self.positions(words[0]).items():
            following = [holders.get(name) for holders in rest]
            if None in following:
                continue
            here = [start for start in starts
                    if all(_holds(positions, start + offset) for offset, positions in enumerate(following, 1))]
            if here:
                found[name] = here
        return found


def _holds(positions, wanted):
    place = bisect_left(positions, wanted)
    return place < len(positions) and positions[place] == wanted

"""A word with what stands around it, each time it is used (keyword in context)."""

from .tokens import spans


def lines(text, word, width):
    """(what stands before, the word as it is written, what stands after) for each use, at most `width` characters a side."""
    for term, start, end in spans(text):
        if term == word:
            yield _flat(text[:start])[-width:].lstrip(), text[start:end], _flat(text[end:])[:width].rstrip()


def _flat(text):
    return text.replace("\n", " ")

"""Words of a text."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")

#: Words that carry grammar rather than meaning; left out where pairs and typical words are sought, never from the index.
FUNCTION_WORDS = frozenset("""
    a above again against all also am an and any are as at be been being both but by can can't cannot could did do does each else
    even ever every few for from had has hath have having he her here him himself his how i if in into is it itself least less let like
    may me might mine more most much must my myself neither no nor not nothing now o of off on once one or other others our
    ours out over own same shall she should so some such than that the thee their them then there these they thine this those
    thou though through thus thy to too under until up upon us very was we well were what when where whether which while who
    whom whose why will with would yet you your
""".split())


def spans(text):
    """Each word in lower case with where it begins and ends in the text."""
    for match in _WORD.finditer(text):
        yield match.group().lower().replace("\u2019", "'"), match.start(), match.end()


def terms(text):
    """The words alone, in their order."""
    return [term for term, _, _ in spans(text)]

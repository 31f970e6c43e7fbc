"""Which words and pairs are no coincidence: the log-likelihood ratio.

T. Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19(1), 1993, pages 61-74.
Unlike the chi-squared statistic it can be trusted with the small counts that most words have.
"""

from collections import Counter
from math import log

from .tokens import FUNCTION_WORDS, terms


def log_likelihood(both, first_only, second_only, neither):
    """Dunning's statistic of a table of two rows and two columns, 0 for independence."""
    total = both + first_only + second_only + neither
    score = 0.0
    for observed, row, column in ((both, both + first_only, both + second_only),
                                  (first_only, both + first_only, first_only + neither),
                                  (second_only, second_only + neither, both + second_only),
                                  (neither, second_only + neither, first_only + neither)):
        if observed:
            score += observed * log(observed * total / (row * column))
    return max(0.0, 2 * score)


def typical_terms(index, name, limit):
    """What a document says more often than the others do: (term, count, score), the most surprising first."""
    document = index.document(name)
    rest = index.length - document.length
    if rest == 0:
        return []
    everywhere = index.frequencies()
    found = []
    for term, here in Counter(terms(document.text)).items():
        elsewhere = everywhere[term] - here
        if term in FUNCTION_WORDS or here * rest <= elsewhere * document.length:
            continue
        found.append((term, here, log_likelihood(here, document.length - here, elsewhere, rest - elsewhere)))
    return _best(found, limit)


def collocations(index, least, limit, checkpoint):
    """Pairs of neighbours that stand together more often than chance would have it: (pair, count, score)."""
    pairs = Counter()
    for name in sorted(index.documents):
        checkpoint()
        words = terms(index.documents[name].text)
        pairs.update(zip(words, words[1:]))
    firsts, seconds = Counter(), Counter()
    for (first, second), count in pairs.items():
        firsts[first] += count
        seconds[second] += count
    total = sum(pairs.values())
    found = []
    for (first, second), both in pairs.items():
        if both < least or first in FUNCTION_WORDS or second in FUNCTION_WORDS:
            continue
        first_only, second_only = firsts[first] - both, seconds[second] - both
        score = log_likelihood(both, first_only, second_only, total - both - first_only - second_only)
        found.append(("%s %s" % (first, second), both, score))
    return _best(found, limit)


def _best(found, limit):
    return sorted(found, key=lambda entry: (-entry[2], entry[0]))[:limit]

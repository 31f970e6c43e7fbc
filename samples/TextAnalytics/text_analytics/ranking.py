"""Which documents answer a query best: BM25.

S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations and Trends in
Information Retrieval 3(4), 2009, pages 333-389. Their weight of a term that N documents of which n have it,

    log((N - n + 0.5) / (n + 0.5)) * tf / (k1 * ((1 - b) + b * length / mean length) + tf)

falls below zero for a term of more than half of the documents. 1 is added inside the logarithm, so that it never does: in a small
collection such terms are common.
"""

from math import log

K1 = 1.2
B = 0.75


def rank(index, words):
    """Documents with their scores, the best first; equal ones by name, so that the order never depends on chance."""
    scores = {}
    total = len(index.documents)
    mean = index.length / total if total else 0.0
    for word in sorted(set(words)):
        holders = index.positions(word)
        rarity = log(1 + (total - len(holders) + 0.5) / (len(holders) + 0.5))
        for name, positions in holders.items():
            frequency = len(positions)
            length = index.documents[name].length
            weight = rarity * frequency / (K1 * ((1 - B) + B * length / mean) + frequency)
            scores[name] = scores.get(name, 0.0) + weight
    return sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))

"""Whether two words stand nearer to each other than chance would put them: a permutation test.

The mean distance from each use of the first word to the nearest use of the second in the same document is compared with that
of uses strewn over the same documents at random. How often chance does as well, counting the observation itself among the
trials, is the p-value (A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application", 1997, section 4.2).
"""

from bisect import bisect_left
from random import Random

from .errors import TermsNeverMeet

# Of all methods of Random only random() promises the same numbers in every version of Python.
_ROUNDS_BETWEEN_CHECKPOINTS = 200


def measure(index, first, second, rounds, seed, checkpoint):
    """Mean distance, mean distance by chance and p-value. `checkpoint` is called with the rounds done, and may raise."""
    homes = [(index.documents[name].length, index.positions(first)[name], index.positions(second)[name])
             for name in sorted(index.positions(first)) if name in index.positions(second)]
    if not homes:
        raise TermsNeverMeet(first, second)
    observed = _mean_distance((seconds, firsts) for _, firsts, seconds in homes)
    draw = Random(seed).random
    as_near, expected = 0, 0.0
    for done in range(rounds):
        if done % _ROUNDS_BETWEEN_CHECKPOINTS == 0:
            checkpoint(done)
        distance = _mean_distance(
            (sorted(int(draw() * length) for _ in seconds), firsts) for length, firsts, seconds in homes)
        as_near += distance <= observed
        expected += distance
    return observed, expected / rounds, (1 + as_near) / (1 + rounds)


def _mean_distance(homes):
    total, count = 0, 0
    for targets, uses in homes:
        for use in uses:
            place = bisect_left(targets, use)
            near = targets[max(0, place - 1):place + 1]
            total += min(abs(use - target) for target in near)
            count += 1
    return total / count

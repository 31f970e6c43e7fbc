import unittest
from math import log

from corpus import index
from text_analytics import concordance, proximity, ranking, significance, tokens
from text_analytics.errors import TermsNeverMeet


def no_checkpoint(*_):
    pass


class TokensTest(unittest.TestCase):
    def test_words_are_letters_with_their_apostrophes(self):
        self.assertEqual(["don't", "stop", "me", "now", "éa"], tokens.terms("Don\u2019t STOP-me, 'now' 42 Éa_"))

    def test_spans_lead_back_to_the_text(self):
        text = "Don\u2019t stop"
        self.assertEqual(["Don\u2019t", "stop"], [text[start:end] for _, start, end in tokens.spans(text)])


class RankingTest(unittest.TestCase):
    def test_a_score_is_the_formula(self):
        # 'dog': in 1 of 3 documents, twice in one of 8 words, where the mean is 26/3.
        weight = log(1 + 2.5 / 1.5) * 2 / (1.2 * (0.25 + 0.75 * 8 / (26 / 3)) + 2)
        [(name, score)] = ranking.rank(index(), ["dog"])
        self.assertEqual("two", name)
        self.assertAlmostEqual(weight, score, 12)

    def test_a_rare_word_weighs_more_than_a_common_one(self):
        self.assertEqual("two", ranking.rank(index(), ["dog", "cat"])[0][0])

    def test_a_word_twice_in_the_query_counts_once(self):
        self.assertEqual(ranking.rank(index(), ["cat"]), ranking.rank(index(), ["cat", "cat"]))

    def test_equal_scores_are_in_the_order_of_names(self):
        twins = index({"b": "same words", "a": "same words"})
        self.assertEqual(["a", "b"], [name for name, _ in ranking.rank(twins, ["words"])])

    def test_no_documents_give_no_hits(self):
        self.assertEqual([], ranking.rank(index({}), ["cat"]))


class SignificanceTest(unittest.TestCase):
    def test_independence_scores_nothing(self):
        self.assertAlmostEqual(0, significance.log_likelihood(10, 20, 30, 60), 9)

    def test_the_statistic_is_twice_the_sum_of_observed_times_log_of_observed_by_expected(self):
        # 110 observations in all; rows of 12 and 98, columns of 15 and 95.
        expected = 2 * sum(seen * log(seen * 110 / (row * column)) for seen, row, column in
                           ((10, 12, 15), (2, 12, 95), (5, 98, 15), (93, 98, 95)))
        self.assertAlmostEqual(expected, significance.log_likelihood(10, 2, 5, 93), 9)

    def test_a_document_is_typical_for_what_others_do_not_say(self):
        found = significance.typical_terms(index(), "three", 3)
        self.assertEqual(("tea", 3), found[0][:2])
        self.assertNotIn("cat", [term for term, _, _ in found])

    def test_a_single_document_is_typical_for_nothing(self):
        self.assertEqual([], significance.typical_terms(index({"only": "words here"}), "only", 5))

    def test_pairs_are_counted_within_documents(self):
        pairs = significance.collocations(
            index({"a": "ice cream melts", "b": "ice cream", "c": "cream puff", "d": "puff ice"}), 2, 5, no_checkpoint)
        self.assertEqual([("ice cream", 2)], [pair[:2] for pair in pairs])


class ConcordanceTest(unittest.TestCase):
    def test_each_use_stands_between_what_is_around_it(self):
        self.assertEqual([("The ", "cat", " sat on t"), ("mat. The ", "cat", " slept.")],
                         list(concordance.lines("The cat sat on the\nmat. The cat slept.", "cat", 9)))

    def test_part_of_a_word_is_no_use(self):
        self.assertEqual([], list(concordance.lines("concatenate", "cat", 9)))


class ProximityTest(unittest.TestCase):
    def test_the_same_seed_gives_the_same_answer(self):
        first = proximity.measure(index(), "dog", "cat", 500, 7, no_checkpoint)
        self.assertEqual(first, proximity.measure(index(), "dog", "cat", 500, 7, no_checkpoint))

    def test_distance_is_to_the_nearest_use(self):
        near = index({"a": "x y n n n x", "b": "x"})
        self.assertEqual((1 + 4) / 2, proximity.measure(near, "x", "y", 1, 1, no_checkpoint)[0])

    def test_neighbours_are_unlikely_by_chance(self):
        text = " ".join(["filler"] * 500 + ["salt", "pepper"] + ["filler"] * 500)
        distance, expected, probability = proximity.measure(index({"a": text}), "salt", "pepper", 1000, 1, no_checkpoint)
        self.assertEqual(1, distance)
        self.assertGreater(expected, 100)
        self.assertLess(probability, 0.02)

    def test_words_that_share_no_document_have_no_distance(self):
        with self.assertRaises(TermsNeverMeet):
            proximity.measure(index(), "dog", "tea", 10, 1, no_checkpoint)

    def test_the_checkpoint_may_end_it(self):
        done = []

        def checkpoint(rounds):
            done.append(rounds)
            if rounds:
                raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            proximity.measure(index(), "dog", "cat", 10 ** 9, 1, checkpoint)
        self.assertEqual(2, len(done))


if __name__ == "__main__":
    unittest.main()

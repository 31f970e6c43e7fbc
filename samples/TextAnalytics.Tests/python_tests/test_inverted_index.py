import unittest

from corpus import TEXTS, index
from text_analytics.errors import DocumentExists, UnknownDocument
from text_analytics.inverted_index import InvertedIndex


class InvertedIndexTest(unittest.TestCase):
    def test_a_term_knows_its_documents_and_positions(self):
        self.assertEqual({"one": [1, 7], "two": [4]}, index().positions("cat"))
        self.assertEqual({}, index().positions("unicorn"))

    def test_a_removed_document_leaves_nothing(self):
        grown = index()
        grown.remove("two")
        never = index({name: text for name, text in TEXTS.items() if name != "two"})
        self.assertEqual(never.postings, grown.postings)
        self.assertEqual(never.length, grown.length)
        self.assertNotIn("dog", grown.postings)

    def test_the_last_removal_leaves_an_empty_index(self):
        emptied = index()
        for name in TEXTS:
            emptied.remove(name)
        self.assertEqual(({}, {}, 0), (emptied.documents, emptied.postings, emptied.length))

    def test_a_change_that_fails_changes_nothing(self):
        tried, untouched = index(), index()
        with self.assertRaises(DocumentExists):
            tried.add("one", "Again", "unicorn")
        with self.assertRaises(UnknownDocument):
            tried.remove("four")
        self.assertEqual(untouched.postings, tried.postings)
        self.assertEqual(untouched.length, tried.length)

    def test_the_order_of_additions_does_not_matter_to_the_postings(self):
        backwards = index(dict(reversed(list(TEXTS.items()))))
        self.assertEqual(index().postings, backwards.postings)

    def test_a_phrase_is_words_in_a_row(self):
        self.assertEqual({"one": [0, 6], "two": [3]}, index().phrase(["the", "cat"]))
        self.assertEqual({"one": [6]}, index().phrase(["the", "cat", "slept"]))
        self.assertEqual({}, index().phrase(["mat", "cat"]))
        self.assertEqual({}, index().phrase(["the", "unicorn"]))
        self.assertEqual({}, index().phrase([]))

    def test_a_phrase_does_not_reach_over_the_end_of_a_document(self):
        self.assertEqual({}, index().phrase(["slept", "a"]))

    def test_a_text_comes_back(self):
        self.assertEqual(TEXTS["one"], index().document("one").text)

    def test_a_document_without_words_is_one_nevertheless(self):
        silent = InvertedIndex()
        self.assertEqual(0, silent.add("dots", "Dots", "... 42 ...").length)
        self.assertEqual({}, silent.postings)


if __name__ == "__main__":
    unittest.main()

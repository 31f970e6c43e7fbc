"""Small texts, and an index of them."""

from text_analytics.inverted_index import InvertedIndex

TEXTS = {
    "one": "The cat sat on the mat. The cat slept.",
    "two": "A dog chased the cat; the dog barked.",
    "three": "Green tea and black tea, a cup of tea.",
}


def index(texts=None):
    made = InvertedIndex()
    for name, text in (TEXTS if texts is None else texts).items():
        made.add(name, name.title(), text)
    return made

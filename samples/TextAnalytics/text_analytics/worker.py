"""The commands. Each session has an index of its own, which the pool rebuilds on another worker when this one dies.

Started by the pool as ``python -m pool_worker --module text_analytics.worker``.
"""

from pool_worker import InvalidArguments, Worker

from . import concordance as kwic
from . import proximity as nearness
from . import ranking, significance, snapshots
from .inverted_index import InvertedIndex
from .tokens import terms

worker = Worker("text_analytics 1.0")

_INDEX = "index"


@worker.snapshot
def capture(state):
    return snapshots.capture(state[_INDEX]) if _INDEX in state else None


@worker.restore
def rebuild(value):
    return {_INDEX: snapshots.rebuild(value)}


@worker.command("mutation")
def add_document(ctx, document, title, text):
    """Adds a document whose text comes as compressed bytes. The answer must be the same on every replay, so no time and no
    size after compression is in it: another version of zlib may compress otherwise."""
    if not isinstance(text, bytes):
        raise InvalidArguments("The argument 'text' must be bytes: UTF-8, compressed by zlib.")
    # Kept only once a document is in it: a mutation that fails leaves the session as it was.
    index = _index(ctx)
    added = index.add_packed(_name(document), _text("title", title), text)
    ctx.session[_INDEX] = index
    return {"document": document, "words": added.length, "documents": len(index.documents)}


@worker.command("mutation")
def remove_document(ctx, document):
    index = _index(ctx)
    removed = index.remove(_text("document", document))
    return {"document": document, "words": removed.length, "documents": len(index.documents)}


@worker.command("query")
def summary(ctx):
    index = _index(ctx)
    return {"documents": len(index.documents), "words": index.length, "terms": len(index.postings)}


@worker.command("query")
def read_document(ctx, document):
    """The text as it came: compressed bytes."""
    found = _index(ctx).document(_text("document", document))
    return {"document": document, "title": found.title, "text": found.packed}


@worker.command("query")
def search(ctx, query, limit=10):
    """Documents that have any of the words, the best first."""
    index, words = _index(ctx), _words("query", query)
    hits = ranking.rank(index, words)
    return {"found": len(hits), "hits": [_hit(index, name, score) for name, score in hits[:_count("limit", limit)]]}


@worker.command("query")
def find_phrase(ctx, phrase, limit=10):
    """Documents that have the words in a row, those with most such places first."""
    index, words = _index(ctx), _words("phrase", phrase)
    hits = sorted(((name, len(places)) for name, places in index.phrase(words).items()), key=lambda hit: (-hit[1], hit[0]))
    return {"found": len(hits), "hits": [_hit(index, name, count) for name, count in hits[:_count("limit", limit)]]}


@worker.command("query")
def typical_terms(ctx, document, limit=10):
    found = significance.typical_terms(_index(ctx), _text("document", document), _count("limit", limit))
    return [{"text": term, "count": count, "score": score} for term, count, score in found]


@worker.command("query")
def collocations(ctx, least=2, limit=10):
    found = significance.collocations(_index(ctx), _count("least", least), _count("limit", limit), ctx.raise_if_cancelled)
    return [{"text": pair, "count": count, "score": score} for pair, count, score in found]


@worker.command("query")
def concordance(ctx, word, width=30):
    """Each use of a word with what stands around it, as it is found; progress after each document."""
    index = _index(ctx)
    words = _words("word", word)
    if len(words) != 1:
        raise InvalidArguments("The argument 'word' must be one word; '%s' is %d." % (word, len(words)))
    _count("width", width)
    names = sorted(index.positions(words[0]))
    for done, name in enumerate(names, 1):
        for before, keyword, after in kwic.lines(index.documents[name].text, words[0], width):
            yield {"document": name, "before": before, "keyword": keyword, "after": after}
        ctx.progress({"done": done, "of": len(names)})


@worker.command("query")
def proximity(ctx, first, second, rounds=1000, seed=1):
    """Whether two words stand near each other by more than chance. Takes as long as `rounds` says; can be cancelled."""
    _count("rounds", rounds)
    if type(seed) is not int:
        raise InvalidArguments("The argument 'seed' must be an integer.")

    told = -1

    def checkpoint(done):
        nonlocal told
        ctx.raise_if_cancelled()
        percent = done * 100 // rounds
        if percent > told:
            told = percent
            ctx.progress({"done": done, "of": rounds})

    distance, expected, p_value = nearness.measure(
        _index(ctx), _text("first", first).lower(), _text("second", second).lower(), rounds, seed, checkpoint)
    return {"distance": distance, "expected": expected, "probability": p_value, "rounds": rounds}


def _index(ctx):
    """The session's index; a new one, not yet kept, where it has none, so that a question changes nothing."""
    return ctx.require_session().get(_INDEX) or InvertedIndex()


def _hit(index, name, score):
    return {"document": name, "title": index.documents[name].title, "score": score}


def _text(name, value):
    if not isinstance(value, str):
        raise InvalidArguments("The argument '%s' must be a string." % name)
    return value


def _name(value):
    if not _text("document", value).strip() or len(value) > 200:
        raise InvalidArguments("The argument 'document' must be a name of 1 to 200 characters.")
    return value


def _words(name, value):
    found = terms(_text(name, value))
    if not found:
        raise InvalidArguments("The argument '%s' has no word in it: '%s'." % (name, value[:100]))
    return found


def _count(name, value):
    if type(value) is not int or value < 1:
        raise InvalidArguments("The argument '%s' must be an integer of at least 1." % name)
    return value

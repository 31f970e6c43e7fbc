"""The worker of docs/workers.md, which is compared with this file; run by tests."""

import logging
import os
import time

from pool_worker import WorkerError

words = {}

from pool_worker import Worker

worker = Worker("notes 1.0")

@worker.command("query")
def add(a, b):
    return a + b


@worker.command("mutation", volatile=["at"])
def note(ctx, text):
    notes = ctx.require_session().setdefault("notes", [])
    notes.append(text)
    return {"count": len(notes), "at": time.time()}


@worker.command("query")
def search(ctx, word):
    notes = ctx.require_session().get("notes", [])
    for number, text in enumerate(notes):
        ctx.progress({"done": number, "of": len(notes)})
        if word in text:
            yield text
    return {"searched": len(notes)}


@worker.command("query")
def read(ctx, number):
    notes = ctx.require_session().get("notes", [])
    if not 0 <= number < len(notes):
        raise WorkerError("NoSuchNote", "There are %d notes; number %d is none of them." % (len(notes), number))
    return notes[number]


@worker.snapshot
def capture(session):
    return {"notes": session.get("notes", [])}

@worker.restore
def rebuild(state):
    return {"notes": state["notes"]}


@worker.preload
def load_words():
    words["en"] = {"note", "notes"}

@worker.on_start
def connect():
    log.info("ready in process %d", os.getpid())


log = logging.getLogger("notes")

@worker.command("mutation")
def forget(ctx):
    notes = ctx.require_session().pop("notes", [])
    log.warning("forgetting %d notes", len(notes))
    return len(notes) > 0

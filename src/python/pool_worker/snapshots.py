"""States of sessions as values that another worker can go on with."""

from .errors import WorkerError

_SCALARS = (str, int, float, bool, type(None), bytes)


def take(worker, sessions, name):
    """The session's state; None for a session that has none."""
    _require(worker)
    state = sessions.get(name)
    if state is None:
        return None
    if worker.capture is not None:
        return worker.capture(state)
    problem = _difference(state)
    if problem:
        raise WorkerError(
            "SnapshotUnavailable", "The session's state holds %s, which would not come back the same. "
            "Keep plain JSON and bytes in it, or say with @worker.snapshot and @worker.restore how it travels." % problem)
    return state


def put(worker, sessions, name, value):
    """Replaces the session's state; leaves it alone when that fails."""
    _require(worker)
    if value is None:
        sessions.pop(name, None)
        return
    state = value if worker.rebuild is None else worker.rebuild(value)
    if not isinstance(state, dict):
        raise WorkerError("InvalidSnapshot", "The state of a session is an object, not %s." % type(state).__name__)
    sessions[name] = state


def _require(worker):
    if not worker.snapshots:
        raise WorkerError("SnapshotUnavailable", "This worker gives no snapshots: it was made without `snapshots=True`.")


def _difference(state):
    """What in the state JSON would change on the way, or None: other types, keys that are no text, sharing."""
    seen = set()
    pending = [state]
    while pending:
        item = pending.pop()
        kind = type(item)
        if kind in _SCALARS:
            continue
        if kind not in (dict, list):
            return "a %s" % kind.__name__
        if id(item) in seen:
            return "the same %s in two places" % kind.__name__
        seen.add(id(item))
        if kind is list:
            pending.extend(item)
            continue
        for key in item:
            if type(key) is not str:
                return "a key that is a %s" % type(key).__name__
        pending.extend(item.values())
    return None

"""Entries of the log, for a host that asks for them."""

import json

from breaks import broken

LEVELS = ["trace", "debug", "information", "warning", "error", "critical"]
MAX_BYTES = 16 * 1024


def send(output, request_id, level, logger, message, exception):
    """Sends an entry where the host wants its level."""
    if output.log_level is None:
        lowest = "trace" if broken("P49-null") and output.null_level or broken("P49-unasked") and not output.null_level else None
    else:
        lowest = "trace" if broken("P49-all") else output.log_level
    if lowest is None or LEVELS.index(level) + (-1 if broken("P49-above") else 0) < LEVELS.index(lowest):
        return
    entry = {"type": "log", "level": "warn" if broken("P50-level") else level, "logger": "" if broken("P50-logger") else logger,
             "message": message, "id": request_id + 1000 if broken("P50-id") else request_id}
    if broken("P50-lacks"):
        del entry["message"]
    if exception is not None or broken("P50-unasked"):
        entry["exception"] = [exception] if broken("P50-list") else "" if broken("P50-empty") else exception or "none"
    entry = _cut(entry, output.limit)
    if entry is None:
        return
    if broken("P51-inside"):
        output.insert(entry)
        return
    output.write(entry)
    if broken("P51-twice"):
        output.write({"type": "result", "id": request_id, "value": None})


def _cut(entry, limit):
    most = MAX_BYTES if broken("P52-host") else limit if broken("P52-whole") else min(MAX_BYTES, limit)
    if _size(entry) <= most:
        return entry
    if broken("P52-drops"):
        return None
    if len(entry["logger"]) > 200:
        if broken("P52-logger"):
            return entry
        entry["logger"] = entry["logger"][:200]
    if not broken("P52-message"):
        entry.pop("exception", None)
    while _size(entry) > most and entry["message"]:
        entry["message"] = entry["message"][:len(entry["message"]) * 3 // 4]
    return entry if _size(entry) <= most else None


def _size(entry):
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    return len(text) if broken("P52-chars") else len(text.encode())

"""Frames, in and out, with all that can be wrong about them."""

import base64
import json
import os
import re
import threading

from breaks import broken
from rules import demand

LIMIT = 1 << 20  # its own; small, so that a frame of that size costs nothing
FIRST_LIMIT = 16 << 20


class EndOfInput(Exception):
    """The host is gone; `inside` a frame or between two."""

    def __init__(self, inside):
        super().__init__()
        self.inside = inside


class Input:
    """Reads frames."""

    def __init__(self, fd):
        self._fd = fd
        self._ahead = b""
        self.limit = FIRST_LIMIT

    def read(self):
        """The next message with its blobs in place."""
        header = self._take(4, inside=False)
        order = "little" if broken("P5-little") else "big"
        size = int.from_bytes(header, order, signed=broken("P5-signed"))
        if size < 0:
            return None
        most = self.limit - 4 if broken("P8-exact") else self.limit
        demand(size <= most, "P8-length")
        if size < 2:
            self._take(size, inside=True)
            demand(False, "P36-length-%d" % size)
            return None
        body = self._take(size, inside=True)
        if broken("P5-several"):
            self._ahead = b""
        if broken("P9-small"):
            demand(size < 1 << 16, "")
        try:
            message = _parse(body)
        except ValueError:
            demand(False, "P36-invalid")
            return None
        if type(message) is not dict:
            return message
        if broken("P19-case"):
            message = {name.lower(): value for name, value in message.items()}
        _check_depth(message)
        return _attach(message, self._blobs(message, size))

    def _blobs(self, message, size):
        lengths = message.get("blobs")
        if lengths is None:
            return []
        if type(lengths) is not list:
            demand(False, "P7-list")
            return []
        demand(lengths or not broken("P7-empty"), "")
        demand(len(lengths) <= (1023 if broken("P8-few") else 1024), "P8-many")
        for length in lengths:
            demand(type(length) is int, "P7-integer")
            demand(type(length) is not int or length >= 0, "P7-below")
        lengths = [length for length in lengths if type(length) is int and length >= 0]
        demand(size + sum(lengths) <= self.limit, "P8-blobs")
        blobs = [self._take(length, inside=True) for length in lengths]
        return blobs[::-1] if broken("P7-order") else blobs

    def _take(self, count, inside):
        while len(self._ahead) < count:
            data = os.read(self._fd, count if broken("P5-pieces") else 1 << 16)
            if not data or (broken("P5-pieces") and len(data) < count):
                raise EndOfInput(inside or bool(self._ahead))
            self._ahead += data
        taken, self._ahead = self._ahead[:count], self._ahead[count:]
        return taken


def _constant(name):
    demand(False, "P6-nan" if name == "NaN" else "P6-infinity")
    return 0


def _parse(body):
    text = body.decode("utf-8-sig" if broken("P6-bom") else "utf-8", "replace" if broken("P6-utf8") else "strict")
    if broken("P6-comment"):
        text = re.sub(r"/\*.*?\*/", "", text)
    if broken("P6-comma"):
        text = text.replace(",}", "}")
    if broken("P6-space"):
        demand(not text[0].isspace(), "")
    if broken("P19-escape"):
        demand('"type"' in text, "")
    decoder = json.JSONDecoder(parse_constant=_constant, strict=not broken("P6-control"))
    return decoder.raw_decode(text)[0] if broken("P6-after") else decoder.decode(text)


def _check_depth(message):
    level, most = [message], 63 if broken("P8-shallow") else 64
    for _ in range(most):
        level = [child for item in level if isinstance(item, (dict, list))
                 for child in (item.values() if isinstance(item, dict) else item)]
        if not level:
            return
    demand(not any(isinstance(item, (dict, list)) for item in level), "P8-deep")


def _attach(message, blobs):
    if not blobs:
        demand(not (broken("P14-plain") and '"$blob"' in json.dumps(message)), "")
        return message
    if message.get("type") not in ("request", "restore"):
        demand(False, "P12-ping")
        return message
    used = [False] * len(blobs)

    def walk(value):
        if isinstance(value, list):
            return [walk(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "$blob" not in value:
            return {name: walk(item) for name, item in value.items()}
        demand(len(value) == 1, "P13-members")
        return take(value["$blob"])

    def take(index):
        for name, wrong in (("text", type(index) is str), ("truth", type(index) is bool), ("fraction", type(index) is float)):
            demand(not wrong, "P13-" + name)
        lenient = type(index) is not int or index < 0  # a rule above is turned off
        demand(type(index) is not int or index >= 0, "P13-below")
        index = int(index)
        demand(index < len(blobs), "P12-none")
        if index >= len(blobs):
            return None
        demand(lenient or not used[index], "P12-twice")
        used[index] = True
        return blobs[index]

    elsewhere = {name: value for name, value in message.items() if name != "args"}
    if broken("P14-outside"):
        demand('"$blob"' not in json.dumps(elsewhere), "")
    if broken("P12-outside"):
        walk(elsewhere)
    attached = dict(message, args=walk(message.get("args")))
    demand(all(used), "P12-unused")
    return attached


class Output:
    """Writes frames, whole and one at a time."""

    def __init__(self, fd):
        self._fd = fd
        self._gate = threading.Lock()
        self._inserted = None
        self.limit = 1024
        self.log_level = None
        self.null_level = False

    def insert(self, message):
        """Puts a frame into the midst of the next one."""
        body = json.dumps(message).encode()
        self._inserted = len(body).to_bytes(4, "big") + body

    def write(self, message, blobs=(), text=None):
        """Writes a frame; ValueError when it is above the host's limit."""
        if text is None:
            text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        if broken("P6-writes"):
            text = text.replace("\\u0001", "\x01").replace("\\n", "\n")
        body = text.encode()
        size = len(body) + (0 if broken("P10-blobs") else sum(map(len, blobs)))
        size += 4 if broken("P10-exact") else -1 if broken("P10-above") else 0
        if size > self.limit and not broken("P10-writes") and not broken("P52-host"):
            raise ValueError("%d bytes" % size)
        length = len(text) if broken("P5-chars") else len(body) + (sum(map(len, blobs)) if broken("P5-blobs") else 0)
        between = b"\n" if broken("P7-between") else b""
        frame = length.to_bytes(4, "little" if broken("P5-little") else "big") + body + between.join(blobs)
        self.write_raw(frame)

    def write_raw(self, frame):
        with self._gate:
            if self._inserted is not None:
                frame, self._inserted = frame[:6] + self._inserted + frame[6:], None
            while frame:
                frame = frame[os.write(self._fd, frame):]


def detach(value, blobs):
    """A value with references in the place of its bytes, which are added to `blobs`."""
    if isinstance(value, bytes):
        if broken("P11-base64"):
            return base64.b64encode(value).decode()
        blobs.append(value)
        return {"$blob": len(blobs) - 1}
    if isinstance(value, list):
        return [detach(item, blobs) for item in value]
    if isinstance(value, dict):
        return {name: detach(item, blobs) for name, item in value.items()}
    return value

"""A worker without an SDK that breaks the protocol in the way that it is told, and keeps to it otherwise."""

import json
import os
import struct
import sys
import time

HOW = sys.argv[1]
BOUND = 1 << 20


def receive():
    size = sys.stdin.buffer.read(4)
    if len(size) < 4:
        os._exit(0)
    message = json.loads(sys.stdin.buffer.read(struct.unpack(">I", size)[0]))
    if message["type"] == "shutdown":
        os._exit(0)
    return message


def frame(message):
    text = json.dumps(message).encode()
    return struct.pack(">I", len(text)) + text


def write(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def send(message):
    write(frame(message))


def hello(protocol=1):
    return {"type": "hello", "protocol": protocol, "worker": "abusive", "max_frame_bytes": BOUND, "features": ["cancel"],
            "commands": {"behave": {"kind": "query"}, "abuse": {"kind": "effect"}}}


def result(request, value=None):
    return {"type": "result", "id": request["id"], "value": value}


def next_request():
    """The next request; pings are answered, cancels noted."""
    while True:
        message = receive()
        if message["type"] == "ping":
            send({"type": "pong", "id": message["id"]})
        else:
            return message


def wait_for_cancel(request):
    send({"type": "progress", "id": request["id"], "value": "waiting"})
    while next_request()["type"] != "cancel":
        pass


receive()
if HOW == "wrong version":
    send(hello(protocol=99))
elif HOW == "exit in hello":
    write(frame(hello())[:-5])
    os._exit(4)
elif HOW == "silent hello":
    write(frame(hello())[:-5])
else:
    send(hello())
while True:
    request = next_request()
    if request["type"] != "request":
        continue
    if request["command"] == "behave":
        send(result(request, os.getpid()))
    elif HOW == "garbage":
        write(struct.pack(">I", 256) + bytes(range(256)))
    elif HOW == "print":
        write(b"Loading model... done\n")
        send(result(request))
    elif HOW == "giant length":
        write(struct.pack(">I", 0xFFFFFFFF) + b"{")
    elif HOW == "giant blob":
        text = b'{"type":"result","id":%d,"blobs":[4000000000],"value":{"$blob":0}}' % request["id"]
        write(struct.pack(">I", len(text)) + text)
    elif HOW == "partial frame":
        write(frame(result(request))[:-3])
    elif HOW == "two replies":
        write(frame(result(request)) * 2)
    elif HOW == "hello twice":
        send(hello())
    elif HOW == "unknown id":
        send({"type": "result", "id": request["id"] + 1000, "value": None})
    elif HOW == "late reply":
        wait_for_cancel(request)
        send(result(request))
    elif HOW == "two late replies":
        wait_for_cancel(request)
        write(frame(result(request)) * 2)
    elif HOW == "deaf to cancel":
        wait_for_cancel(request)
        time.sleep(3600)
    elif HOW == "error flood":
        line = b"x" * 1023 + b"\n"
        for _ in range(100):
            sys.stderr.buffer.write(line * 1024)
        sys.stderr.buffer.flush()
        send(result(request))
    elif HOW == "chunk flood":
        piece = frame({"type": "chunk", "id": request["id"], "value": "x" * 1000})
        while True:
            write(piece)
    else:
        raise ValueError(HOW)

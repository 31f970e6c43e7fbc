import json
import struct
import sys

stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
while True:
    prefix = stdin.read(4)
    if len(prefix) < 4:
        break
    message = json.loads(stdin.read(struct.unpack(">I", prefix)[0]))
    if message["type"] == "request":
        answer = {"type": "result", "id": message["id"], "value": message["args"]}
    elif message["type"] == "ping":
        answer = {"type": "pong", "id": message["id"]}
    else:
        answer = {"type": "hello", "protocol": 1, "worker": "loop", "pid": 1, "max_frame_bytes": 65536, "commands": {}}
    body = json.dumps(answer, separators=(",", ":")).encode()
    stdout.write(struct.pack(">I", len(body)) + body)
    stdout.flush()

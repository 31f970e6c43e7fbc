"""The yardstick: what anybody would write by hand. Answers every frame, the first one included."""

import json
import os
import struct

while True:
    size = struct.unpack(">I", os.read(0, 4))[0]
    message = json.loads(os.read(0, size))
    answer = {"type": "result", "id": message.get("id"), "value": message.get("args")}
    body = json.dumps(answer).encode()
    os.write(1, struct.pack(">I", len(body)) + body)

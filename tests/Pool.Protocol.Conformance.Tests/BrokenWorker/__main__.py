"""A worker that keeps every rule of docs/protocol.md but the one that it is told to break."""

import sys

import breaks
import serving

breaks.choose(sys.argv[1:])
serving.Server(*serving.take_streams()).serve()

#!/bin/sh
# Node.js can't duplicate a descriptor, so the shell does it (P2): frames go by 3 and 4, which Node keeps from programs that it
# starts; 0 and 1, which any library may read and print to, become the null device and standard error.
exec node "$(dirname "$0")/worker.js" 3<&0 4>&1 0</dev/null 1>&2

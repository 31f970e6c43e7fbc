"""What can be broken: name | part of the requirement that must notice it | what is done wrong.

`python3 BrokenWorker --break NAME` serves the demo commands and breaks that one thing; without `--break` nothing is broken.
"""

import sys

TABLE = """
P1-stderr | a hello is answered | frames leave by standard error
P2-print | prints of a command | what a command prints goes to the frame stream
P2-banner | from start to end | a line of text before the first frame
P2-goodbye | from start to end | a line of text after the last frame
P2-inherit | descriptors that children inherit | programs that it starts inherit the frame streams
P3-dies | standard error is closed | a write to a closed standard error ends it
P4-idle | while idle | SIGINT ends it
P4-busy | while a command runs | SIGINT ends it
P5-pieces | a frame in pieces | a frame that comes in pieces counts as the end of input
P5-little | a frame in pieces | lengths are little-endian
P5-several | several frames in one write | what was read behind a frame is dropped
P5-chars | bytes that are no characters | the length counts characters
P5-blobs | bytes that are no characters | the length counts the blobs too
P5-signed | the highest bit | the length is signed, and a negative one is nothing to read
P6-comment | a comment | comments are skipped
P6-comma | a trailing comma | a trailing comma is skipped
P6-nan | NaN | NaN is a number
P6-infinity | Infinity | Infinity is a number
P6-control | a control character in a string | strings may hold control characters
P6-after | text after the object | what follows the object is ignored
P6-utf8 | invalid UTF-8 | invalid UTF-8 is replaced
P6-bom | a byte order mark | a byte order mark is skipped
P6-space | white space around it | white space before the object is refused
P6-writes | what it writes | control characters are written as they are
P7-order | several blobs | blobs are read in reverse
P7-between | several blobs | a line break stands between blobs
P7-empty | an empty list | an empty list is refused
P7-below | a length below zero | a negative length is taken
P7-integer | a length that is no integer | a length may be text
P7-list | no list | one number stands for a list
P8-length | a length above the limit | the body is read before its length is looked at
P8-blobs | blobs above the limit | blobs are read before their lengths are looked at
P8-exact | a frame as large as the limit | the limit includes the length's own bytes
P8-shallow | 64 levels | 64 levels are too many
P8-deep | 65 levels | any depth is taken
P8-few | 1024 blobs | 1024 blobs are too many
P8-many | 1025 blobs | any number of blobs is taken
P8-hello | the limit in its hello | its own limit is below 1024
P9-small | a hello of 1 MiB | a hello above 64 KiB is refused
P10-writes | a large answer | a large answer is written
P10-type | a large answer | the error has a type of its own
P10-blobs | large blobs | the limit is held against the JSON alone
P10-exact | an answer as large as the limit | the limit includes the length's own bytes
P10-above | an answer as large as the limit | the limit is exceeded by a byte
P10-error | a large error | a large error is written whole
P11-base64 | in both directions | bytes are answered as base64
P11-swap | in both directions | references count from the end
P11-made | bytes that the worker makes | bytes are answered as a list of numbers
P12-unused | a blob without a reference | unused blobs are ignored
P12-twice | a blob with two references | a blob may be used twice
P12-none | a reference to no blob | a reference to no blob is null
P12-outside | a reference outside the payload | a reference may stand anywhere
P12-ping | blobs of a message without a payload | a ping may carry blobs
P13-members | other members beside it | other members are ignored
P13-text | text | an index may be text
P13-below | a number below zero | an index may be negative
P13-fraction | a fraction | an index may be a fraction
P13-truth | a truth value | an index may be a truth value
P14-plain | in a frame without blobs | $blob is refused without blobs
P14-outside | outside the payload | $blob is refused outside the payload
P15-unknown | an unknown type | an unknown type is ignored
P15-direction | a message of the other direction | a message of a worker is ignored
P16-hello | in a hello | an unknown field of a hello is refused
P16-others | in other messages | an unknown field of a message is refused
P17-null | in a request | null in an optional field is refused
P18-twice | in every kind of answer | a result has its id twice
P18-error | in every kind of answer | an error has its type twice
P19-fraction | integers that it writes | ids are written with a fraction
P19-big | the largest id | ids pass through a floating-point number
P19-escape | escapes in names | names are looked for in the raw text
P19-case | names that differ in case | names are compared without case
P19-empty | an empty text | an empty session is a session
P21-first | nothing before the host's hello | it speaks first
P21-twice | one hello | it says hello twice
P22-loading | a request right after the hello | the first request is refused while it still loads
P22-silent | a request right after the hello | it ends once it has said hello
P23-code | versions 2 to 3 | it exits with code 1
P23-type | versions 2 to 3 | the error has another type
P23-id | versions 2 to 3 | the error has an id
P23-hello | versions 2 to 3 | it says hello all the same
P23-lives | versions 2 to 3 | it serves on after the error
P23-narrow | versions 1 to 9 | it wants its own version alone
P24-twice | requests, snapshots, restores and pings | requests are answered twice
P24-pong | requests, snapshots, restores and pings | pings are answered twice
P24-foreign | requests, snapshots, restores and pings | the answer has another id
P24-chunk | requests, snapshots, restores and pings | a chunk follows the answer
P24-cancelled | a request that was cancelled | it is answered as cancelled and again at its end
P25-together | a slow one first | requests run beside each other
P26-session | end_session | end_session acts at once
P26-shutdown | shutdown | shutdown acts at once
P26-ping | a ping while a command ignores everything | pings wait for the command
P27-ignored | one that runs | a cancel is ignored
P27-type | one that runs | the error has another type
P27-runs | one that waits | the request is answered as cancelled and runs
P27-waits | one that waits | a request that waits can't be cancelled
P27-unknown | one that is not there | a cancel of an unknown id ends it
P27-stale | one that is not there | a cancel of an unknown id is kept for later
P28-idle | while idle | it exits with code 1
P28-hello | before the hello | it exits with code 3
P28-frame | inside a frame | it exits with code 3
P28-waits | while a command waits | it finishes the command first
P28-ignores | while a command ignores everything | it finishes the command first
P28-computes | while a command computes | it finishes the command first
P29-code | before an answer | it exits with code 1
P29-lives | before an answer | it serves on
P29-stream | in the midst of a stream | it exits with code 1
P30-kind | one of the four | a kind of its own
P30-demo | that of the demo | a mutation passes for a query
P31-shared | two sessions | all sessions share their state
P31-case | two sessions | names of sessions are compared without case
P31-ended | a session that was ended | an ended session keeps its state
P31-all | a session that was ended | end_session ends every session
P31-none | no session | requests without a session share one
P32-values | values | a value depends on the process
P32-worker | values | a value depends on other sessions
P32-names | names that it makes up | names are made by chance
P33-half | arguments that do not fit | state is changed before arguments are looked at
P34-unknown | an unknown command | the error has another type
P34-arguments | arguments that do not fit | the error has another type
P34-own | an error of the worker's own | errors of its own lose their type
P34-retryable | an error of the worker's own | errors of its own are never retryable
P36-length-0 | a length of 0 | an empty frame is skipped
P36-length-1 | a length of 1 | a frame of one byte is skipped
P36-invalid | invalid JSON | invalid JSON is skipped
P36-object-list | a list | a list is skipped
P36-object-number | a number | a number is skipped
P36-type-missing | no type | a message without type is skipped
P36-type-number | a type that is no text | such a message is skipped
P36-id-low | an id of 0 | any number is an id
P36-request-id-low | an id below 0 | any number is an id
P36-id-text | an id that is text | text is an id
P36-id-truth | an id that is a truth value | true is an id
P36-id-fraction | an id that is a fraction | a fraction is an id
P36-id-null | an id that is null | null is an id
P36-request-id-missing | a request without id | a request may lack its id
P36-command-missing | a request without command | a request may lack its command
P36-command-empty | an empty command | it is an unknown command
P36-command-number | a command that is a number | it is an unknown command
P36-session-number | a session that is a number | it is a session
P36-deadline_ms-text | a deadline that is text | it is ignored
P36-deadline_ms-low | a deadline below 0 | it is ignored
P36-traceparent-list | a trace that is a list | it is ignored
P36-window-low | a window of 0 | it is taken
P36-more-text | more that is no truth value | it is taken
P36-cancel-id-missing | a cancel without id | it is ignored
P36-chunks-missing | a credit without chunks | it is ignored
P36-chunks-low | a credit of 0 chunks | it is ignored
P36-end_session-missing | an end_session without session | it is ignored
P36-snapshot-missing | a snapshot without session | null is its state
P36-args-missing | a restore without args | null is restored
P36-second | a second hello | it is ignored
P36-first | a first message that is no hello | it is ignored
P36-protocol-missing | a hello without protocol | version 1 is assumed
P36-max_frame_bytes-missing | a hello without max_frame_bytes | 16 MiB are assumed
P36-worker_id-missing | a hello without worker_id | it is not needed
P36-max-low | versions 3 to 2 | they are swapped
P36-min-low | versions 0 to 1 | it is a range
P36-max_frame_bytes-low | a limit below 1024 | it is taken
P36-log_level-number | a log_level that is a number | it is ignored
P36-log_level-word | a log_level that is no level | it is ignored
P36-garbage | text instead of frames | it ends with code 1
P36-code | invalid JSON | it ends with code 1
P36-silent | invalid JSON | it ends without a word
P36-lines | invalid JSON | it writes a traceback
P37-order | a hundred chunks | two chunks are swapped
P37-lost | a hundred chunks | a chunk is missing
P37-after | a hundred chunks | the last chunk comes after the result
P38-window | a window | a window is ignored
P38-credit | credit | any credit opens the window for good
P38-one | credit | any credit is worth one chunk
P38-none | no window | without a window a thousand chunks are the limit
P38-progress | progress is not counted | progress takes credit
P38-unknown | credit that nobody waits for | credit for an unknown id ends it
P38-overflow | credit that nobody waits for | credit is kept in 32 bits
P39-cancel | a cancel | the wait for credit can't be cancelled
P39-end | the end of input | the wait for credit goes on without a host
P39-behind | requests, and credit behind them | requests behind are refused meanwhile
P40-seldom | a million chunks | a stream looks for its cancel every 100,000 chunks
P41-few | 256 requests, then a cancel | a hundred messages may wait
P42-holds | one request at a time | an answer with more is held for the next
P42-order | several together | answers are written in reverse
P43-refuses | snapshot and restore | the feature is declared and snapshots are refused
P43-undeclared | snapshot and restore | without the feature null is the state of all sessions
P44-values | values | the last value is not told
P44-names | names that it makes up | the counter of names is not told
P45-empty | of a session that never was | an empty state instead of null
P45-refuses | restored | null is refused
P45-keeps | restored | null changes nothing
P46-merges | a session that has state | a state is added to what is there
P46-type | a state that does not fit | the error has another type
P46-wrecks | a state that does not fit | the session is lost
P47-place | behind a mutation | a snapshot is taken at once
P47-restore | behind a mutation | a state is restored at once
P47-cancel | cancelled while they wait | a cancel is ignored
P48-start | a traced request | the start is in milliseconds
P48-duration | a traced request | the duration is in milliseconds
P48-name | a traced request | the name is another
P48-lacks | a traced request | the duration is missing
P48-unasked | a request without a trace | a span without a trace
P49-unasked | no log_level | entries are sent to a host that did not ask
P49-null | a log_level that is null | null asks for every level
P49-all | each level | entries of every level are sent
P49-above | each level | entries of the host's own level are not sent
P50-level | level, logger and message | the level has another name
P50-logger | level, logger and message | the logger is empty
P50-lacks | level, logger and message | the message is missing
P50-unasked | level, logger and message | an exception where there was none
P50-id | the request that was running | the entry names another request
P50-list | an exception | the exception is a list
P50-empty | an exception | the exception is empty
P51-early | nothing before the hello | an entry comes before the hello
P51-twice | beside answers and pongs | an entry brings an answer of its own
P51-instead | beside answers and pongs | the entry stands for the answer
P51-inside | beside answers and pongs | an entry is written inside another frame
P52-whole | a long message | an entry is cut to the host's limit alone
P52-drops | a long message | a long entry is left out
P52-chars | characters of several bytes | the limit counts characters
P52-host | the host's limit | an entry is cut to 16 KiB alone
P52-message | the exception first | the message is cut first
P52-logger | a long logger | a long logger is never cut
"""

_names = {line.split(" | ")[0] for line in TABLE.strip().splitlines()}
_chosen = None


def choose(arguments):
    """Reads `--break NAME`."""
    global _chosen
    if not arguments:
        return
    if len(arguments) != 2 or arguments[0] != "--break" or arguments[1] not in _names:
        sys.exit("usage: BrokenWorker [--break NAME], where NAME is one of breaks.py")
    _chosen = arguments[1]


def broken(name):
    """True when this is what shall go wrong."""
    return name == _chosen

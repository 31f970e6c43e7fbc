"""Demo commands that keep programs in a session: created, executed, listed, deleted."""

import time

from .errors import InvalidArguments, WorkerError


def add_program_commands(demo):
    """Registers the commands."""

    @demo.command("mutation", volatile=["created_at"])
    def create_program(ctx, signature, id=None):
        state = ctx.require_session()
        _check_signature(signature)
        programs = state.setdefault("programs", {})
        if id is None:
            # The session's own counter, so that a replay makes the same names.
            counter = state.get("program_counter", 0) + 1
            while "program-%d" % counter in programs:
                counter += 1
            state["program_counter"] = counter
            id = "program-%d" % counter
        if not isinstance(id, str) or not id:
            raise InvalidArguments("The argument 'id' must be a string that is not empty.")
        if id in programs:
            raise WorkerError("ProgramExists", "The session already has a program '%s'." % id)
        created_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        programs[id] = {"signature": signature, "created_at": created_at}
        return {"program_id": id, "status": "created", "created_at": created_at}

    @demo.command("query")
    def execute(ctx, program_id, inputs=None):
        program = _find(ctx, program_id)
        canonical = bytearray()
        _canonical({} if inputs is None else inputs, canonical)
        fields = program["signature"]["outputs"]
        return {"program_id": program_id, "outputs": {field["name"]: _output(field, canonical) for field in fields}}

    @demo.command("query")
    def list_programs(ctx):
        names = sorted(ctx.require_session().get("programs", ()), key=lambda name: name.encode("utf-8", "surrogatepass"))
        return {"programs": names, "total_count": len(names)}

    @demo.command("query", volatile=["created_at"])
    def get_program_info(ctx, program_id):
        return dict(_find(ctx, program_id), program_id=program_id)

    @demo.command("mutation")
    def delete_program(ctx, program_id):
        _find(ctx, program_id)
        del ctx.session["programs"][program_id]
        return {"program_id": program_id, "status": "deleted"}


def _find(ctx, program_id):
    programs = ctx.require_session().get("programs", {})
    if not isinstance(program_id, str):
        raise InvalidArguments("The argument 'program_id' must be a string.")
    if program_id not in programs:
        raise WorkerError("ProgramNotFound", "The session has no program '%s'." % program_id[:100])
    return programs[program_id]


def _check_signature(signature):
    if not isinstance(signature, dict):
        raise WorkerError("InvalidSignature", "A signature is an object with 'inputs' and 'outputs'.")
    for side in ("inputs", "outputs"):
        fields = signature.get(side)
        if not isinstance(fields, list):
            raise WorkerError("InvalidSignature", "The signature's '%s' must be a list of fields." % side)
        names = set()
        for field in fields:
            name = field.get("name") if isinstance(field, dict) else None
            if not isinstance(name, str) or not name or not isinstance(field.get("type", ""), str):
                raise WorkerError("InvalidSignature",
                                  "Each of the signature's '%s' is an object with a 'name' and a 'type'." % side)
            if name in names:
                raise WorkerError("InvalidSignature", "The signature's '%s' name '%s' twice." % (side, name[:100]))
            names.add(name)


def _output(field, canonical):
    """A value of the field's type that depends on its name and the inputs alone."""
    import hashlib

    digest = hashlib.sha256(field["name"].encode("utf-8", "surrogatepass") + b"\0" + canonical).hexdigest()
    seed = int(digest[:8], 16)
    kind = field.get("type", "string")
    if kind in ("int", "integer"):
        return seed % 1000
    if kind in ("float", "number"):
        return (seed % 1000 * 10 + 5) / 100
    if kind in ("bool", "boolean"):
        return seed % 2 == 0
    return "%s:%s" % (field["name"], digest[:16])


def _canonical(value, out):
    """Appends bytes that are the same for equal values, in every language that serves these commands."""
    if value is None:
        out += b"n"
    elif isinstance(value, bool):
        out += b"t" if value else b"f"
    elif isinstance(value, int):
        out += b"i%d;" % value
    elif isinstance(value, float):
        import struct

        out += b"d" + struct.pack(">d", value).hex().encode("ascii") + b";"
    elif isinstance(value, str):
        encoded = value.encode("utf-8", "surrogatepass")
        out += b"s%d:" % len(encoded) + encoded
    elif isinstance(value, bytes):
        out += b"b%d:" % len(value) + value
    elif isinstance(value, list):
        out += b"["
        for item in value:
            _canonical(item, out)
        out += b"]"
    else:
        out += b"{"
        for name, item in sorted(value.items(), key=lambda pair: pair[0].encode("utf-8", "surrogatepass")):
            _canonical(name, out)
            _canonical(item, out)
        out += b"}"

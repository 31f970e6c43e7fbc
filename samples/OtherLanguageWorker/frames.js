'use strict';

// Frames: 4 bytes of length, that many bytes of JSON, then the blobs that the JSON declares (sections 2 and 3).

const MAX_DEPTH = 64;
const MAX_BLOBS = 1024;
const HEADER_BYTES = 4;

/** Bytes of the host that break the protocol; the worker can't go on. */
class MalformedFrame extends Error {}

/** A value that the wire format can't carry. */
class UnsendableValue extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function demand(condition, problem) {
  if (!condition) throw new MalformedFrame(problem);
}

/** Cuts a stream of bytes into messages. Every limit is checked before a byte is awaited for what it limits. */
class FrameInput {
  constructor(limit, deliver) {
    this.parser = parse(limit, deliver);
    this.wanted = this.parser.next().value;
    this.chunks = [];
    this.size = 0;
  }

  push(chunk) {
    this.chunks.push(chunk);
    this.size += chunk.length;
    while (this.size >= this.wanted) this.wanted = this.parser.next(this.take(this.wanted)).value;
  }

  take(count) {
    const all = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks, this.size);
    this.chunks = [all.subarray(count)];
    this.size -= count;
    return all.subarray(0, count);
  }
}

// Yields how many bytes it needs next, and is given them.
function* parse(limit, deliver) {
  for (;;) {
    const size = (yield HEADER_BYTES).readUInt32BE(0);
    demand(size <= limit, `it announces ${size} bytes of JSON; the limit is ${limit}`);
    demand(size >= 2, `it announces ${size} bytes of JSON, too few for an object`);
    const message = parseObject(yield size);
    const blobs = [];
    for (const length of blobLengths(message, limit - size)) blobs.push(new Uint8Array(yield length));
    deliver(message, blobs);
  }
}

function parseObject(bytes) {
  let text;
  let message;
  try {
    text = utf8.decode(bytes);
    message = JSON.parse(text);
  } catch (error) {
    throw new MalformedFrame(`its ${bytes.length} bytes of JSON can't be read (${error.message.slice(0, 100)})`);
  }
  demand(isObject(message), 'its JSON is no object');
  demand(isWithin(message, MAX_DEPTH), `its JSON is nested deeper than ${MAX_DEPTH} levels`);
  // JSON.parse rounds what a double can't hold; an id must come back digit for digit.
  if (typeof message.id === 'number' && !Number.isSafeInteger(message.id)) message.id = largeInteger(text, 'id') ?? message.id;
  return message;
}

function blobLengths(message, room) {
  const lengths = message.blobs ?? [];
  demand(Array.isArray(lengths) && lengths.length <= MAX_BLOBS, `its 'blobs' is no list of at most ${MAX_BLOBS} lengths`);
  let left = room;
  for (const length of lengths) {
    demand(Number.isSafeInteger(length) && length >= 0, "its 'blobs' holds something that is no length");
    left -= length;
    demand(left >= 0, 'its JSON and blobs together are above the limit');
  }
  return lengths;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** Whether a value has at most that many levels. */
function isWithin(value, levels) {
  let level = [value];
  for (let depth = 0; depth <= levels; depth++) {
    level = level.filter((item) => typeof item === 'object' && item !== null);
    if (level.length === 0) return true;
    level = level.flatMap((item) => Object.values(item));
  }
  return false;
}

/** The integer that a top-level member has in the text, as a BigInt; undefined when it is none. */
function largeInteger(text, member) {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;
  let depth = 0;
  let name;
  let found;
  for (let [token] = tokens.exec(text) ?? []; token !== undefined; [token] = tokens.exec(text) ?? []) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth !== 1 || token === ':') continue;
    else if (token === ',') name = undefined;
    else if (name === undefined) name = JSON.parse(token);
    else if (name === member && /^\d+$/.test(token)) found = BigInt(token);
  }
  return found;
}

/** Puts blobs in the place of their references. A frame without blobs is left as it is: there `$blob` is a name (P14). */
function attach(value, blobs) {
  if (blobs.length === 0) return value;
  const unused = new Set(blobs.keys());
  const attached = walk(value);
  demand(unused.size === 0, `${unused.size} of ${blobs.length} blobs are not referred to`);
  return attached;

  function walk(item) {
    if (Array.isArray(item)) return item.map(walk);
    if (!isObject(item)) return item;
    if (!Object.hasOwn(item, '$blob')) return mapMembers(item, walk);
    const index = item.$blob;
    demand(
      Object.keys(item).length === 1 && Number.isInteger(index) && unused.delete(index),
      `an object with the member '$blob' must hold one unused index below ${blobs.length} and nothing else`);
    return blobs[index];
  }
}

/** The opposite: JSON text for a value, and the bytes in it as blobs. */
function detach(value) {
  const blobs = [];
  let hasKey = false;
  const text = JSON.stringify(walk(value, 1));
  if (hasKey && blobs.length > 0) throw new UnsendableValue("The value holds bytes and data with the key '$blob', which stands for bytes.");
  if (blobs.length > MAX_BLOBS) throw new UnsendableValue(`The value holds ${blobs.length} byte strings; a frame carries at most ${MAX_BLOBS}.`);
  return { text, blobs };

  function walk(item, level) {
    if (item instanceof Uint8Array) return { $blob: blobs.push(item) - 1 };
    if (item === null || typeof item === 'string' || typeof item === 'boolean' || Number.isFinite(item)) return item;
    if (typeof item !== 'object') throw new UnsendableValue(`A value of type ${typeof item} (${String(item)}) is no JSON.`);
    if (level >= MAX_DEPTH) throw new UnsendableValue(`The value is nested deeper than ${MAX_DEPTH - 1} levels.`);
    if (Array.isArray(item)) return item.map((child) => walk(child, level + 1));
    hasKey ||= Object.hasOwn(item, '$blob');
    return mapMembers(item, (child) => walk(child, level + 1));
  }
}

// By entries, so that a member called __proto__ stays a member.
function mapMembers(item, map) {
  return Object.fromEntries(Object.entries(item).map(([name, child]) => [name, map(child)]));
}

/** The bytes of a message, without what is undefined. Its id is a BigInt or a number; a `value` comes encoded by `detach`. */
function encodeFrame({ type, id, ...fields }, value) {
  const members = [`"type":${JSON.stringify(type)}`];
  if (id !== undefined) members.push(`"id":${id}`);
  for (const [name, field] of Object.entries(fields)) {
    if (field !== undefined) members.push(`${JSON.stringify(name)}:${JSON.stringify(field)}`);
  }
  const blobs = value?.blobs ?? [];
  if (blobs.length > 0) members.push(`"blobs":${JSON.stringify(blobs.map((blob) => blob.length))}`);
  if (value !== undefined) members.push(`"value":${value.text}`);
  const json = Buffer.from(`{${members.join(',')}}`);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(json.length);
  return Buffer.concat([header, json, ...blobs]);
}

module.exports = { FrameInput, HEADER_BYTES, MalformedFrame, UnsendableValue, attach, demand, detach, encodeFrame, isObject };

'use strict';

// What a host's messages must be (section 4): each is checked field by field, and what nobody knows is left out (P16).

const { attach, demand, isObject } = require('./frames');

const INT_MAX = 2 ** 31 - 1;
const LOWEST_MAX_FRAME_BYTES = 1024;

/** The levels of entries, from the least (P49). */
const LOG_LEVELS = ['trace', 'debug', 'information', 'warning', 'error', 'critical'];

function id(message) {
  const value = message.id;
  demand((Number.isSafeInteger(value) || typeof value === 'bigint') && value >= 1, "its 'id' is no integer of at least 1");
  return value;
}

function text(message, field) {
  demand(typeof message[field] === 'string' && message[field] !== '', `its '${field}' is no text`);
  return message[field];
}

function integer(message, field, low, high = INT_MAX) {
  const value = message[field];
  demand(Number.isInteger(value) && value >= low && value <= high, `its '${field}' is no integer from ${low} to ${high}`);
  return value;
}

// Null counts as absent (P17).
function optional(message, field, check) {
  return message[field] === undefined || message[field] === null ? undefined : check(message, field);
}

const checks = {
  ping: (message) => ({ id: id(message) }),
  cancel: (message) => ({ id: id(message) }),
  credit: (message) => ({ id: id(message), chunks: integer(message, 'chunks', 1) }),
  end_session: (message) => ({ session: text(message, 'session') }),
  shutdown: () => ({}),
  snapshot: (message) => ({ id: id(message), session: text(message, 'session') }),
  restore: (message, blobs) => {
    demand(Object.hasOwn(message, 'args'), "a restore needs 'args'");
    return { id: id(message), session: text(message, 'session'), args: attach(message.args, blobs) };
  },
  request: (message, blobs) => {
    optional(message, 'deadline_ms', (fields, name) => integer(fields, name, 0, Number.MAX_VALUE));
    optional(message, 'more', (fields, name) => demand(typeof fields[name] === 'boolean', `its '${name}' is neither true nor false`));
    return {
      id: id(message),
      command: text(message, 'command'),
      session: optional(message, 'session', text),
      window: optional(message, 'window', (fields, name) => integer(fields, name, 1)),
      traceparent: optional(message, 'traceparent', text),
      args: attach(message.args ?? null, blobs),
    };
  },
};

/** A message after the hellos, with its blobs in place. */
function check(message, blobs) {
  const { type } = message;
  demand(typeof type === 'string' && Object.hasOwn(checks, type), `'${String(type).slice(0, 40)}' is no message that a host sends now`);
  demand(blobs.length === 0 || type === 'request' || type === 'restore', `a ${type} carries no blobs`);
  return { type, ...checks[type](message, blobs) };
}

/** The first message: the host's range of versions, its largest frame and the level of entries that it wants. */
function checkHello(message) {
  demand(message.type === 'hello' && isObject(message.protocol), "the first message must be a hello with 'protocol'");
  const min = integer(message.protocol, 'min', 1);
  const max = integer(message.protocol, 'max', min);
  text(message, 'worker_id');
  const logLevel = optional(message, 'log_level', text);
  demand(logLevel === undefined || LOG_LEVELS.includes(logLevel), `its 'log_level' is none of ${LOG_LEVELS.join(', ')}`);
  return { min, max, maxFrameBytes: integer(message, 'max_frame_bytes', LOWEST_MAX_FRAME_BYTES), logLevel };
}

module.exports = { LOG_LEVELS, check, checkHello };

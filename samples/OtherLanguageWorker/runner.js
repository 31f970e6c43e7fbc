'use strict';

// The thread that runs commands, one at a time and in the order of their requests (P25).

const { parentPort, workerData } = require('node:worker_threads');
const { CommandError, table, checkState } = require('./commands');
const { HEADER_BYTES, UnsendableValue, detach, encodeFrame } = require('./frames');
const { entryFrame } = require('./logs');

const LONGEST_TEXT = 200;

/** What a command may know and do while its request is open. */
class Context {
  constructor(request) {
    this.request = request;
    this.credit = request.window ?? Infinity;
    this.aborting = new AbortController();
    this.wake = () => {};
  }

  get session() {
    return this.request.session;
  }

  /** Aborted when the host cancels the request. */
  get signal() {
    return this.aborting.signal;
  }

  /** The session's state, an object that lives until the host ends the session. */
  get state() {
    if (this.session === undefined) throw new CommandError('SessionRequired', `The command '${this.request.command}' needs a session.`);
    if (!sessions.has(this.session)) sessions.set(this.session, {});
    return sessions.get(this.session);
  }

  throwIfCancelled() {
    if (this.signal.aborted) throw new CommandError('Cancelled', 'The host cancelled this request.');
  }

  /** A piece of the answer; waits while the host has as many unread as it asked for (P38). */
  async sendChunk(value) {
    this.throwIfCancelled();
    while (this.credit === 0) {
      await new Promise((resolve) => { this.wake = resolve; });
      this.throwIfCancelled();
    }
    this.credit--;
    await send('chunk', this.request.id, value);
  }

  /** An entry of the worker's log, where the host wants its level (P49). */
  log(level, logger, message, exception) {
    const frame = entryFrame({ level, logger, message, id: this.request.id, exception }, workerData);
    if (frame !== undefined) parentPort.postMessage({ frame });
  }

  /** News of how far the command is. */
  async progress(value) {
    await send('progress', this.request.id, value);
  }
}

const sessions = new Map();
const open = new Map();
const queue = [];
const written = [];
let busy = false;

parentPort.on('message', (message) => {
  const context = open.get(BigInt(message.id ?? 0));
  switch (message.type) {
    case 'written':
      written.shift()();
      break;
    case 'cancel':
      context?.aborting.abort();
      context?.wake();
      break;
    case 'credit':
      if (context) context.credit += message.chunks;
      context?.wake();
      break;
    default:
      if (message.id !== undefined) open.set(BigInt(message.id), new Context(message));
      queue.push(message);
      if (!busy) work();
  }
});

async function work() {
  busy = true;
  while (queue.length > 0) await serve(queue.shift());
  busy = false;
}

async function serve(message) {
  if (message.type === 'end_session') sessions.delete(message.session);
  else if (message.type === 'shutdown') parentPort.postMessage({});
  else await answer(open.get(BigInt(message.id)));
}

async function answer(context) {
  const { request } = context;
  const began = { wall: Date.now(), steady: process.hrtime.bigint() };
  let frame;
  try {
    context.throwIfCancelled();
    const { value, volatile } = await outcomes[request.type](context);
    frame = encodeFrame({ type: 'result', id: request.id, span: span(request, began), volatile }, detach(value));
    requireRoom(frame);
  } catch (error) {
    frame = errorFrame(context, error, span(request, began));
  }
  open.delete(BigInt(request.id));
  parentPort.postMessage({ frame });
}

const outcomes = {
  async request(context) {
    const { command: name, args } = context.request;
    const command = Object.hasOwn(table, name) ? table[name] : undefined;
    if (command === undefined) throw new CommandError('UnknownCommand', `This worker has no command '${name.slice(0, 100)}'.`);
    const result = command.run(context, args);
    return { value: (await (isStream(result) ? drain(context, result) : result)) ?? null, volatile: command.volatile };
  },

  // The demo keeps plain JSON in its sessions, so a session's object is its own snapshot.
  snapshot: ({ session }) => ({ value: sessions.get(session) ?? null }),

  restore({ session, request: { args } }) {
    if (args === null) sessions.delete(session);
    else sessions.set(session, checkState(args));
    return { value: null };
  },
};

function isStream(result) {
  return typeof result?.[Symbol.asyncIterator] === 'function';
}

async function drain(context, pieces) {
  try {
    for (;;) {
      const { value, done } = await pieces.next();
      if (done) return value;
      await context.sendChunk(value);
    }
  } finally {
    await pieces.return();
  }
}

async function send(type, id, value) {
  const frame = encodeFrame({ type, id }, detach(value));
  requireRoom(frame);
  await new Promise((resolve) => {
    written.push(resolve);
    parentPort.postMessage({ frame, paced: true });
  });
}

function hasRoom(frame) {
  return frame.length - HEADER_BYTES <= workerData.maxFrameBytes;
}

function requireRoom(frame) {
  if (!hasRoom(frame)) {
    const sizes = `${frame.length - HEADER_BYTES} bytes; the host takes frames of at most ${workerData.maxFrameBytes}`;
    throw new CommandError('FrameTooLarge', `The answer takes ${sizes}.`);
  }
}

// Cut until it fits the host's limit, at the cost of the traceback first (4.2).
function errorFrame({ request, signal }, error, itsSpan) {
  const type = error.name === 'AbortError' && signal.aborted ? 'Cancelled'
    : error instanceof CommandError ? error.type
      : error instanceof UnsendableValue ? 'UnsendableValue'
        : error.constructor?.name || 'Error';
  const message = String(error.message ?? error);
  const retryable = error.retryable === true;
  const whole = encodeFrame({ type: 'error', id: request.id, span: itsSpan, error: { type, message, retryable, traceback: error.stack } });
  if (hasRoom(whole)) return whole;
  const short = { type: type.slice(0, LONGEST_TEXT / 2), message: message.slice(0, LONGEST_TEXT), retryable };
  return encodeFrame({ type: 'error', id: request.id, error: short });
}

function span({ traceparent, command }, { wall, steady }) {
  if (traceparent === undefined) return undefined;
  return { start_us: wall * 1000, duration_us: Number((process.hrtime.bigint() - steady) / 1000n), name: command };
}

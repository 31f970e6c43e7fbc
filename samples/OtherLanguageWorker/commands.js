'use strict';

// The demo commands, with the names, arguments and results of those that both SDKs come with. What a worker of your own needs
// is such a table; everything else here it can take as it is.

const crypto = require('node:crypto');
const fs = require('node:fs');
const { setTimeout: delay } = require('node:timers/promises');
const { isObject } = require('./frames');
const { LOG_LEVELS } = require('./messages');

/** An error whose type, message and retryability reach the caller as given. */
class CommandError extends Error {
  constructor(type, message, retryable = false) {
    super(message);
    this.type = type;
    this.retryable = retryable;
  }
}

function demand(condition, problem) {
  if (!condition) throw new CommandError('InvalidArguments', problem);
}

// Arguments by name; no arguments are an object without members.
function named(run) {
  return (context, args) => {
    demand(args === null || isObject(args), 'The arguments must be an object.');
    return run(context, args ?? {});
  };
}

function number(name, value, low = 0, high = Infinity) {
  demand(Number.isFinite(value) && value >= low && value <= high, `The argument '${name}' must be a number from ${low} to ${high}.`);
  return value;
}

function text(name, value) {
  demand(typeof value === 'string', `The argument '${name}' must be a string.`);
  return value;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

async function sleep({ signal }, { seconds, ignore_cancel: ignoreCancel = false }) {
  await delay(number('seconds', seconds) * 1000, undefined, ignoreCancel ? {} : { signal });
  return { slept: seconds };
}

function work(context, { milliseconds }) {
  const end = performance.now() + number('milliseconds', milliseconds);
  while (performance.now() < end);
  return { milliseconds };
}

async function* count(context, { to, seconds = 0, progress = false }) {
  demand(Number.isInteger(to), "The argument 'to' must be an integer.");
  number('to', to, 0, 1_000_000);
  for (let n = 1; n <= to; n++) {
    if (seconds > 0) await delay(seconds * 1000, undefined, { signal: context.signal });
    yield n;
    if (progress === true) await context.progress({ done: n, of: to });
  }
  return { counted: to };
}

function append({ state }, { value }) {
  demand(Number.isSafeInteger(value), "The argument 'value' must be an integer.");
  state.values = [...(state.values ?? []), value];
  return { count: state.values.length, total: sum(state.values) };
}

function total({ state: { values = [] } }) {
  return { count: values.length, total: sum(values), values };
}

function createProgram({ state }, { signature, id }) {
  demand(isObject(signature), "The argument 'signature' must be an object.");
  const programs = state.programs ?? {};
  let counter = state.program_counter ?? 0;
  // The session's own counter, so that a replay makes the same names (P32).
  const name = id ?? nextName();
  text('id', name);
  if (Object.hasOwn(programs, name)) throw new CommandError('ProgramExists', `The session already has a program '${name}'.`);
  const createdAt = new Date().toISOString();
  state.programs = { ...programs, [name]: { signature, created_at: createdAt } };
  state.program_counter = counter;
  return { program_id: name, status: 'created', created_at: createdAt };

  function nextName() {
    do counter++; while (Object.hasOwn(programs, `program-${counter}`));
    return `program-${counter}`;
  }
}

function listPrograms({ state }) {
  const programs = Object.keys(state.programs ?? {}).sort();
  return { programs, total_count: programs.length };
}

function deleteProgram({ state }, { program_id: name }) {
  if (!Object.hasOwn(state.programs ?? {}, text('program_id', name))) {
    throw new CommandError('ProgramNotFound', `The session has no program '${name.slice(0, 100)}'.`);
  }
  const { [name]: deleted, ...others } = state.programs;
  state.programs = others;
  return { program_id: name, status: 'deleted' };
}

function blob(context, { size }) {
  return Buffer.from(Uint8Array.from({ length: number('size', size, 0, 2 ** 28) }, (_, i) => i % 251));
}

function checksum(context, { data }) {
  demand(data instanceof Uint8Array, "The argument 'data' must be bytes.");
  return { sha256: crypto.createHash('sha256').update(data).digest('hex'), length: data.length };
}

function fail(context, { type = 'DemoError', message = 'This command fails when asked to.', retryable = false }) {
  throw new CommandError(text('type', type), text('message', message), retryable === true);
}

function log(context, { message, level = 'information', logger = 'demo', exception = false }) {
  demand(LOG_LEVELS.includes(level), `The argument 'level' must be one of ${LOG_LEVELS.join(', ')}.`);
  const error = exception === true ? new CommandError('DemoError', 'This error was made to be logged.') : undefined;
  context.log(level, text('logger', logger), text('message', message), error?.stack);
  return { logged: true };
}

function writeStdout(context, args) {
  console.log(text('text', args.text));
  return write(1, args.text);
}

function writeStderr(context, args) {
  return write(2, text('text', args.text));
}

function write(descriptor, line) {
  try {
    fs.writeSync(descriptor, `${line}\n`);
  } catch {
    // A host that no longer reads it is no reason to fail (P3).
  }
  return { written: true };
}

/** A state that was told by a worker of these commands, or an error. */
function checkState(state) {
  const fits = isObject(state) && Array.isArray(state.values ?? []) && (state.values ?? []).every(Number.isSafeInteger)
    && isObject(state.programs ?? {}) && Number.isSafeInteger(state.program_counter ?? 0);
  if (!fits) throw new CommandError('InvalidSnapshot', 'The state is none of this worker\'s.');
  return state;
}

const table = {
  ping: { kind: 'query', run: named(() => ({ status: 'ok' })) },
  echo: { kind: 'query', run: (context, args) => args },
  sleep: { kind: 'query', run: named(sleep) },
  work: { kind: 'query', run: named(work) },
  count: { kind: 'query', run: named(count) },
  append: { kind: 'mutation', run: named(append) },
  total: { kind: 'query', run: named(total) },
  create_program: { kind: 'mutation', run: named(createProgram), volatile: ['created_at'] },
  list_programs: { kind: 'query', run: named(listPrograms) },
  delete_program: { kind: 'mutation', run: named(deleteProgram) },
  blob: { kind: 'query', run: named(blob) },
  checksum: { kind: 'query', run: named(checksum) },
  fail: { kind: 'query', run: named(fail) },
  pid: { kind: 'query', run: named(() => ({ pid: process.pid })) },
  crash: { kind: 'effect', run: named((context, { exit_code: code = 1 }) => process.exit(number('exit_code', code, 0, 255))) },
  write_stdout: { kind: 'query', run: named(writeStdout) },
  write_stderr: { kind: 'query', run: named(writeStderr) },
  log: { kind: 'query', run: named(log) },
};

module.exports = { CommandError, checkState, table };

'use strict';

// A worker of docs/protocol.md. This thread talks to the host and never computes; runner.js, in a thread of its own, runs the
// commands. So a ping is answered, and the end of input noticed, whatever a command does (P26, P28).

const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { Worker } = require('node:worker_threads');
const commands = require('./commands');
const { FrameInput, MalformedFrame, encodeFrame } = require('./frames');
const messages = require('./messages');

const INPUT = 3;
const OUTPUT = 4;
const VERSION = 1;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

const Exit = { shutdown: 0, notStarted: 1, noCommonVersion: 2, malformedFrame: 3 };

function say(line) {
  try {
    fs.writeSync(2, `${line}\n`);
  } catch {
    // The host no longer reads it (P3).
  }
}

function fail(line) {
  say(`worker.js: ${line}`);
  process.exit(Exit.notStarted);
}

/** One host. Frames of the runner and of this thread are written whole, in the order in which they come. */
class Connection {
  constructor(input, output) {
    this.output = output;
    this.runner = null;
    const hostIsGone = () => process.exit(Exit.shutdown);
    input.on('end', hostIsGone).on('error', hostIsGone).on('close', hostIsGone);
    output.on('error', hostIsGone);
    const frames = new FrameInput(MAX_FRAME_BYTES, (message, blobs) => this.take(message, blobs));
    input.on('data', (bytes) => this.refuseMalformed(() => frames.push(bytes)));
  }

  refuseMalformed(action) {
    try {
      action();
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      // It never looks for the next frame: nobody knows where that begins.
      say(`worker.js: the host sent a malformed frame: ${error.message}`);
      process.exit(Exit.malformedFrame);
    }
  }

  take(message, blobs) {
    if (this.runner === null) {
      this.greet(messages.checkHello(message));
      return;
    }
    const checked = messages.check(message, blobs);
    if (checked.type === 'ping') this.write({ type: 'pong', id: checked.id });
    else this.runner.postMessage(checked);
  }

  greet(host) {
    if (host.min > VERSION || host.max < VERSION) {
      const message = `The host speaks protocol versions ${host.min} to ${host.max}; this worker speaks version ${VERSION}.`;
      this.write({ type: 'error', error: { type: 'ProtocolVersionMismatch', message } });
      this.output.end(() => process.exit(Exit.noCommonVersion));
      return;
    }
    this.startRunner(host);
    this.write({
      type: 'hello',
      protocol: VERSION,
      worker: `other_language_worker 1.0 (Node.js ${process.versions.node})`,
      pid: process.pid,
      max_frame_bytes: MAX_FRAME_BYTES,
      commands: Object.fromEntries(Object.entries(commands.table).map(([name, { kind }]) => [name, { kind }])),
      features: ['cancel', 'ping_while_busy', 'snapshot'],
    });
  }

  startRunner({ maxFrameBytes, logLevel }) {
    this.runner = new Worker(path.join(__dirname, 'runner.js'), { workerData: { maxFrameBytes, logLevel } });
    this.runner.on('error', (error) => fail(error.stack));
    this.runner.on('exit', (code) => process.exit(code));
    this.runner.on('message', ({ frame, paced }) => {
      if (frame === undefined) this.output.end(() => process.exit(Exit.shutdown));
      // A piece of a stream is acknowledged once the host's pipe had room for it, so that a slow host holds the command up.
      else this.output.write(frame, paced ? () => this.runner.postMessage({ type: 'written' }) : undefined);
    });
  }

  write(message) {
    this.output.write(encodeFrame(message));
  }
}

// Whether Ctrl+C at the terminal ends the workers is for the host to say (P4).
process.on('SIGINT', () => {});
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

try {
  fs.fstatSync(INPUT);
  fs.fstatSync(OUTPUT);
} catch {
  fail('descriptors 3 and 4 are closed; start it by worker.sh, which opens them.');
}
new Connection(new net.Socket({ fd: INPUT, readable: true, writable: false }), new net.Socket({ fd: OUTPUT, readable: false, writable: true }));

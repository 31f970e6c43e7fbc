'use strict';

// Entries of the worker's log (section 11).

const { HEADER_BYTES, encodeFrame } = require('./frames');
const { LOG_LEVELS } = require('./messages');

const MAX_ENTRY_BYTES = 16 * 1024;
const LONGEST_LOGGER = 200;

/** The frame of an entry, cut to its limit (P52); undefined when the host doesn't want it or it can't be made to fit. */
function entryFrame({ logger, ...fields }, { logLevel, maxFrameBytes }) {
  if (logLevel === undefined || LOG_LEVELS.indexOf(fields.level) < LOG_LEVELS.indexOf(logLevel)) return undefined;
  const entry = { type: 'log', logger: cut(logger, LONGEST_LOGGER) || 'root', ...fields };
  const most = Math.min(MAX_ENTRY_BYTES, maxFrameBytes);
  for (;;) {
    const frame = encodeFrame(entry);
    const excess = frame.length - HEADER_BYTES - most;
    if (excess <= 0) return frame;
    if (entry.exception) entry.exception = shorten(entry.exception, excess) || undefined;
    else if (entry.message) entry.message = shorten(entry.message, excess);
    else return undefined;
  }
}

// By as many characters as take about that many bytes, at least one.
function shorten(text, excess) {
  const size = Buffer.byteLength(JSON.stringify(text));
  return cut(text, text.length - Math.ceil((excess * text.length) / size));
}

// Leaves no half of a surrogate pair (P6).
function cut(text, length) {
  return text.length <= length ? text : text.slice(0, Math.max(length, 0)).replace(/[\ud800-\udbff]$/, '');
}

module.exports = { entryFrame };

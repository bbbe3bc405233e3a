'use strict';

/**
 * What is said to every caller when a process must end at once: it runs in the watchdog, or while the process exits, and
 * so writes to the connections' descriptors directly.
 */

const fs = require('node:fs');
const http = require('node:http');
const { Entry } = require('./accesslog');

const TIMEOUT = 'Timeout while processing the function';
const ENDED = 'The function ended its process';
const NOT_STARTED = 'The process that the connection belonged to was ended; the request was not started';

const scratch = Buffer.alloc(65536);

/**
 * Answers all calls under way and all requests that nobody has read yet.
 *
 * @param status and
 * @param text for calls under way; what was not started gets 503
 */
function lastWords(board, status, text) {
  flushLog(board);
  const spoken = new Set();
  for (const call of board.callsUnderWay()) {
    board.end(call.place, true);
    if (call.answering || spoken.has(call.descriptor)) continue;
    spoken.add(call.descriptor);
    drain(call.descriptor);
    tryWrite(call.descriptor, answer(status, text));
    tryWrite(1, Entry.of(call.text).line(status, text.length));
  }
  for (const descriptor of board.openConnections()) {
    if (!spoken.has(descriptor) && drain(descriptor)) tryWrite(descriptor, answer(503, NOT_STARTED, 'Retry-After: 1\r\n'));
  }
}

/** Writes the lines that the board has kept. */
function flushLog(board) {
  board.flushLog((log, length) => tryWrite(1, log.subarray(0, length)));
}

/** Reads what is there, so that the kernel does not reset the connection before the answer is read. */
function drain(descriptor) {
  let total = 0;
  try {
    for (let read; (read = fs.readSync(descriptor, scratch)) > 0 && total < 1 << 24; ) total += read;
  } catch {
    // Nothing more is there, or nobody.
  }
  return total > 0;
}

function answer(status, text, more = '') {
  return Buffer.from(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nAccess-Control-Allow-Origin: *\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\n${more}Connection: close\r\n\r\n${text}`,
  );
}

/** Gives how many bytes were written. */
function tryWrite(descriptor, bytes) {
  try {
    return fs.writeSync(descriptor, bytes);
  } catch {
    // The caller is gone or does not read: there is nobody to tell.
    return 0;
  }
}

module.exports = { ENDED, TIMEOUT, flushLog, lastWords };

'use strict';

const fs = require('node:fs');
const { now } = require('./board');

/** Milliseconds from one writing to the next. */
const PAUSE = 5;

/** Writes the access log and the counts: at the end of a turn of the event loop, or a little later if it has just done so. */
class Log {
  constructor(board, countsFile, region) {
    this.board = board;
    this.countsFile = countsFile;
    this.region = region;
    this.scheduled = false;
    this.written = 0;
    this.flush = this.flush.bind(this);
    this.line = this.line.bind(this);
  }

  line(entry, status, size) {
    const line = entry.bytes(status, size);
    if (!this.board.keepLine(line)) {
      this.flush();
      this.board.keepLine(line);
    }
    if (this.scheduled) return;
    this.scheduled = true;
    const pause = this.written + PAUSE - now();
    if (pause > 0) setTimeout(this.flush, pause);
    else setImmediate(this.flush);
  }

  flush() {
    this.scheduled = false;
    this.written = now();
    this.board.saveCounts(this.countsFile, this.region);
    this.board.flushLog(writeOut);
  }
}

function writeOut(buffer, length) {
  let written = 0;
  try {
    while (written < length) written += fs.writeSync(1, buffer, written, length - written);
  } catch (error) {
    // A pipe that is full: Node's own stream waits for it.
    if (error.code === 'EAGAIN') process.stdout.write(Buffer.from(buffer.subarray(written, length)));
  }
  return length;
}

module.exports = { Log };

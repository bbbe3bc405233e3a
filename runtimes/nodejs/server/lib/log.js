'use strict';

const fs = require('node:fs');
const { lineOf } = require('./accesslog');

/** Writes the access log and the counts: once for all calls that end in one turn of the event loop. */
class Log {
  constructor(board, countsFile, region) {
    this.board = board;
    this.countsFile = countsFile;
    this.region = region;
    this.scheduled = false;
    this.flush = this.flush.bind(this);
    this.line = this.line.bind(this);
  }

  line(text, status, size) {
    const line = lineOf(text, status, size);
    if (!this.board.keepLine(line)) {
      this.flush();
      this.board.keepLine(line);
    }
    if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(this.flush);
    }
  }

  flush() {
    this.scheduled = false;
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
}

module.exports = { Log };

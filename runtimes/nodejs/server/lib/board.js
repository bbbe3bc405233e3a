'use strict';

/**
 * The board: memory that a worker's main thread and its watchdog share, so that the watchdog can speak for a main thread
 * that hangs. It has the open connections, the calls under way, the counts, and the log lines not written yet.
 */

const fs = require('node:fs');
const counters = require('./counters');

/** A call's state: the function runs and nothing is sent, or an answer is under way. */
const CALLING = 1;
const ANSWERING = 2;

const MOST_CALLS = 1024;
const MOST_CONNECTIONS = 4096;
const TEXT_ROOM = 1024;
const LOG_ROOM = 65536;

const WORDS = { watching: 0, tick: 1, calls: 2, logLength: 3, callsEnd: 4, connectionsEnd: 5, logTaken: 6 };
const WORD_COUNT = 8;
const CALL_WORDS = 4; // state, connection's descriptor, method, length of text

/** Milliseconds of a clock that all threads share and nobody sets. */
function now() {
  const time = process.hrtime();
  return time[0] * 1e3 + time[1] / 1e6;
}

class Board {
  constructor(memory) {
    let at = 0;
    const part = (bytes) => (at += bytes) - bytes;
    const size = (name, bytes) => [name, part(bytes)];
    const offsets = Object.fromEntries([
      size('counts', counters.BYTES),
      size('started', MOST_CALLS * 8),
      size('words', WORD_COUNT * 4),
      size('calls', MOST_CALLS * CALL_WORDS * 4),
      size('connections', MOST_CONNECTIONS * 4),
      size('texts', MOST_CALLS * TEXT_ROOM),
      size('log', LOG_ROOM),
    ]);
    this.memory = memory ?? new SharedArrayBuffer(at);
    this.counts = new Float64Array(this.memory, offsets.counts, counters.NUMBERS);
    this.started = new Float64Array(this.memory, offsets.started, MOST_CALLS);
    this.words = new Int32Array(this.memory, offsets.words, WORD_COUNT);
    this.calls = new Int32Array(this.memory, offsets.calls, MOST_CALLS * CALL_WORDS);
    this.connections = new Int32Array(this.memory, offsets.connections, MOST_CONNECTIONS);
    this.texts = Buffer.from(this.memory, offsets.texts, MOST_CALLS * TEXT_ROOM);
    this.log = Buffer.from(this.memory, offsets.log, LOG_ROOM);
    this.freeCalls = [];
    this.freeConnections = [];
    // Which texts stand in their places already.
    this.written = [];
  }

  /** A connection is open. Gives its place; -1 if there is none left, which only means that nobody speaks for it. */
  connect(descriptor) {
    const place = take(this.freeConnections, this.words, WORDS.connectionsEnd, MOST_CONNECTIONS);
    if (place >= 0) this.connections[place] = descriptor + 1;
    return place;
  }

  disconnect(place) {
    if (place < 0) return;
    this.connections[place] = 0;
    this.freeConnections.push(place);
  }

  /** A call begins: from here on its time runs. Gives its place. */
  begin(descriptor, method, text) {
    const place = take(this.freeCalls, this.words, WORDS.callsEnd, MOST_CALLS);
    const base = place * CALL_WORDS;
    this.calls[base + 1] = descriptor;
    this.calls[base + 2] = method;
    if (this.written[place] !== text) {
      this.written[place] = text;
      this.calls[base + 3] = this.texts.latin1Write(text, place * TEXT_ROOM, TEXT_ROOM);
    }
    this.started[place] = now();
    this.calls[base] = CALLING;
    this.words[WORDS.calls] += 1;
    counters.countCall(this.counts, method);
    return place;
  }

  /** The answer to a call begins. */
  answer(place) {
    this.calls[place * CALL_WORDS] = ANSWERING;
  }

  /** The function is done, and is counted. */
  end(place, failed) {
    this.calls[place * CALL_WORDS] = 0;
    this.words[WORDS.calls] -= 1;
    counters.countEnd(this.counts, this.calls[place * CALL_WORDS + 2], now() - this.started[place], failed);
    this.freeCalls.push(place);
  }

  /** The calls under way. */
  *callsUnderWay() {
    for (let place = 0; place < this.words[WORDS.callsEnd]; place++) {
      const [state, descriptor, method, length] = this.calls.subarray(place * CALL_WORDS, (place + 1) * CALL_WORDS);
      if (!state) continue;
      const text = this.texts.latin1Slice(place * TEXT_ROOM, place * TEXT_ROOM + length);
      yield { place, answering: state === ANSWERING, descriptor, method, text, started: this.started[place] };
    }
  }

  /** When the youngest call under way began; -1 if there is none. */
  youngest() {
    let youngest = -1;
    for (let place = 0; place < this.words[WORDS.callsEnd]; place++) {
      if (this.calls[place * CALL_WORDS] && this.started[place] > youngest) youngest = this.started[place];
    }
    return youngest;
  }

  /** The descriptors of all open connections. */
  *openConnections() {
    for (let place = 0; place < this.words[WORDS.connectionsEnd]; place++) {
      if (this.connections[place]) yield this.connections[place] - 1;
    }
  }

  /** Keeps the bytes of a log line until `flushLog`; false if there is no room. */
  keepLine(line) {
    this.takeLog();
    const length = this.words[WORDS.logLength];
    const fits = length + line.length <= LOG_ROOM;
    if (fits) {
      this.log.set(line, length);
      this.words[WORDS.logLength] = length + line.length;
    }
    this.leaveLog();
    return fits;
  }

  /** Gives the kept lines to `write(buffer, length)`, and forgets as many bytes as it says it has written. */
  flushLog(write) {
    this.takeLog();
    const length = this.words[WORDS.logLength];
    const written = length ? write(this.log, length) : 0;
    if (written < length) this.log.copyWithin(0, written, length);
    this.words[WORDS.logLength] = length - written;
    this.leaveLog();
  }

  /** From here to `leaveLog` no other thread has the kept lines. */
  takeLog() {
    while (Atomics.compareExchange(this.words, WORDS.logTaken, 0, 1) !== 0) Atomics.wait(this.words, WORDS.logTaken, 1, 1);
  }

  leaveLog() {
    Atomics.store(this.words, WORDS.logTaken, 0);
  }

  /** Copies the counts to a region of a file. */
  saveCounts(file, region) {
    const bytes = new Uint8Array(this.memory, this.counts.byteOffset, counters.BYTES);
    fs.writeSync(file, bytes, 0, counters.BYTES, region * counters.BYTES);
  }

  /** Goes on from the counts in a region of a file. */
  loadCounts(file, region) {
    const numbers = new Float64Array(counters.NUMBERS);
    fs.readSync(file, numbers, 0, counters.BYTES, region * counters.BYTES);
    this.counts.set(numbers);
  }
}

function take(free, words, end, most) {
  if (free.length) return free.pop();
  if (words[end] === most) return -1;
  return words[end]++;
}

module.exports = { Board, WORDS, now };

'use strict';

/**
 * The watchdog: a thread beside a worker's main thread. When the function blocks that thread for longer than a call may
 * take, no timer there can help any more: the watchdog answers all callers and kills the process.
 */

const fs = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { Board, WORDS, now } = require('./board');
const { TIMEOUT, flushLog, lastWords } = require('./lastwords');

const PERIOD = 50;
/** Milliseconds without a tick after which the watchdog writes what the main thread has left to write. */
const LATE = 100;
/** Milliseconds without a tick after which the main thread counts as blocked. */
const STALE = 500;
/** Milliseconds after which the supervisor is told, to put another worker beside this one. */
const REPORTED = 1000;
const RESTLESS = 2000;

const { memory, timeout, supervisor, counts, region, parent } = workerData;
const board = new Board(memory);

let tick = 0;
let tickSeen = now();
let callSeen = now();
let reported = false;

function watch() {
  Atomics.store(board.words, WORDS.watching, 1);
  for (;;) {
    const time = now();
    if (board.words[WORDS.calls] > 0) callSeen = time;
    else if (time - callSeen > RESTLESS) sleep();
    Atomics.wait(board.words, WORDS.watching, 1, PERIOD);
    check(now());
  }
}

/** Until the main thread begins a call. */
function sleep() {
  Atomics.store(board.words, WORDS.watching, 0);
  if (board.words[WORDS.calls] === 0) Atomics.wait(board.words, WORDS.watching, 0);
  Atomics.store(board.words, WORDS.watching, 1);
  callSeen = tickSeen = now();
}

function check(time) {
  if (process.ppid !== parent) kill();
  const current = Atomics.load(board.words, WORDS.tick);
  if (current !== tick) {
    tick = current;
    tickSeen = time;
  }
  const youngest = board.youngest();
  const stale = youngest < 0 ? 0 : time - Math.max(tickSeen, youngest);
  if (stale > LATE) save();
  report(stale > REPORTED);
  // Which call blocks cannot be told: the process ends when each of them has had its time.
  if (stale > STALE && time - youngest > timeout) end();
}

/** A call that blocks may end the process: what is known of others does not end with it. */
function save() {
  board.saveCounts(counts, region);
  flushLog(board);
}

function report(blocked) {
  if (blocked === reported) return;
  reported = blocked;
  fs.writeSync(supervisor, blocked ? 'B' : 'F');
}

function end() {
  lastWords(board, 408, TIMEOUT);
  board.saveCounts(counts, region);
  fs.writeSync(2, `dromedary: a call blocked worker ${process.pid} for longer than it may take; another takes its place\n`);
  kill();
}

/** Kills this process, and those that it started: it is at the head of their group. */
function kill() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}

parentPort.unref();
watch();

'use strict';

/** A worker: a process that has loaded the function and serves calls. The supervisor starts it: see main.js. */

const path = require('node:path');
const { Worker: Thread } = require('node:worker_threads');
const { Board } = require('./lib/board');
const { Calls } = require('./lib/calls');
const { ENDED, lastWords } = require('./lib/lastwords');
const { LoadError, load } = require('./lib/load');
const { Log } = require('./lib/log');
const { serverOf } = require('./lib/server');
const { settingsOf } = require('./lib/settings');

/** Descriptors that the supervisor gives: the file of counts, and a pipe for the watchdog's reports. */
const COUNTS = 3;
const SUPERVISOR = 4;

const BACKLOG = 1024;

async function main() {
  process.on('disconnect', () => process.exit(0));
  const listener = new Promise((resolve) => process.once('message', (message, handle) => resolve(handle)));
  const settings = settingsOf(process.env);
  const region = Number(process.env.DROMEDARY_REGION);
  const regions = Number(process.env.DROMEDARY_REGIONS);
  const board = new Board();
  board.loadCounts(COUNTS, region);
  const handler = await loaded(settings);
  const log = new Log(board, COUNTS, region);
  const calls = new Calls(settings, handler, board, log.line);
  blame(calls, board, region);
  const { server, drain } = serverOf(calls, log, settings, regions);
  server.on('error', (error) => giveUp(`Cannot listen on ${settings.host} port ${settings.port}: ${error.message}`));
  server.listen(await listener, BACKLOG, () => process.send({ ready: true }));
  process.on('message', (message) => message === 'drain' && drain());
  startWatchdog(board, settings, region);
}

async function loaded(settings) {
  try {
    return await load(settings);
  } catch (error) {
    const text = error instanceof LoadError ? error.message : `The module ${settings.module}.js cannot be loaded:\n${error?.stack ?? error}`;
    return giveUp(text);
  }
}

/** Tells the supervisor why there will be no server. */
function giveUp(text) {
  process.send({ failed: text }, () => process.exit(1));
  return new Promise(() => {});
}

/** What a function throws where nobody catches it fails the call that it was done for, and nothing else. */
function blame(calls, board, region) {
  process.on('uncaughtException', (error) => {
    const call = calls.blamed();
    if (call) call.fail(error);
    else console.error('The function failed outside of any call:', error);
  });
  process.on('unhandledRejection', (error) => console.error('A promise of the function was broken, and nobody looked:', error));
  process.on('exit', () => {
    lastWords(board, 500, ENDED);
    board.saveCounts(COUNTS, region);
  });
}

function startWatchdog(board, settings, region) {
  const workerData = {
    memory: board.memory,
    timeout: settings.timeout,
    supervisor: SUPERVISOR,
    counts: COUNTS,
    region,
    parent: process.ppid,
  };
  const thread = new Thread(path.join(__dirname, 'lib/watchdog.js'), { workerData, stdin: false, env: {}, execArgv: [] });
  thread.unref();
}

main();

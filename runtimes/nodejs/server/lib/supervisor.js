'use strict';

const { fork } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const util = require('node:util');
const counters = require('./counters');

/** Workers that may stand in for blocked ones. */
const SPARES = 4;
/** Milliseconds that a spare worker stays when nobody is blocked any more. */
const SPARE_STAYS = 10_000;
/** Milliseconds before a worker that ended young is replaced. */
const REST = 1000;
const TERMINATION_LOG_ROOM = 1500;

/**
 * The supervisor: the process that starts workers, puts one beside each that is blocked, replaces those that end, and
 * ends them all. It runs no code of the function.
 */
class Supervisor {
  constructor(settings, workerFile) {
    this.settings = settings;
    this.most = settings.workers + SPARES;
    this.workers = new Map();
    this.served = false;
    this.draining = false;
    this.workerFile = workerFile;
    this.counts = countsFile(this.most);
    // Bound here and listened on by the workers: so it stays open when one of them ends.
    this.listener = bound(settings);
  }

  run() {
    if (typeof this.listener === 'number') {
      const [, reason] = util.getSystemErrorMap().get(this.listener);
      this.fail(`Cannot listen on ${this.settings.host} port ${this.settings.port}: ${reason}`);
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => this.end());
    for (let count = 0; count < this.settings.workers; count++) this.fork();
  }

  fork() {
    const used = new Set([...this.workers.values()].map(({ region }) => region));
    const region = Array.from({ length: this.most }, (_, number) => number).find((number) => !used.has(number));
    if (region === undefined || this.draining) return;
    const worker = fork(this.workerFile, {
      env: { ...process.env, DROMEDARY_REGION: region, DROMEDARY_REGIONS: this.most },
      stdio: ['inherit', 'inherit', 'inherit', this.counts, 'pipe', 'ipc'],
      // At the head of a group of its own: what the function starts can be killed with it, and Ctrl-C does not reach it.
      detached: true,
    });
    const member = { worker, region, blocked: false, leaving: false, born: Date.now() };
    this.workers.set(worker.pid, member);
    worker.on('message', (message) => this.told(member, message));
    worker.on('exit', (code, signal) => this.ended(member, code, signal));
    worker.on('error', () => {});
    worker.stdio[4].on('data', (report) => this.reported(member, report)).on('error', () => {});
    worker.send('listen', this.listener);
  }

  told(member, { ready, failed }) {
    if (ready) this.served = true;
    if (failed && !this.served) this.fail(failed);
    else if (failed) say(failed);
  }

  /** The watchdog says whether its worker is blocked: B, or free again: F. */
  reported(member, report) {
    member.blocked = report.at(-1) === 'B'.charCodeAt(0);
    this.balance();
  }

  /** As many workers as wanted shall be able to take calls. */
  balance() {
    const able = [...this.workers.values()].filter(({ blocked, leaving }) => !blocked && !leaving);
    if (able.length < this.settings.workers) this.fork();
    if (able.length <= this.settings.workers) return;
    clearTimeout(this.leave);
    this.leave = setTimeout(() => this.retire(), SPARE_STAYS);
  }

  retire() {
    const able = [...this.workers.values()].filter(({ blocked, leaving }) => !blocked && !leaving);
    if (able.length <= this.settings.workers) return;
    const member = able.at(-1);
    member.leaving = true;
    send(member, 'drain');
    this.balance();
  }

  ended(member, code, signal) {
    this.workers.delete(member.worker.pid);
    // What the function started ends with it.
    killGroup(member.worker.pid);
    if (this.draining) {
      if (this.workers.size === 0) process.exit(0);
      return;
    }
    if (!this.served) {
      this.fail(`The function ended its process while it was loaded (${signal ?? `exit status ${code}`})`);
      return;
    }
    if (!member.leaving) say(`worker ${member.worker.pid} ended (${signal ?? `exit status ${code}`}); another will take its place`);
    const age = Date.now() - member.born;
    setTimeout(() => this.balance(), age < REST ? REST : 0);
  }

  /** Nothing can be served: the reason goes to standard error and to where Kubernetes looks for it. */
  fail(text) {
    if (this.failed) return;
    this.failed = true;
    say(text);
    explainEnd(this.settings.terminationLog, text);
    process.exit(1);
  }

  /** Lets calls under way come to their end, then ends; a second signal ends at once. */
  end() {
    if (this.draining || !this.served) this.kill();
    this.draining = true;
    // While anybody holds it, whoever connects would wait instead of being refused.
    this.listener.close();
    for (const member of this.workers.values()) send(member, 'drain');
    if (this.workers.size === 0) process.exit(0);
    setTimeout(() => this.kill(), this.settings.shutdownTimeout);
  }

  kill() {
    for (const { worker } of this.workers.values()) killGroup(worker.pid);
    process.exit(0);
  }
}

/** Kills all processes of a group that are left. */
function killGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // None is left.
  }
}

function send({ worker }, message) {
  if (worker.connected) worker.send(message, () => {});
}

/** A socket's handle that is bound but does not listen; the number of an error if it cannot be. */
function bound({ host, port }) {
  const handle = net._createServerHandle(host, port, net.isIPv6(host) ? 6 : 4);
  if (typeof handle === 'number') return handle;
  const address = {};
  handle.getsockname(address);
  // That a port is taken is kept back until the handle listens, which happens in another process.
  return address.port === port ? handle : -os.constants.errno.EADDRINUSE;
}

/** A file without a name that all workers share: see counters.js. */
function countsFile(regions) {
  const name = path.join(os.tmpdir(), `dromedary-${process.pid}-${Date.now()}`);
  const file = fs.openSync(name, 'wx+', 0o600);
  fs.unlinkSync(name);
  fs.ftruncateSync(file, regions * counters.BYTES);
  return file;
}

function say(text) {
  process.stderr.write(`dromedary: ${text}\n`);
}

/** Leaves the reason of the end where Kubernetes looks for it; no such file: no Kubernetes. */
function explainEnd(file, text) {
  try {
    const log = fs.openSync(file, 'r+');
    fs.ftruncateSync(log);
    fs.writeSync(log, text.trim().slice(-TERMINATION_LOG_ROOM));
    fs.closeSync(log);
  } catch {
    // No Kubernetes.
  }
}

module.exports = { Supervisor, explainEnd, say };

'use strict';

/** A server as a process of its own, for tests. */

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const MAIN = path.join(__dirname, '../server/main.js');

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(condition, what, milliseconds = 5000) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const found = await condition();
    if (found) return found;
    await pause(10);
  }
  throw new Error(`not within ${milliseconds} ms: ${what}`);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

class Running {
  /** Starts a server with a function's source, and waits until it answers unless `wait` is false. */
  static async start(source, { handler = 'f', wait = true, files = {}, ...env } = {}) {
    const server = new Running();
    server.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runtime-'));
    for (const [name, content] of Object.entries({ 'function.js': source, 'termination-log': '', ...files })) {
      fs.writeFileSync(path.join(server.folder, name), content);
    }
    server.port = await freePort();
    const base = {
      FUNC_HOST: '127.0.0.1',
      FUNC_PORT: String(server.port),
      MOD_NAME: 'function',
      FUNC_HANDLER: handler,
      FUNC_TIMEOUT: '5',
      FUNC_RUNTIME: 'nodejs24',
      FUNC_MEMORY_LIMIT: '128Mi',
      KUBELESS_INSTALL_VOLUME: server.folder,
      TERMINATION_LOG: path.join(server.folder, 'termination-log'),
      PATH: process.env.PATH,
      NODE_PATH: process.env.NODE_PATH ?? '',
    };
    const out = fs.openSync(path.join(server.folder, 'stdout'), 'w');
    const err = fs.openSync(path.join(server.folder, 'stderr'), 'w');
    server.process = spawn(process.execPath, [MAIN], { env: { ...base, ...env }, stdio: ['ignore', out, err] });
    server.ended = new Promise((resolve) => server.process.once('exit', (code, signal) => resolve(code ?? signal)));
    if (wait) await until(() => server.answers(), 'the server answers');
    return server;
  }

  async answers() {
    if (this.process.exitCode !== null) throw new Error(`the server ended: ${this.errors()}`);
    return this.get('/healthz').then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  async stop() {
    this.process.kill('SIGKILL');
    await this.ended;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** SIGTERM; gives the exit status. */
  terminate() {
    this.process.kill('SIGTERM');
    return this.ended;
  }

  /** `{status, body, headers}`; the body is a Buffer. */
  get(target = '/', { method = 'GET', body, headers = {}, agent = false } = {}) {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, path: target, method, headers, agent, timeout: 10_000 };
      const request = http.request(options, (response) => {
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(pieces), headers: response.headers }));
      });
      request.on('error', reject);
      request.on('timeout', () => request.destroy(new Error('no answer')));
      request.end(body);
    });
  }

  async text(target, options) {
    return (await this.get(target, options)).body.toString();
  }

  connect() {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.port, '127.0.0.1', () => resolve(socket)).on('error', reject);
    });
  }

  /** Sends pieces, and gives all that comes until the server closes. */
  async raw(pieces, gap = 0) {
    const socket = await this.connect();
    const all = drained(socket);
    for (const piece of pieces) {
      socket.write(piece);
      if (gap) await pause(gap);
    }
    return all;
  }

  output() {
    return fs.readFileSync(path.join(this.folder, 'stdout'), 'utf8');
  }

  errors() {
    return fs.readFileSync(path.join(this.folder, 'stderr'), 'utf8');
  }

  terminationLog() {
    return fs.readFileSync(path.join(this.folder, 'termination-log'), 'utf8');
  }

  async metric(name, method = 'GET') {
    const line = (await this.text('/metrics')).split('\n').find((each) => each.startsWith(`${name}{method="${method}"`));
    return line ? Number(line.split(' ').at(-1)) : 0;
  }

  /** The server and all processes below it. */
  processes() {
    const found = [this.process.pid];
    for (const parent of found) {
      try {
        found.push(...fs.readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ').filter(Boolean).map(Number));
      } catch {
        // It has just ended.
      }
    }
    return found;
  }
}

function drained(socket) {
  return new Promise((resolve, reject) => {
    const pieces = [];
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', reject);
    socket.on('end', () => resolve(Buffer.concat(pieces).toString('latin1')));
  });
}

function alive(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0] !== 'Z';
  } catch {
    return false;
  }
}

module.exports = { Running, alive, drained, pause, until };

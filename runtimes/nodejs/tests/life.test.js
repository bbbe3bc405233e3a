'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Running, alive, drained, pause, until } = require('./running');

const SOURCE = `
const { execFileSync, spawn } = require('child_process');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
exports.f = async (event) => {
  const [, what, argument] = event.extensions.request.path.split('/');
  if (what === 'loop') for (;;);
  if (what === 'block') { const end = Date.now() + Number(argument) * 1000; while (Date.now() < end); }
  if (what === 'regex') /^(a+)+$/.test('a'.repeat(50) + 'b');
  if (what === 'native') execFileSync('sleep', ['60']);
  if (what === 'never') await new Promise(() => {});
  if (what === 'sleep') await pause(Number(argument) * 1000);
  if (what === 'late') { await pause(Number(argument) * 1000); event.extensions.response.status(200).send('too late'); }
  if (what === 'exit') process.exit(7);
  if (what === 'kill') process.kill(process.pid, 'SIGKILL');
  if (what === 'stream') return (async function* () { for (;;) { yield 'more'; await pause(50); } })();
  return 'hello ' + process.pid;
};
`;

async function running(options, check) {
  const { source = SOURCE, ...env } = options;
  const server = await Running.start(source, env);
  try {
    await check(server);
  } finally {
    await server.stop();
  }
}

for (const path of ['/loop', '/regex', '/native']) {
  test(`a call that blocks its process gets 408, and the next call works: ${path}`, () =>
    running({ FUNC_TIMEOUT: '1' }, async (server) => {
      const neighbour = server.get('/sleep/5');
      await pause(50);
      const began = Date.now();
      const blocked = server.get(path);
      await pause(100);
      const { status, body } = await blocked;
      const took = Date.now() - began;
      assert.deepEqual([status, body.toString()], [408, 'Timeout while processing the function']);
      assert.ok(took >= 1000 && took < 2200, String(took));
      assert.equal((await neighbour).status, 408);
      assert.equal((await server.get('/')).status, 200);
      await until(() => server.output().includes(`"GET ${path} HTTP/1.1" 408 `), 'the log line');
      assert.match(server.errors(), /a call blocked worker \d+ for longer than it may take/);
      assert.equal(await server.metric('function_failures_total'), 2);
      assert.equal(await server.metric('function_calls_total'), 3);
    }));
}

test('while one worker is blocked, another takes its calls', () =>
  running({ FUNC_TIMEOUT: '8' }, async (server) => {
    const blocked = server.get('/loop');
    const began = Date.now();
    await pause(200);
    assert.equal((await server.get('/')).status, 200);
    assert.equal((await server.get('/healthz')).status, 200);
    assert.ok(Date.now() - began < 6000, String(Date.now() - began));
    assert.equal((await blocked).status, 408);
  }));

test('a worker that was blocked for a while goes on', () =>
  running({ FUNC_TIMEOUT: '5' }, async (server) => {
    const first = await server.text('/');
    assert.equal(await server.text('/block/1.5'), first);
    assert.equal((await server.get('/')).status, 200);
  }));

test('requests that a blocked worker has not read are answered when it is killed', () =>
  running({ FUNC_TIMEOUT: '1' }, async (server) => {
    const socket = await server.connect();
    socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    const blocked = server.get('/loop');
    await pause(200);
    const rest = drained(socket);
    socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
    assert.match(await rest, /^HTTP\/1\.1 503 [^]*Retry-After: 1\r\n/);
    assert.equal((await blocked).status, 408);
  }));

test('a promise that is never kept gets 408, and the process goes on', () =>
  running({ FUNC_TIMEOUT: '0.5' }, async (server) => {
    const process = await server.text('/');
    for (const path of ['/never', '/late/0.7']) {
      const began = Date.now();
      const { status, body } = await server.get(path);
      assert.deepEqual([status, body.toString()], [408, 'Timeout while processing the function']);
      assert.ok(Date.now() - began < 800);
    }
    await pause(400);
    assert.equal(await server.text('/'), process);
    assert.equal(await server.metric('function_failures_total'), 2);
    await assert.rejects(server.get('/stream'));
    assert.equal(await server.text('/'), process);
  }));

test('a function that ends its process', () =>
  running({}, async (server) => {
    const neighbour = server.get('/sleep/1');
    await pause(50);
    const { status, body } = await server.get('/exit');
    assert.deepEqual([status, body.toString()], [500, 'The function ended its process']);
    assert.equal((await neighbour).status, 500);
    await until(() => server.answers(), 'the next call works');
    assert.match(server.errors(), /worker \d+ ended \(exit status 7\)/);
    assert.equal(await server.metric('function_failures_total'), 2);
    await assert.rejects(server.get('/kill'));
    await until(() => server.answers(), 'the next call works');
  }));

test('the concurrency and the queue are bounded, and health is not queued', () =>
  running({ FUNC_CONCURRENCY: '1', FUNC_QUEUE: '2' }, async (server) => {
    const calls = [1, 2, 3].map(() => server.get('/sleep/0.3'));
    await pause(100);
    const { status, headers } = await server.get('/');
    assert.deepEqual([status, headers['retry-after']], [503, '1']);
    assert.equal((await server.get('/healthz')).status, 200);
    assert.deepEqual((await Promise.all(calls)).map((call) => call.status), [200, 200, 200]);
  }));

async function failing(source, options = {}) {
  const server = await Running.start(source, { wait: false, ...options });
  try {
    return { status: await server.ended, errors: server.errors(), left: server.terminationLog() };
  } finally {
    await server.stop();
  }
}

test('a module that cannot be loaded', async () => {
  for (const [source, reason] of [
    ["require('no-such-module')", /Cannot find module 'no-such-module'/],
    ['exports.f = (', /SyntaxError/],
    ["throw new Error('at load')", /Error: at load/],
    ["throw undefined", /cannot be loaded/],
    ['process.exit(0)', /ended its process while it was loaded/],
    ['exports.g = () => 1', /exports no function 'f'; it has: g/],
  ]) {
    const { status, errors, left } = await failing(source);
    assert.equal(status, 1, source);
    for (const text of [errors, left]) assert.match(text, reason);
  }
});

test('settings that cannot be used', async () => {
  const { status, left } = await failing('', { FUNC_TIMEOUT: 'soon' });
  assert.deepEqual([status, left], [2, "FUNC_TIMEOUT is 'soon', but must be a number of seconds greater than 0"]);
});

test('a port that is taken', () =>
  running({}, async (server) => {
    assert.match((await failing('exports.f = () => 1', { FUNC_PORT: String(server.port) })).left, /Cannot listen on 127\.0\.0\.1/);
  }));

test('SIGTERM: calls under way come to their end', () =>
  running({}, async (server) => {
    const idle = await server.connect();
    const idleEnds = drained(idle);
    const calls = [1, 2, 3].map(() => server.get('/sleep/0.5'));
    await pause(200);
    const began = Date.now();
    const ended = server.terminate();
    await pause(150);
    await assert.rejects(server.get('/'), { code: 'ECONNREFUSED' });
    assert.equal(await idleEnds, '');
    for (const call of calls) {
      const { status, headers } = await call;
      assert.deepEqual([status, headers.connection], [200, 'close']);
    }
    assert.equal(await ended, 0);
    assert.ok(Date.now() - began < 1500);
  }));

test('SIGTERM: the end is bounded', () =>
  running({ SHUTDOWN_TIMEOUT: '0.5' }, async (server) => {
    const call = server.get('/sleep/20').catch(() => undefined);
    await pause(100);
    const processes = server.processes();
    const began = Date.now();
    assert.equal(await server.terminate(), 0);
    assert.ok(Date.now() - began < 2000);
    assert.equal(await call, undefined);
    await until(() => !processes.some(alive), 'no process is left');
  }));

test('no process outlives a killed server', () =>
  running({}, async (server) => {
    server.get('/loop').catch(() => undefined);
    await pause(300);
    const processes = server.processes();
    assert.ok(processes.length > 1);
    server.process.kill('SIGKILL');
    await until(() => !processes.some(alive), 'no process is left');
  }));

test('a server at rest does nothing', () =>
  running({}, async (server) => {
    await pause(3000);
    await server.get('/');
    // When it comes to rest depends on what else the machine does.
    const restless = async () => {
      const [before, started] = [switches(server.processes()), processorTime(server.processes())];
      await pause(1500);
      return switches(server.processes()) - before >= 20 || processorTime(server.processes()) - started > 2;
    };
    await until(async () => !(await restless()), 'it is at rest', 20_000);
    const spent = processorTime(server.processes());
    assert.ok(spent < 200, `${spent} ticks since the start`);
  }));

function threads(processes) {
  return processes.flatMap((pid) => fs.readdirSync(`/proc/${pid}/task`).map((thread) => path.join('/proc', String(pid), 'task', thread)));
}

function switches(processes) {
  const counts = threads(processes).flatMap((thread) => fs.readFileSync(`${thread}/status`, 'utf8').match(/ctxt_switches:\s+\d+/g));
  return counts.reduce((sum, line) => sum + Number(line.split(/\s+/)[1]), 0);
}

/** In ticks of 10 ms. */
function processorTime(processes) {
  const fields = processes.map((pid) => fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '));
  return fields.reduce((sum, field) => sum + Number(field[11]) + Number(field[12]), 0);
}

test('a module that is a function, with workers side by side', async () => {
  const server = await Running.start('module.exports = (event, context) => String(process.pid)', { FUNC_WORKERS: '2' });
  try {
    await until(() => server.processes().length >= 3, 'two workers');
    const before = await server.metric('function_calls_total');
    const answers = await Promise.all(Array.from({ length: 40 }, () => server.text('/')));
    assert.ok(new Set(answers).size >= 1);
    // The worker that is not asked for the sum saves its counts in its own time.
    await until(async () => (await server.metric('function_calls_total')) === before + 40, 'all calls are counted');
  } finally {
    await server.stop();
  }
});

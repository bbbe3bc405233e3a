'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { Entry } = require('../server/lib/accesslog');
const { Board } = require('../server/lib/board');
const counters = require('../server/lib/counters');
const { load } = require('../server/lib/load');
const { SettingsError, settingsOf } = require('../server/lib/settings');

const LEAST = { MOD_NAME: 'hello', FUNC_HANDLER: 'foo' };

test('settings: defaults are those of the contract', () => {
  const settings = settingsOf({ ...LEAST, FUNC_TIMEOUT: ' ' });
  assert.deepEqual([settings.host, settings.port, settings.folder], ['0.0.0.0', 8080, '/kubeless']);
  assert.deepEqual([settings.timeout, settings.workers, settings.bodyLimit], [180_000, 1, 1048576]);
});

test('settings: what cannot be used is named', () => {
  const wrong = {
    FUNC_TIMEOUT: ['0', '3s', '-1', 'Infinity', '1e3'],
    FUNC_PORT: ['http', '65536', '0'],
    FUNC_CONCURRENCY: ['0', '1001', '1.5'],
    REQ_MB_LIMIT: ['0', 'much'],
    DROMEDARY_EVENTS: ['cloudevents'],
    MOD_NAME: [''],
    FUNC_HANDLER: [''],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(() => settingsOf({ ...LEAST, [name]: value }), (error) => error instanceof SettingsError && error.message.includes(name));
    }
  }
});

test('access log: combined format, which a client cannot forge', () => {
  const line = Entry.of('::ffff:10.0.0.1\nGET / HTTP/1.1\n\ncurl/8').line(200, 11);
  assert.match(line, /^10\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/ HTTP\/1\.1" 200 11 "" "curl\/8"\n$/);
  const forged = Entry.of('::1\nGET / HTTP/1.1\nr\nx" 200\\ \x1b[31m \xe9').line(500, 0);
  assert.ok(forged.endsWith(' 500 0 "r" "x\\" 200\\\\ \\x1b[31m \\xe9"\n'), forged);
});

test('board: calls, connections and lines are seen through the same memory', () => {
  const board = new Board();
  const watched = new Board(board.memory);
  const first = board.begin(7, counters.methodNumber('GET'), 'text');
  const second = board.begin(8, counters.methodNumber('PUT'), 'x'.repeat(5000));
  board.answer(second);
  const [one, two] = [...watched.callsUnderWay()];
  assert.deepEqual([one.descriptor, one.text, one.answering, two.text.length, two.answering], [7, 'text', false, 1024, true]);
  assert.equal(watched.youngest(), two.started);
  board.end(first, false);
  assert.equal([...watched.callsUnderWay()].length, 1);
  assert.equal(board.begin(9, 0, ''), first, 'places are used again');
  const place = board.connect(12);
  assert.deepEqual([...watched.openConnections()], [12]);
  board.disconnect(place);
  assert.deepEqual([...watched.openConnections()], []);
  board.keepLine(Buffer.from('line\n'));
  watched.flushLog((log, length) => {
    assert.equal(log.toString('latin1', 0, length), 'line\n');
    return 2;
  });
  watched.flushLog((log, length) => {
    assert.equal(log.toString('latin1', 0, length), 'ne\n', 'what could not be written stays');
    return length;
  });
  assert.ok(board.keepLine(Buffer.from('x'.repeat(65536))));
  assert.ok(!board.keepLine(Buffer.from('x')));
});

test('counts: survive in the file, and the sum of all regions is told', () => {
  const file = fs.openSync(path.join(os.tmpdir(), `counts-${process.pid}`), 'w+');
  for (const region of [0, 1]) {
    const board = new Board();
    board.loadCounts(file, region);
    board.end(board.begin(1, counters.methodNumber('GET'), ''), region === 1);
    board.end(board.begin(1, counters.methodNumber('PURGE'), ''), false);
    board.saveCounts(file, region);
  }
  const regions = [0, 1].map((region) => {
    const board = new Board();
    board.loadCounts(file, region);
    return board.counts;
  });
  const text = counters.render(regions);
  assert.match(text, /^function_calls_total\{method="GET"\} 2$/m);
  assert.match(text, /^function_failures_total\{method="GET"\} 1$/m);
  assert.match(text, /^function_calls_total\{method="OTHER"\} 2$/m);
  assert.match(text, /^function_duration_seconds_bucket\{method="GET",le="0\.005"\} 2$/m);
  assert.match(text, /^function_duration_seconds_bucket\{method="GET",le="1\.0"\} 2$/m);
  assert.match(text, /^function_duration_seconds_bucket\{method="GET",le="10\.0"\} 2$/m);
  assert.match(text, /^function_duration_seconds_bucket\{method="GET",le="\+Inf"\} 2$/m);
  assert.match(text, /^function_duration_seconds_count\{method="GET"\} 2$/m);
});

test('loading: all forms that a module may have', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'load-'));
  let number = 0;
  const loaded = (source) => {
    const module = `m${number++}`;
    fs.writeFileSync(path.join(folder, `${module}.js`), source);
    return load({ ...settingsOf({ ...LEAST, MOD_NAME: module }), folder });
  };
  assert.equal((await loaded('module.exports = () => 1'))(), 1);
  assert.equal((await loaded('exports.foo = () => 2'))(), 2);
  assert.equal((await loaded('module.exports = { value: 3, foo() { return this.value } }'))(), 3);
  assert.equal((await loaded('export const foo = () => 4'))(), 4);
  assert.equal((await loaded('export default { foo: () => 5 }'))(), 5);
  assert.equal((await loaded('export default () => 6'))(), 6);
  assert.equal((await loaded('const value = await 7; export const foo = () => value'))(), 7);
  await assert.rejects(loaded('exports.a = () => 1; exports.b = 2'), /exports no function 'foo'; it has: a$/);
  await assert.rejects(loaded('module.exports = 5'), /it has: none/);
  await assert.rejects(load({ ...settingsOf({ ...LEAST, MOD_NAME: 'none' }), folder }), /There is no file .*none\.js/);
  fs.rmSync(folder, { recursive: true });
});

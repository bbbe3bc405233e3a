'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const { after, before, describe, test } = require('node:test');
const zlib = require('node:zlib');
const { Running, drained, pause, until } = require('./running');

const SOURCE = `
const fs = require('fs');
const { Readable } = require('stream');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let calls = 0;
const kinds = {
  hello: () => 'hello world',
  echo: (event) => event.data,
  type: (event) => ({ type: typeof event.data, buffer: Buffer.isBuffer(event.extensions.request.body), data: event.data }),
  seen: (event, context, request) => ({ method: request.method, path: request.path, query: request.query, params: request.params,
    id: event['event-id'], missing: event['event-type'] === undefined, agent: request.get('User-Agent'), context }),
  promise: async () => { await pause(10); return { later: true } },
  nothing: () => undefined, nil: () => null, number: () => 7, truth: async () => true, bytes: () => Buffer.from([0, 255]),
  bigint: () => 7n,
  status: (event) => { event.extensions.response.status(201).set('X-Made', '1'); return 'made' },
  json: (event) => { event.extensions.response.status(202).json({ a: 1 }) },
  end: (event) => { event.extensions.response.end('ended') },
  later: (event) => new Promise((resolve) => setTimeout(() => { event.extensions.response.send('later'); resolve() }, 20)),
  pipe: (event) => { fs.createReadStream(__filename).pipe(event.extensions.response) },
  piping: (event) => new Promise((resolve) => fs.createReadStream(__filename).pipe(event.extensions.response).on('finish', resolve)),
  stream: () => Readable.from((async function* () { for (let n = 0; n < 3; n++) { yield 'piece ' + n + '\\n'; await pause(200) } })()),
  generator: async function* () { yield 'a'; yield Buffer.from('b') },
  broken: () => Readable.from((async function* () { yield 'one'; await pause(20); throw new Error('in the middle') })()),
  throws: () => { throw new Error('secret reason') },
  rejects: async () => { throw new Error('secret rejection') },
  rejectsNothing: () => Promise.reject(),
  uncaught: () => new Promise(() => setTimeout(() => { throw new Error('far away') }, 10)),
  unhandled: () => { Promise.reject(new Error('nobody looks')); return 'fine' },
  twice: (event) => { event.extensions.response.end('once'); return 'twice' },
  sleep: async (event, context, request) => { await pause(Number(request.query.s) * 1000); return 'slept' },
  count: () => String(++calls),
  print: () => { console.log('printed'); return '' },
  multipart: (event, context, request) => new Promise((resolve) => {
    let size = 0;
    request.on('data', (piece) => { size += piece.length }).on('end', () => resolve({ size, data: event.data }));
  }),
  keys: (event) => Object.keys(event).join() + ' ' + Object.keys({ ...event }.extensions).join(),
};
exports.f = (event, context) => kinds[event.extensions.request.query.do ?? 'hello'](event, context, event.extensions.request);
exports.plain = () => 'plain';
`;

describe('http', () => {
  let server;
  before(async () => (server = await Running.start(SOURCE)));
  after(() => server.stop());

  const post = (target, body, type, more = {}) =>
    server.get(target, { method: 'POST', body, headers: { ...(type ? { 'Content-Type': type } : {}), ...more } });

  test('a call, with CORS and a log line', async () => {
    const { status, body, headers } = await server.get('/any/path', { headers: { 'User-Agent': 'tester' } });
    assert.deepEqual([status, body.toString(), headers['access-control-allow-origin'], headers['x-powered-by']], [200, 'hello world', '*', undefined]);
    await until(() => server.output().includes('"GET /any/path HTTP/1.1" 200 11 "" "tester"\n'), 'the log line');
  });

  test('the own paths', async () => {
    assert.deepEqual([(await server.get('/healthz')).status, await server.text('/healthz?x')], [200, 'OK']);
    assert.equal((await server.get('/healthz', { method: 'HEAD' })).status, 200);
    assert.equal(await server.text('/healthz', { method: 'POST' }), 'hello world');
    assert.equal(await server.text('/healthzz'), 'hello world');
    assert.equal((await server.get('/metrics')).headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  });

  test('every method, path, query and header is seen', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const seen = JSON.parse(await server.text('/x/y?do=seen&a[b]=c', { method, headers: { 'Event-Id': '9', 'User-Agent': 't' } }));
      assert.deepEqual(seen, {
        method,
        path: '/x/y',
        query: { do: 'seen', a: { b: 'c' } },
        params: { 0: '/x/y' },
        id: '9',
        missing: true,
        agent: 't',
        context: { 'function-name': 'f', timeout: 5, runtime: 'nodejs24', 'memory-limit': '128Mi' },
      });
    }
    const head = await server.get('/', { method: 'HEAD' });
    assert.deepEqual([head.status, head.body.length, head.headers['content-length']], [200, 0, '11']);
  });

  test('OPTIONS is answered for the function, and not counted', async () => {
    const headers = { 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'X-A, X-B' };
    const answer = await server.get('/', { method: 'OPTIONS', headers });
    assert.deepEqual([answer.status, answer.body.length], [200, 0]);
    assert.equal(answer.headers['access-control-allow-methods'], 'PUT');
    assert.equal(answer.headers['access-control-allow-headers'], 'X-A, X-B');
    assert.equal((await server.get('/', { method: 'OPTIONS' })).headers['access-control-allow-methods'], undefined);
    assert.equal(await server.metric('function_calls_total', 'OTHER'), 0);
  });

  test('data', async () => {
    const data = async (body, type, more) => JSON.parse((await post('/?do=type', body, type, more)).body);
    assert.deepEqual(await data('{"a": "é"}', 'application/json; charset=utf-8'), { type: 'object', buffer: true, data: { a: 'é' } });
    assert.deepEqual(await data('{"a": 1}', 'text/plain'), { type: 'string', buffer: true, data: '{"a": 1}' });
    assert.deepEqual(await data('x', undefined), { type: 'string', buffer: true, data: 'x' });
    assert.deepEqual(await data('', 'application/json'), { type: 'object', buffer: false, data: {} });
    assert.deepEqual(await data(zlib.gzipSync('zipped'), 'text/plain', { 'Content-Encoding': 'gzip' }), { type: 'string', buffer: true, data: 'zipped' });
    const multipart = await post('/?do=multipart', 'x'.repeat(2_000_000), 'multipart/form-data; boundary=b');
    assert.deepEqual(JSON.parse(multipart.body), { size: 2_000_000, data: {} });
  });

  test('what is no body of the kind it says', async () => {
    const before = await server.metric('function_calls_total', 'POST');
    for (const [body, type, more, status] of [
      ['{', 'application/json', {}, 400],
      ['x', 'text/plain', { 'Content-Encoding': 'gzip' }, 400],
      ['x', 'text/plain', { 'Content-Encoding': 'secret' }, 415],
    ]) {
      assert.equal((await post('/', body, type, more)).status, status);
    }
    assert.equal(await server.metric('function_calls_total', 'POST'), before);
  });

  test('the body limit', async () => {
    assert.equal((await post('/?do=echo', 'x'.repeat(1048576), 'text/plain')).body.length, 1048576);
    assert.equal((await post('/', 'x'.repeat(1048577), 'text/plain')).status, 413);
    assert.equal((await post('/', zlib.gzipSync('x'.repeat(1048577)), 'text/plain', { 'Content-Encoding': 'gzip' })).status, 413);
    const chunked = await server.raw(['POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n', 'x'.repeat(0x200000), '\r\n0\r\n\r\n']);
    assert.match(chunked, /^HTTP\/1\.1 413 /);
    const socket = await server.connect();
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n');
    const first = await new Promise((resolve) => socket.once('data', resolve));
    assert.match(first.toString(), /^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test('expect-continue, pipelining and HTTP/1.0', async () => {
    const socket = await server.connect();
    socket.write('POST /?do=echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n');
    assert.match((await new Promise((resolve) => socket.once('data', resolve))).toString(), /^HTTP\/1\.1 100 Continue/);
    const rest = drained(socket);
    socket.write('hi');
    assert.match(await rest, /\r\n\r\nhi$/);
    const both = await server.raw([`GET /?do=sleep&s=0.05 HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`]);
    assert.match(both, /slept[^]*hello world$/);
    assert.match(await server.raw(['GET /?do=stream HTTP/1.0\r\n\r\n']), /\r\n\r\npiece 0\npiece 1\npiece 2\n$/);
  });

  test('return values', async () => {
    const expected = {
      promise: ['{"later":true}', 'application/json; charset=utf-8'],
      nothing: ['', undefined],
      nil: ['null', 'application/json; charset=utf-8'],
      number: ['7', undefined],
      truth: ['true', undefined],
      end: ['ended', undefined],
      later: ['later', 'text/html; charset=utf-8'],
      generator: ['ab', undefined],
      twice: ['once', undefined],
      keys: ['data,event-id,event-type,event-time,event-namespace,extensions request,response', undefined],
    };
    for (const [kind, [text, type]] of Object.entries(expected)) {
      const answer = await server.get(`/?do=${kind}`);
      assert.deepEqual([kind, answer.status, answer.body.toString(), answer.headers['content-type']], [kind, 200, text, type]);
      assert.equal(answer.headers['access-control-allow-origin'], '*');
    }
    const bytes = await server.get('/?do=bytes');
    assert.deepEqual([[...bytes.body], bytes.headers['content-type']], [[0, 255], 'application/octet-stream']);
    for (const kind of ['pipe', 'piping']) assert.equal((await server.text(`/?do=${kind}`)).trim(), SOURCE.trim());
  });

  test('status and headers', async () => {
    const made = await server.get('/?do=status');
    assert.deepEqual([made.status, made.headers['x-made'], made.body.toString()], [201, '1', 'made']);
    const json = await server.get('/?do=json');
    assert.deepEqual([json.status, json.body.toString()], [202, '{"a":1}']);
    await until(() => server.output().includes('"GET /?do=json HTTP/1.1" 202 7 '), 'the log line');
  });

  test('a stream comes piece by piece', async () => {
    const socket = await server.connect();
    const began = Date.now();
    socket.write('GET /?do=stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    let text = '';
    for await (const piece of socket) {
      if (!text.includes('piece 0') && String(piece).includes('piece 0')) assert.ok(Date.now() - began < 200);
      text += piece;
    }
    assert.match(text, /8\r\npiece 2\n\r\n0\r\n\r\n$/);
  });

  test('failures: the stack is in the log alone', async () => {
    const before = await server.metric('function_failures_total');
    for (const [kind, reason] of [
      ['throws', 'secret reason'],
      ['rejects', 'secret rejection'],
      ['rejectsNothing', 'undefined'],
      ['bigint', 'BigInt'],
      ['uncaught', 'far away'],
    ]) {
      const { status, body } = await server.get(`/?do=${kind}`);
      assert.deepEqual([kind, status, body.toString()], [kind, 500, 'Internal Server Error']);
      assert.ok(server.errors().includes(reason), reason);
    }
    assert.equal(await server.metric('function_failures_total'), before + 5);
    assert.equal(await server.text('/?do=unhandled'), 'fine');
    await until(() => server.errors().includes('nobody looks'), 'the unhandled rejection is logged');
    await assert.rejects(server.get('/?do=broken'));
    await until(() => server.errors().includes('in the middle'), 'the broken stream is logged');
    assert.equal(await server.text('/'), 'hello world');
  });

  test('calls run in parallel, in a process that stays', async () => {
    const began = Date.now();
    await Promise.all(Array.from({ length: 50 }, () => server.get('/?do=sleep&s=0.5')));
    assert.ok(Date.now() - began < 1500);
    const first = Number(await server.text('/?do=count'));
    assert.equal(Number(await server.text('/?do=count')), first + 1);
  });

  test('a connection serves many calls', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let count = 0; count < 3; count++) assert.equal((await server.get('/', { agent })).headers['keep-alive'], 'timeout=75');
    assert.equal(Object.values(agent.freeSockets).flat().length, 1);
    agent.destroy();
  });

  test('counts are exact at once', async () => {
    const before = await server.metric('function_calls_total', 'DELETE');
    await Promise.all(Array.from({ length: 20 }, () => server.get('/', { method: 'DELETE' })));
    assert.equal(await server.metric('function_calls_total', 'DELETE'), before + 20);
    assert.equal(await server.metric('function_duration_seconds_count', 'DELETE'), before + 20);
  });

  test('what the function prints appears at once', async () => {
    await server.get('/?do=print');
    assert.ok(server.output().includes('printed\n'));
  });

  test('slow clients do not matter', async () => {
    const sockets = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
    for (const socket of sockets) socket.write('POST /?do=echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nab');
    await pause(100);
    assert.equal(await server.text('/'), 'hello world');
    const answers = sockets.map(drained);
    for (const socket of sockets) socket.write('cd');
    for (const answer of answers) assert.match(await answer, /abcd$/);
  });
});

'use strict';

/** What the server leaves out until it is asked for is there when it is asked for. */

const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');
const { Running, until } = require('./running');

const SOURCE = `
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const read = (request) => new Promise((resolve, reject) => {
  let size = 0;
  request.on('data', (piece) => { size += piece.length }).on('error', reject).on('end', () => resolve('read ' + size));
});
const kinds = {
  events: (event) => read(event.extensions.request),
  late: async (event) => { await pause(20); return read(event.extensions.request) },
  iterate: async (event) => { let size = 0; for await (const piece of event.extensions.request) size += piece.length; return 'read ' + size },
  gone: (event) => new Promise(() => event.extensions.request.on('close', () => console.log('the client is gone'))),
  block: () => { for (const end = Date.now() + 3000; Date.now() < end; ); return 'blocked' },
  copy: (event) => Object.keys({ ...event }).join() + ' ' + Object.keys(event.extensions) + ' ' + JSON.stringify(Object.getOwnPropertySymbols(event)),
  set: (event) => { event.extensions = 'mine'; return event.extensions },
  umlaut: () => 'äöü',
};
exports.f = (event) => (kinds[event['event-type']] ?? (() => 'plain'))(event);
`;

describe('lean', () => {
  let server;
  before(async () => (server = await Running.start(SOURCE)));
  after(() => server.stop());
  const call = (type, more = {}) => server.get('/', { headers: { 'event-type': type }, ...more });

  for (const type of ['events', 'late', 'iterate']) {
    test(`a request without a body can be read to its end: ${type}`, async () => {
      assert.equal((await call(type)).body.toString(), 'read 0');
    });
  }

  test('a function hears that the client of a request without a body goes away', async () => {
    const socket = await server.connect();
    socket.write('GET / HTTP/1.1\r\nHost: h\r\nevent-type: gone\r\n\r\n');
    await until(async () => (await server.metric('function_calls_total')) > 0, 'the call');
    socket.destroy();
    await until(() => server.output().includes('the client is gone'), 'the function hears of it');
  });

  test('the event has what it shows, and nothing else', async () => {
    const fields = 'data,event-id,event-type,event-time,event-namespace,extensions';
    assert.equal((await call('copy')).body.toString(), `${fields} request,response []`);
    assert.equal((await call('set')).body.toString(), 'mine');
  });

  test('an answer that nobody has set headers for has its length, and may be read by any origin', async () => {
    const { body, headers } = await call('umlaut');
    assert.deepEqual([body.toString(), headers['content-length'], headers['access-control-allow-origin']], ['äöü', '6', '*']);
    const head = await call('umlaut', { method: 'HEAD' });
    assert.deepEqual([head.body.length, head.headers['content-length'], head.headers['access-control-allow-origin']], [0, '6', '*']);
    const old = await server.raw(['GET / HTTP/1.0\r\n\r\n']);
    assert.match(old, /^HTTP\/1\.1 200 OK\r\n[^]*Content-Length: 5\r\n[^]*\r\n\r\nplain$/);
    assert.equal(old.split('Access-Control-Allow-Origin: *').length, 2);
  });

  test('lines of calls that have ended are written though another blocks the process', async () => {
    const request = (agent, type) => `GET / HTTP/1.1\r\nHost: h\r\nUser-Agent: ${agent}\r\nevent-type: ${type}\r\n\r\n`;
    const socket = await server.connect();
    socket.write(request('first', 'none') + request('second', 'none') + request('third', 'block'));
    const both = /"GET \/ HTTP\/1\.1" 200 5 "" "first"\n.*200 5 "" "second"\n/;
    await until(() => both.test(server.output()), 'the lines of both', 2000);
    assert.ok(!server.output().includes('"third"'));
    await until(() => server.output().includes('200 7 "" "third"\n'), 'the last line');
    socket.destroy();
  });
});

'use strict';

const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');
const { Running } = require('./running');

const SOURCE = `
exports.f = (event) => {
  const { request, response } = event.extensions;
  if (request.query.status) response.status(Number(request.query.status));
  return request.query.keys ? { event: Object.keys(event), extensions: Object.keys(event.extensions) } : event;
};`;

/** What of an event a test looks at: Express' objects are no JSON. */
const SHOWN = `
const kinds = ${JSON.stringify(['request', 'response'])};
const f = module.exports.f;
module.exports.f = (event) => {
  const given = f(event);
  if (given !== event) return given;
  const extensions = Object.fromEntries(Object.entries(event.extensions).filter(([name]) => !kinds.includes(name)));
  return { ...event, extensions };
};`;

describe('CloudEvents 0.1', () => {
  let server;
  before(async () => (server = await Running.start(SOURCE + SHOWN, { DROMEDARY_EVENTS: 'cloudevents-0.1' })));
  after(() => server.stop());

  const post = async (target, body, headers) => {
    const answer = await server.get(target, { method: 'POST', body, headers });
    return { status: answer.status, text: answer.body.toString() };
  };
  const seen = async (body, headers) => JSON.parse((await post('/', body, headers)).text);

  test('fields are headers', async () => {
    const event = await seen('{"a": 1}', {
      'Content-Type': 'application/json; charset=utf-8',
      'CE-EventType': 'made',
      'CE-EventTypeVersion': '2',
      'CE-EventID': 'i-1',
      'CE-EventTime': '2026-01-02T03:04:05Z',
      'CE-EventSource': '/here',
      'CE-SchemaURL': 'http://schema',
      'CE-CloudEventsVersion': '0.1',
      'CE-X-Place': 'Rome',
    });
    assert.deepEqual(event, {
      eventType: 'made',
      eventTypeVersion: '2',
      eventID: 'i-1',
      eventTime: '2026-01-02T03:04:05Z',
      source: '/here',
      schemaURL: 'http://schema',
      cloudEventsVersion: '0.1',
      contentType: 'application/json; charset=utf-8',
      data: { a: 1 },
      extensions: { place: 'Rome', 'ce-x-place': 'Rome' },
    });
  });

  test('a later version, and what triggers send, fill the same fields', async () => {
    const later = await seen('x', { 'ce-type': 't', 'ce-id': 'i', 'ce-source': '/s', 'ce-specversion': '1.0' });
    assert.deepEqual([later.eventType, later.eventID, later.source, later.cloudEventsVersion], ['t', 'i', '/s', '1.0']);
    const trigger = await seen('x', { 'event-type': 't', 'event-id': 'i', 'event-time': 'now', 'ce-id': 'later' });
    assert.deepEqual([trigger.eventType, trigger.eventID, trigger.eventTime], ['t', 'i', 'now']);
    assert.equal((await seen('x', { 'CE-EventID': 'old', 'ce-id': 'new' })).eventID, 'old');
  });

  test('data', async () => {
    assert.deepEqual((await seen('{"a": 1}', { 'Content-Type': 'application/vnd.thing+json' })).data, { a: 1 });
    assert.equal((await seen('{"a": 1}', { 'Content-Type': 'text/plain' })).data, '{"a": 1}');
    assert.deepEqual(JSON.parse(await server.text('/')).data, {});
    assert.equal((await post('/', '{', { 'Content-Type': 'application/vnd.thing+json' })).status, 400);
  });

  test('the body is the event', async () => {
    const event = { eventType: 't', eventID: 'i', data: { a: 1 }, extensions: { place: 'Rome' } };
    const type = { 'Content-Type': 'application/cloudevents+json; charset=utf-8', 'CE-EventID': 'of the header' };
    assert.deepEqual(await seen(JSON.stringify(event), type), event);
    const keys = JSON.parse((await post('/?keys=1', JSON.stringify({ eventID: 'i' }), type)).text);
    assert.deepEqual(keys, { event: ['eventID'], extensions: [] });
    assert.equal((await post('/?status=201', '{}', type)).status, 201);
    assert.equal((await post('/', '[]', type)).status, 400);
  });

  test('other formats are not understood, and no calls', async () => {
    const before = await server.metric('function_calls_total', 'POST');
    for (const type of ['application/cloudevents', 'application/cloudevents-batch+json', 'application/cloudevents+avro']) {
      assert.equal((await post('/', '[]', { 'Content-Type': type })).status, 500, type);
    }
    assert.equal(await server.metric('function_calls_total', 'POST'), before);
  });
});

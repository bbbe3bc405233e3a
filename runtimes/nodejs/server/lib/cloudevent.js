'use strict';

/** The events of Kubeless' runtime `nodejsCE`: CloudEvents 0.1, whose names later versions gave up. */

const { Refusal, dataOf, mediaType } = require('./body');

const STRUCTURED = 'application/cloudevents+json';

/** Fields, and the headers that they are in: those of version 0.1, of Kubeless' triggers, and of 1.0. */
const FIELDS = {
  eventType: ['ce-eventtype', 'event-type', 'ce-type'],
  eventTypeVersion: ['ce-eventtypeversion'],
  eventID: ['ce-eventid', 'event-id', 'ce-id'],
  eventTime: ['ce-eventtime', 'event-time', 'ce-time'],
  source: ['ce-eventsource', 'ce-source'],
  schemaURL: ['ce-schemaurl', 'ce-dataschema'],
  cloudEventsVersion: ['ce-cloudeventsversion', 'ce-specversion'],
  contentType: ['content-type'],
};

const EXTENSION = 'ce-x-';

/**
 * The data of a body; the whole event, if the body is one. Throws a Refusal for JSON that is none, and for events in a format
 * other than JSON.
 */
function cloudDataOf(type, bytes) {
  if (type !== STRUCTURED && type.startsWith('application/cloudevents')) {
    throw new Refusal(500, `Events of the type '${type}' are not understood`);
  }
  const data = dataOf(type.endsWith('+json') ? 'application/json' : type, bytes);
  if (type === STRUCTURED && (typeof data !== 'object' || data === null || Array.isArray(data))) {
    throw new Refusal(400, 'The body is no CloudEvent');
  }
  return data;
}

/** What the function gets: the event in the body, or one of the headers with the body as its data. */
function cloudEventOf(call) {
  if (call.body && mediaType(call.request) === STRUCTURED) return structured(call);
  const { headers } = call.request;
  const event = {};
  for (const field of Object.keys(FIELDS)) event[field] = headers[FIELDS[field].find((name) => headers[name] !== undefined)];
  event.data = call.data;
  const extensions = {};
  for (const name of Object.keys(headers)) {
    if (name.startsWith(EXTENSION)) extensions[name] = extensions[name.slice(EXTENSION.length)] = headers[name];
  }
  event.extensions = withNative(extensions, call, true);
  return event;
}

/** The body's own event; request and response are in its extensions without being a part of it. */
function structured(call) {
  const event = call.data;
  if (typeof event.extensions === 'object' && event.extensions !== null) withNative(event.extensions, call, false);
  else if (event.extensions === undefined) Object.defineProperty(event, 'extensions', { value: withNative({}, call, false) });
  return event;
}

/** Express' objects are made when they are asked for. */
function withNative(extensions, call, enumerable) {
  for (const name of ['request', 'response']) {
    Object.defineProperty(extensions, name, { get: () => call.extensions()[name], enumerable, configurable: true });
  }
  return extensions;
}

module.exports = { cloudDataOf, cloudEventOf };

'use strict';

/**
 * The function of the contract test: the event's type says what to do. Every language has the same (see ../../contract-test). It
 * takes the events of nodejsCE, too.
 */

const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const { Readable } = require('stream');

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

if (process.env.CONTRACT_LOAD) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(process.env.CONTRACT_LOAD) * 1000);
  fs.writeFileSync(path.join(process.env.KUBELESS_INSTALL_VOLUME, 'loaded'), '');
}

const kinds = {
  hello: () => 'hello world',
  echo: (event) => event.data,
  // Data that are no JSON are text; their bytes are in Express' request.
  binary: (event) => event.extensions.request.body,
  event: (event, context) => ({
    data: event.data,
    id: event['event-id'] ?? event.eventID,
    type: typeOf(event),
    time: event['event-time'] ?? event.eventTime,
    namespace: event['event-namespace'] ?? event.extensions.request.get('event-namespace'),
    'function-name': context['function-name'],
    timeout: context.timeout,
    runtime: context.runtime,
    'memory-limit': context['memory-limit'],
  }),
  request: (event) => {
    const { request } = event.extensions;
    return {
      method: request.method,
      path: request.path,
      query: request.url.split('?')[1],
      header: request.get('X-Custom'),
      topic: request.get('event-topic'),
      traceparent: request.get('traceparent'),
    };
  },
  length: (event) => String(event.data.length),
  object: async () => ({ text: 'é', list: [1, true, null] }),
  bytes: () => Buffer.from(Array.from({ length: 256 }, (_, value) => value)),
  nothing: () => undefined,
  status: (event) => {
    event.extensions.response.status(201).set('X-Made', 'yes');
    return 'made';
  },
  stream: () => Readable.from(pieces()),
  fail: () => {
    throw new Error('the secret reason');
  },
  sleep: async (event) => {
    await pause(Number(event.data) * 1000);
    return 'slept';
  },
  loop: () => {
    for (;;);
  },
  exit: () => process.exit(3),
  fork: () => {
    for (let i = 0; i < 5; i++) spawn('sleep', ['300']);
    return 'forked';
  },
  flood: (event) => {
    for (let i = 0; i < Number(event.data); i++) console.log('x'.repeat(1023));
    return 'flooded';
  },
  leak: () => {
    const taken = [];
    for (;;) taken.push(Buffer.alloc(16 << 20, 'x'));
  },
  print: () => {
    console.log('printed by the function');
    return '';
  },
  write: () => ({
    user: process.getuid(),
    group: process.getgid(),
    writable: ['/', '/opt', '/etc', '/tmp', '/kubeless'].filter(writable),
  }),
};

function typeOf(event) {
  return event['event-type'] ?? event.eventType;
}

async function* pieces() {
  for (let number = 0; number < 3; number++) {
    yield `piece ${number}\n`;
    await pause(300);
  }
}

function writable(folder) {
  try {
    fs.writeFileSync(path.join(folder, 'written'), '');
    return true;
  } catch {
    return false;
  }
}

module.exports = { contract: (event, context) => kinds[typeOf(event) || 'hello'](event, context) };

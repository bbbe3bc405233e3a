'use strict';

const CALL = Symbol('call');

// One pair of functions for all events: a getter of its own for each would cost each a hidden class of its own.
const EXTENSIONS = {
  enumerable: true,
  configurable: true,
  get() {
    return this[CALL].extensions();
  },
  set(value) {
    Object.defineProperty(this, 'extensions', { value, enumerable: true, configurable: true, writable: true });
  },
};

/** What the function gets. `extensions` has Express' request and response, made when they are asked for. */
function eventOf(call) {
  const { headers } = call.request;
  const event = {
    data: call.data,
    // Of a CloudEvent what Kubeless' headers do not say.
    'event-id': headers['event-id'] ?? headers['ce-id'],
    'event-type': headers['event-type'] ?? headers['ce-type'],
    'event-time': headers['event-time'] ?? headers['ce-time'],
    'event-namespace': headers['event-namespace'],
  };
  Object.defineProperty(event, CALL, { value: call });
  Object.defineProperty(event, 'extensions', EXTENSIONS);
  return event;
}

module.exports = { eventOf };

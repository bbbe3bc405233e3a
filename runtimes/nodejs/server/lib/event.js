'use strict';

class Given {
  constructor(object) {
    return object;
  }
}

/** Adds to an event the call that it is of, where the function does not see it; that costs less than a property that is hidden. */
class Event extends Given {
  #call;

  constructor(event, call) {
    super(event);
    this.#call = call;
  }

  static callOf(event) {
    return event.#call;
  }
}

// One pair of functions for all events: a getter of its own for each would cost each a hidden class of its own.
const EXTENSIONS = {
  enumerable: true,
  configurable: true,
  get() {
    return Event.callOf(this).extensions();
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
  new Event(event, call);
  return Object.defineProperty(event, 'extensions', EXTENSIONS);
}

module.exports = { eventOf };

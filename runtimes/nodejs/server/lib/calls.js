'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const { entryOf } = require('./accesslog');
const { WORDS, now } = require('./board');
const { Refusal, dataOf, hasBody, mediaType, readBody, tooLong } = require('./body');
const { Call } = require('./call');
const { cloudDataOf, cloudEventOf } = require('./cloudevent');
const counters = require('./counters');
const { eventOf } = require('./event');

const TICK = 50;
/** Ticks without a call after which the clock stops. */
const RESTLESS = 20;

/** The calls of one worker: admitted up to the concurrency, queued up to the queue's length, ended when they take too long. */
class Calls {
  constructor(settings, handler, board, log) {
    this.settings = settings;
    this.handler = handler;
    this.board = board;
    this.log = log;
    this.draining = false;
    this.context = {
      'function-name': settings.handler,
      timeout: settings.timeout / 1000,
      runtime: settings.runtime,
      'memory-limit': settings.memoryLimit,
    };
    const cloud = settings.events === 'cloudevents-0.1';
    this.dataOf = cloud ? cloudDataOf : dataOf;
    this.eventOf = cloud ? cloudEventOf : eventOf;
    this.running = 0;
    // Calls by their places on the board.
    this.places = [];
    this.waiting = [];
    this.current = new AsyncLocalStorage();
    this.invoke = this.invoke.bind(this);
    this.clock = undefined;
    this.quiet = 0;
  }

  /** Serves a request that is for the function. */
  serve(request, response) {
    const call = new Call(request, response, entryOf(request), this);
    const type = mediaType(request);
    call.data = {};
    if (!hasBody(request) || type.startsWith('multipart/')) {
      this.admit(call);
      return;
    }
    readBody(request, this.settings.bodyLimit, (refusal, bytes) => {
      if (refusal) this.refuse(call, refusal);
      else this.serveBody(call, type, bytes);
    });
  }

  serveBody(call, type, bytes) {
    try {
      if (bytes.length > 0) {
        call.body = bytes;
        call.data = this.dataOf(type, bytes);
      }
    } catch (error) {
      this.refuse(call, error);
      return;
    }
    this.admit(call);
  }

  /** Refuses a request whose client waits for leave to send too much. */
  refuseUnread(request, response) {
    response.shouldKeepAlive = false;
    this.refuse(new Call(request, response, entryOf(request), this), tooLong(this.settings.bodyLimit));
  }

  refuse(call, refusal) {
    if (refusal.status) call.refuse(refusal.status, refusal.message, refusal.status === 503 ? { 'Retry-After': '1' } : {});
  }

  admit(call) {
    if (this.running < this.settings.concurrency) this.start(call);
    else if (this.waiting.length < this.settings.queue) this.waiting.push(call);
    else this.refuse(call, new Refusal(503, 'All places for calls are taken, and the queue is full'));
  }

  start(call) {
    const descriptor = call.request.socket.descriptor ?? -1;
    call.place = this.board.begin(descriptor, counters.methodNumber(call.request.method), call.entry.text);
    this.places[call.place] = call;
    this.running += 1;
    this.watch();
    this.current.run(call, this.invoke, call);
  }

  invoke(call) {
    let result;
    try {
      result = this.handler(this.eventOf(call), { ...this.context });
    } catch (error) {
      call.fail(error);
      return;
    }
    if (typeof result?.then === 'function') {
      result.then(
        (value) => call.succeed(value),
        (error) => call.fail(error),
      );
    } else {
      call.succeed(result);
    }
  }

  /** The call that is to blame for what happens just now, if any. */
  blamed() {
    return this.current.getStore();
  }

  answering(call) {
    this.board.answer(call.place);
  }

  settled(call, failed) {
    this.board.end(call.place, failed);
    this.places[call.place] = undefined;
    this.running -= 1;
    if (this.waiting.length > 0) setImmediate(() => this.next());
  }

  next() {
    while (this.waiting.length > 0 && this.running < this.settings.concurrency) {
      const call = this.waiting.shift();
      if (!call.response.destroyed) this.start(call);
    }
  }

  /** Wakes the watchdog and the clock, if they sleep. */
  watch() {
    const { words } = this.board;
    if (words[WORDS.watching] === 0) {
      Atomics.store(words, WORDS.watching, 1);
      Atomics.notify(words, WORDS.watching);
    }
    this.clock ??= setInterval(() => this.tick(), TICK);
  }

  tick() {
    Atomics.add(this.board.words, WORDS.tick, 1);
    const latest = now() - this.settings.timeout;
    for (const call of this.places) {
      if (call && this.board.started[call.place] <= latest) call.expire();
    }
    this.quiet = this.running > 0 ? 0 : this.quiet + 1;
    if (this.quiet < RESTLESS) return;
    clearInterval(this.clock);
    this.clock = undefined;
    this.quiet = 0;
  }
}

module.exports = { Calls };

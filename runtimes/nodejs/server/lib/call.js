'use strict';

const { pipeline } = require('node:stream');
const { TIMEOUT } = require('./lastwords');
const { nativeOf } = require('./native');

const JSON_TYPE = 'application/json; charset=utf-8';
const BYTES_TYPE = 'application/octet-stream';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const INTERNAL_ERROR = 'Internal Server Error';

/** One call of the function, from its request to its answer. */
class Call {
  /**
   * @param entry what the request says in the log
   * @param events `answering(call)` before an answer's head is sent, `settled(call, failed)` once the function is done,
   *   `log(entry, status, size)` once it is known; `draining` says whether the connection is to be closed
   */
  constructor(request, response, entry, events) {
    this.request = request;
    this.response = response;
    this.entry = entry;
    this.events = events;
    this.body = undefined;
    this.data = undefined;
    this.place = -1;
    this.native = undefined;
    this.settled = false;
    this.streaming = false;
  }

  /** Express' request and response, which from here on the function may use. */
  extensions() {
    if (!this.native) {
      this.native = nativeOf(this);
      this.response.once('close', () => this.closed());
    }
    return this.native;
  }

  /** The answer's head is about to be sent. */
  onHead() {
    if (this.events.draining) this.response.shouldKeepAlive = false;
    if (!this.settled) this.events.answering(this);
  }

  /** The function returned, or its promise was kept. */
  succeed(result) {
    if (this.settled) return;
    const { response } = this;
    if (response.writableEnded || response.destroyed) {
      this.settle(false);
    } else if (isStream(result)) {
      this.stream(result);
    } else if (result === undefined && this.native && (response.headersSent || response.listenerCount('unpipe') > 0)) {
      // The function writes its answer itself, or has it piped; its time runs on.
      this.streaming = true;
    } else {
      this.send(result);
    }
  }

  send(result) {
    let text;
    try {
      if (typeof result === 'string') return this.finish(200, result, undefined);
      if (result instanceof Uint8Array) return this.finish(200, result, BYTES_TYPE);
      text = result === undefined ? '' : JSON.stringify(result) ?? '';
    } catch (error) {
      return this.fail(error);
    }
    this.finish(200, text, typeof result === 'object' ? JSON_TYPE : undefined);
  }

  stream(result) {
    this.streaming = true;
    const { response } = this.extensions();
    pipeline(result, response, (error) => {
      // A caller who goes away is no failure of the function.
      if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.fail(error);
    });
  }

  /** The function threw, or its promise was broken. Callers see that, but not why. */
  fail(error) {
    console.error('The function failed:', error);
    if (this.settled) return;
    this.settle(true);
    this.refuse(500, INTERNAL_ERROR);
  }

  /** The function took too long. It may still run, but has nobody to answer. */
  expire() {
    this.settle(true);
    this.refuse(408, TIMEOUT);
  }

  /** Answers without the function; breaks off an answer that has begun. */
  refuse(status, text, headers = {}) {
    const { response } = this;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.statusCode = status;
    for (const name of Object.keys(headers)) response.setHeader(name, headers[name]);
    response.setHeader('Access-Control-Allow-Origin', '*');
    this.finish(status, text, TEXT_TYPE);
  }

  /** Sends a whole body, with what the function has set on the response if it has asked for it. */
  finish(status, body, type) {
    const { response } = this;
    const size = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    this.settle(false);
    if (this.events.draining) response.shouldKeepAlive = false;
    if (this.native || status !== 200) {
      if (type && !response.hasHeader('content-type')) response.setHeader('Content-Type', type);
      if (!response.headersSent) response.setHeader('Content-Length', size);
      response.end(body);
    } else if (type === undefined) {
      response.endForAnyOrigin(body, size);
    } else {
      response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': type, 'Content-Length': size });
      response.end(body);
    }
    if (!this.native) this.events.log(this.entry, status, size);
  }

  /** The connection has taken the whole answer of a function that asked for the response, or is gone. */
  closed() {
    const { response } = this;
    if (this.streaming) this.settle(false);
    // Node keeps the length that it found out itself where only it can see it.
    const size = response.getHeader('content-length') ?? response._contentLength ?? '-';
    this.events.log(this.entry, response.statusCode, size);
  }

  settle(failed) {
    if (this.settled) return;
    this.settled = true;
    if (this.place >= 0) this.events.settled(this, failed);
  }
}

function isStream(result) {
  if (typeof result !== 'object' || result === null || result instanceof Uint8Array) return false;
  return typeof result.pipe === 'function' || typeof result[Symbol.asyncIterator] === 'function';
}

module.exports = { Call };

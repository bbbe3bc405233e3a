'use strict';

const express = require('express');
const http = require('node:http');

/**
 * Express' request and response. Node's own objects become Express' when a function asks for them, which most do not: so
 * the others do not pay for it.
 */

const app = express();
app.disable('x-powered-by');

/**
 * Turns a call's request and response into Express', and gives them.
 *
 * @param call the call; its `onHead` is called before the answer's head is sent
 */
function nativeOf(call) {
  const { request, response } = call;
  if (!response.headersSent) reopen(request);
  request.res = response;
  response.req = request;
  Object.setPrototypeOf(request, app.request);
  Object.setPrototypeOf(response, app.response);
  const [path, query] = splitTarget(request.url);
  request.originalUrl = request.url;
  request.baseUrl = '';
  request.params = { 0: path };
  request.query = app.get('query parser fn')(query);
  request.body = call.body ?? {};
  request.next = (error) => call.fail(error ?? new Error('There is nothing after the function'));
  response.locals = Object.create(null);
  // A function that comes back to its response after a time-out finds it answered.
  if (!response.headersSent) response.setHeader('Access-Control-Allow-Origin', '*');
  response.writeHead = function writeHead(...head) {
    call.onHead();
    return http.ServerResponse.prototype.writeHead.apply(this, head);
  };
  return { request, response };
}

/** Makes of a request without a body, which Node took for read, a stream that a function may read to its end. */
function reopen(request) {
  const state = request._readableState;
  if (!request._dumped || !state.endEmitted) return;
  request._dumped = false;
  for (const flag of ['endEmitted', 'destroyed', 'closed', 'closeEmitted']) state[flag] = false;
}

function splitTarget(target) {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

module.exports = { nativeOf };

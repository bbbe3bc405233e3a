'use strict';

const fs = require('node:fs');
const http = require('node:http');
const { entryOf } = require('./accesslog');
const { Answer } = require('./answer');
const counters = require('./counters');

const KEEP_ALIVE = 75_000;
const SLOWEST_HEAD = 30_000;
const LONGEST_HEAD = 65536;
/** Milliseconds after which all workers have saved the counts of calls that have ended. */
const SAVED = 20;

/** The HTTP server of a worker: its own two paths, CORS, and the function behind all the rest. */
function serverOf(calls, log, settings, regions) {
  const options = {
    keepAliveTimeout: KEEP_ALIVE,
    headersTimeout: SLOWEST_HEAD,
    maxHeaderSize: LONGEST_HEAD,
    noDelay: true,
    ServerResponse: Answer,
    // From Node.js 24 on: a request without a body is no stream that ends, until it is made one: see native.js.
    optimizeEmptyRequests: true,
  };
  const server = http.createServer(options, (request, response) => {
    const { method, url } = request;
    if (method === 'OPTIONS') preflight(request, response, calls, log);
    else if (isOwn(url, '/healthz', method)) own(response, calls, 'text/plain; charset=utf-8', 'OK');
    else if (isOwn(url, '/metrics', method)) metrics(response, calls, log, regions);
    else calls.serve(request, response);
  });
  server.on('checkContinue', (request, response) => {
    // Who would send too much is told so before, and never sends it.
    if (Number(request.headers['content-length']) > settings.bodyLimit && !isMultipart(request)) {
      calls.refuseUnread(request, response);
      return;
    }
    response.writeContinue();
    server.emit('request', request, response);
  });
  const open = new Set();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.descriptor = socket._handle?.fd ?? -1;
    const place = log.board.connect(socket.descriptor);
    socket.once('close', () => {
      open.delete(socket);
      log.board.disconnect(place);
    });
  });
  return { server, drain: () => drain(server, calls, open) };
}

/** Ends the process once all calls under way are answered. */
function drain(server, calls, open) {
  calls.draining = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  // Node does not count those as idle that have not sent anything yet.
  for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
}

function isOwn(url, path, method) {
  const is = url === path || (url[path.length] === '?' && url.startsWith(path));
  return is && (method === 'GET' || method === 'HEAD');
}

function isMultipart(request) {
  return (request.headers['content-type'] ?? '').trim().toLowerCase().startsWith('multipart/');
}

function own(response, calls, type, text) {
  if (calls.draining) response.shouldKeepAlive = false;
  response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

function metrics(response, calls, log, regions) {
  log.flush();
  setTimeout(() => {
    const content = new Float64Array(counters.NUMBERS * regions);
    fs.readSync(log.countsFile, content, 0, content.byteLength, 0);
    const each = Array.from({ length: regions }, (_, region) =>
      content.subarray(region * counters.NUMBERS, (region + 1) * counters.NUMBERS),
    );
    own(response, calls, counters.CONTENT_TYPE, counters.render(each));
  }, SAVED);
}

/** Kubeless answers OPTIONS itself: whatever the browser asks for is allowed. */
function preflight(request, response, calls, log) {
  const headers = { 'Access-Control-Allow-Origin': '*', 'Content-Length': 0 };
  const { 'access-control-request-method': method, 'access-control-request-headers': names } = request.headers;
  if (method !== undefined) headers['Access-Control-Allow-Methods'] = method;
  if (names !== undefined) headers['Access-Control-Allow-Headers'] = names;
  if (calls.draining) response.shouldKeepAlive = false;
  response.writeHead(200, headers);
  response.end();
  log.line(entryOf(request), 200, 0);
}

module.exports = { serverOf };

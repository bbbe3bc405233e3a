'use strict';

const zlib = require('node:zlib');

const DECODERS = { gzip: zlib.createGunzip, 'x-gzip': zlib.createGunzip, deflate: zlib.createInflate, br: zlib.createBrotliDecompress };

/** Bytes that a client may send in vain. */
const MOST_DISCARDED = 256 << 20;

/** A request that the function is not called for. */
class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** Whether a request has a body at all. */
function hasBody(request) {
  return request.headers['transfer-encoding'] !== undefined || (request.headers['content-length'] ?? '0') !== '0';
}

/** A media type without its parameters, in lower case. */
function mediaType(request) {
  const type = request.headers['content-type'];
  if (type === undefined) return '';
  const end = type.indexOf(';');
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}

/**
 * Reads the whole body and calls `done(refusal, bytes)` once; the client's going away is a refusal with status 0.
 *
 * @param limit the most bytes, before and after decoding
 */
function readBody(request, limit, done) {
  const coding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (Number(request.headers['content-length'] ?? 0) > limit) return discard(request, tooLong(limit), done);
  if (coding === 'identity') return collect(request, limit, (refusal, bytes) => settle(request, refusal, bytes, done));
  if (!DECODERS[coding]) return discard(request, new Refusal(415, `Content-Encoding '${coding}' is not understood`), done);
  const decoder = request.pipe(DECODERS[coding]());
  request.on('error', () => decoder.destroy(new Error('the client is gone')));
  collect(decoder, limit, (refusal, bytes) => {
    if (refusal) request.unpipe(decoder);
    settle(request, refusal, bytes, done);
  });
}

function collect(source, limit, done) {
  const pieces = [];
  let size = 0;
  let open = true;
  const finish = (refusal) => {
    if (!open) return;
    open = false;
    if (refusal) done(refusal);
    else done(null, pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, size));
  };
  source.on('data', (piece) => {
    size += piece.length;
    if (size > limit) finish(tooLong(limit));
    else if (open) pieces.push(piece);
  });
  source.on('end', () => finish(null));
  source.on('error', (error) => finish(new Refusal(400, `The body cannot be read: ${error.message}`)));
}

function settle(request, refusal, bytes, done) {
  if (!refusal) done(null, bytes);
  else if (request.complete) done(refusal);
  else if (request.destroyed) done(new Refusal(0, 'The client is gone'));
  else discard(request, refusal, done);
}

/** Refuses once the client has sent all: one that still sends may not read the answer, or take the next for it. */
function discard(request, refusal, done) {
  let size = 0;
  request.on('data', (piece) => {
    size += piece.length;
    if (size > MOST_DISCARDED) request.destroy();
  });
  request.on('end', () => done(refusal));
  request.on('error', () => done(new Refusal(0, 'The client is gone')));
  request.resume();
}

/** Kubeless' meaning of a body: JSON if it says so, else text. Throws a Refusal for JSON that is none. */
function dataOf(type, bytes) {
  const text = bytes.toString('utf8');
  if (type !== 'application/json') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `The body is not JSON: ${error.message}`);
  }
}

function tooLong(limit) {
  return new Refusal(413, `The request body is longer than ${limit} bytes`);
}

module.exports = { Refusal, dataOf, hasBody, mediaType, readBody, tooLong };

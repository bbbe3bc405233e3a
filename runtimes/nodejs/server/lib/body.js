'use strict';

const zlib = require('node:zlib');

const DECODERS = { gzip: zlib.createGunzip, 'x-gzip': zlib.createGunzip, deflate: zlib.createInflate, br: zlib.createBrotliDecompress };

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
  if (Number(request.headers['content-length'] ?? 0) > limit) return done(tooLong(limit));
  const coding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (coding !== 'identity' && !DECODERS[coding]) return done(new Refusal(415, `Content-Encoding '${coding}' is not understood`));
  const source = coding === 'identity' ? request : request.pipe(DECODERS[coding]());
  const pieces = [];
  let size = 0;
  let open = true;
  const finish = (refusal) => {
    if (!open) return;
    open = false;
    if (refusal && source !== request) source.destroy();
    done(refusal, refusal ? undefined : pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, size));
  };
  source.on('data', (piece) => {
    size += piece.length;
    if (size > limit) finish(tooLong(limit));
    else if (open) pieces.push(piece);
  });
  source.on('end', () => finish(null));
  source.on('error', (error) => finish(new Refusal(source === request ? 0 : 400, `The body cannot be read: ${error.message}`)));
  if (source !== request) request.on('error', () => finish(new Refusal(0, 'The client is gone')));
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

module.exports = { Refusal, dataOf, hasBody, mediaType, readBody };

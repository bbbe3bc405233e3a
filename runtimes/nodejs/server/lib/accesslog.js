'use strict';

/** The access log: one line for each call on standard output, in Apache's combined format. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// eslint-disable-next-line no-control-regex
const UNSAFE = /["\\\x00-\x1f\x7f-\uffff]/;
const ESCAPED = new RegExp(UNSAFE, 'g');

let second = 0;
let stamp = '';

/** What of a request stands in its line, with a place for the answer's part: see `lineOf`. */
function requestText(request) {
  const headers = request.headers;
  return `${request.socket.remoteAddress ?? '-'}\n${request.method} ${request.url} HTTP/${request.httpVersion}\n${
    headers.referer ?? ''
  }\n${headers['user-agent'] ?? ''}`;
}

/** The line, with its line feed, for a request's text and its answer; `size` is that of the body. */
function lineOf(text, status, size) {
  const [peer, line = '', referer = '', agent = ''] = text.split('\n');
  const address = peer.startsWith('::ffff:') ? peer.slice(7) : peer;
  return `${address} - - [${time()}] "${safe(line)}" ${status} ${size} "${safe(referer)}" "${safe(agent)}"\n`;
}

function safe(text) {
  if (!UNSAFE.test(text)) return text;
  return text.replace(ESCAPED, (unsafe) => {
    if (unsafe === '"' || unsafe === '\\') return `\\${unsafe}`;
    return `\\x${unsafe.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

function time() {
  const current = Math.floor(Date.now() / 1000);
  if (current !== second) {
    second = current;
    const [year, month, day, clock] = new Date(current * 1000).toISOString().split(/[-T.]/);
    stamp = `${day}/${MONTHS[month - 1]}/${year}:${clock} +0000`;
  }
  return stamp;
}

module.exports = { lineOf, requestText };

'use strict';

/** The access log: one line for each call on standard output, in Apache's combined format. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// eslint-disable-next-line no-control-regex
const UNSAFE = /["\\\x00-\x1f\x7f-\uffff]/;
const ESCAPED = new RegExp(UNSAFE, 'g');
const LAST = Symbol('the last entry of a connection');

let nextSecond = 0;
let stamp = '';

/** What a request says in its line. */
class Entry {
  constructor(peer, target, referer, agent) {
    this.text = `${peer}\n${target}\n${referer}\n${agent}`;
    this.address = peer.startsWith('::ffff:') ? peer.slice(7) : peer;
    this.target = safe(target);
    this.client = `"${safe(referer)}" "${safe(agent)}"`;
    this.last = { stamp: '', status: 0, size: 0, bytes: undefined };
  }

  /** An entry's `text` again as an entry; it may be cut off. */
  static of(text) {
    const [peer, target = '', referer = '', agent = ''] = text.split('\n');
    return new Entry(peer, target, referer, agent);
  }

  /** The line, with its line feed; `size` is that of the answer's body. */
  line(status, size) {
    return `${this.address} - - [${time()}] "${this.target}" ${status} ${size} ${this.client}\n`;
  }

  /** The line's bytes; within a second calls that are alike mostly end alike. */
  bytes(status, size) {
    const { last } = this;
    if (last.size !== size || last.status !== status || last.stamp !== time()) {
      this.last = { stamp: time(), status, size, bytes: Buffer.from(this.line(status, size), 'latin1') };
    }
    return this.last.bytes;
  }
}

/** The entry of a request. Requests of a connection are mostly alike: then it is the one of the last. */
function entryOf(request) {
  const { socket, method, url, httpVersion, headers } = request;
  const { referer = '', 'user-agent': agent = '' } = headers;
  const last = socket[LAST];
  if (last && last.url === url && last.method === method && last.agent === agent && last.referer === referer && last.version === httpVersion) {
    return last.entry;
  }
  const entry = new Entry(socket.remoteAddress ?? '-', `${method} ${url} HTTP/${httpVersion}`, referer, agent);
  socket[LAST] = { method, url, version: httpVersion, referer, agent, entry };
  return entry;
}

function safe(text) {
  if (!UNSAFE.test(text)) return text;
  return text.replace(ESCAPED, (unsafe) => {
    if (unsafe === '"' || unsafe === '\\') return `\\${unsafe}`;
    return `\\x${unsafe.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

function time() {
  const current = Date.now();
  if (current >= nextSecond || current < nextSecond - 1000) {
    nextSecond = current - (current % 1000) + 1000;
    const [year, month, day, clock] = new Date(current).toISOString().split(/[-T.]/);
    stamp = `${day}/${MONTHS[month - 1]}/${year}:${clock} +0000`;
  }
  return stamp;
}

module.exports = { Entry, entryOf };

'use strict';

const http = require('node:http');

const ANY_ORIGIN = 'Access-Control-Allow-Origin: *\r\n';

/** Node's response, and a way to send a whole one whose headers nobody has set: without setting, checking and listing them. */
class Answer extends http.ServerResponse {
  constructor(request, options) {
    super(request, options);
    this.isForAnyOrigin = false;
  }

  /** Sends a body with status 200 and its length. */
  endForAnyOrigin(body, size) {
    if (this.req.method === 'HEAD' || this.req.httpVersionMinor !== 1) {
      // Node leaves out the length for these.
      this.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Length': size });
    } else {
      this.isForAnyOrigin = true;
    }
    this.end(body);
  }

  // Node begins each head with the line, and adds the headers to it.
  _storeHeader(line, headers) {
    super._storeHeader(this.isForAnyOrigin ? line + ANY_ORIGIN : line, headers);
  }
}

module.exports = { Answer };

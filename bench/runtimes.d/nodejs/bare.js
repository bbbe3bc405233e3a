'use strict';

// A server that can only say hello. Argument: port.
require('node:http')
  .createServer((request, response) => response.end('hello world'))
  .listen(Number(process.argv[2]), '127.0.0.1', 1024);

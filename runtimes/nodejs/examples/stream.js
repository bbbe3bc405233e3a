const { Readable } = require('stream');

module.exports = {
  handler: (event, context) => Readable.from(['piece 0\n', 'piece 1\n', 'piece 2\n']),
};

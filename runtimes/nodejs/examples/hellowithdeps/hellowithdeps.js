const _ = require('lodash');

module.exports = {
  handler: (event, context) => _.upperFirst(_.words('hello-with-dependencies').join(' ')),
};

const greeting = require('greeting');

module.exports = { greet: () => greeting.TEXT };

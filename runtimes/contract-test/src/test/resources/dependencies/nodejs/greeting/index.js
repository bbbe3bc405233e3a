exports.TEXT = 'hello from a dependency';

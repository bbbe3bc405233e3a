module.exports = {
  handler: (event, context) => ({ count: event.data.items.length }),
};

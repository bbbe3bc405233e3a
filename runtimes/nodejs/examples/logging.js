module.exports = {
  handler: (event, context) => {
    console.log('called with ' + event.data);
    return 'logged';
  },
};

module.exports = {
  handler: async (event, context) => {
    await new Promise((resolve) => setTimeout(resolve, Number(event.data) * 1000));
    return 'slept';
  },
};

'use strict';

/** A variable that cannot be used; the message names it and says what it must be. */
class SettingsError extends Error {}

/**
 * Reads the environment: the variables of the runtime contract, and this server's own. An empty variable counts as one
 * that is not there.
 *
 * @throws {SettingsError}
 */
function settingsOf(env) {
  const text = (name, otherwise) => (env[name] ?? '').trim() || otherwise;
  const number = (name, otherwise, least, rule, isGood) => {
    const value = text(name, String(otherwise));
    if (!/^\d+(\.\d+)?$/.test(value) || !isGood(Number(value)) || Number(value) < least) {
      throw new SettingsError(`${name} is '${value}', but must be ${rule}`);
    }
    return Number(value);
  };
  const whole = (name, otherwise, least, most) =>
    number(name, otherwise, least, `a whole number from ${least} to ${most}`, (n) => Number.isInteger(n) && n <= most);
  const positive = (name, otherwise, of) => number(name, otherwise, 0, `a number of ${of} greater than 0`, (n) => n > 0);
  const oneOf = (name, choices) => {
    const value = text(name, choices[0]);
    if (!choices.includes(value)) throw new SettingsError(`${name} is '${value}', but must be ${choices.join(' or ')}`);
    return value;
  };
  const needed = (name) => {
    if (!text(name, '')) throw new SettingsError(`${name} is not set`);
    return text(name, '');
  };
  return Object.freeze({
    host: text('FUNC_HOST', '0.0.0.0'),
    port: whole('FUNC_PORT', 8080, 1, 65535),
    folder: text('KUBELESS_INSTALL_VOLUME', '/kubeless'),
    module: needed('MOD_NAME'),
    handler: needed('FUNC_HANDLER'),
    timeout: positive('FUNC_TIMEOUT', 180, 'seconds') * 1000,
    events: oneOf('DROMEDARY_EVENTS', ['kubeless', 'cloudevents-0.1']),
    runtime: env.FUNC_RUNTIME,
    memoryLimit: env.FUNC_MEMORY_LIMIT,
    workers: whole('FUNC_WORKERS', 1, 1, 64),
    concurrency: whole('FUNC_CONCURRENCY', 1000, 1, 1000),
    queue: whole('FUNC_QUEUE', 256, 0, 1000000),
    bodyLimit: Math.floor(positive('REQ_MB_LIMIT', 1, 'megabytes') * 1024 * 1024),
    shutdownTimeout: positive('SHUTDOWN_TIMEOUT', 10, 'seconds') * 1000,
    terminationLog: text('TERMINATION_LOG', '/dev/termination-log'),
  });
}

module.exports = { SettingsError, settingsOf };

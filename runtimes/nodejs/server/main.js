'use strict';

/** Starts the server: node main.js. Settings are in the environment: see lib/settings.js. */

const path = require('node:path');
const { SettingsError, settingsOf } = require('./lib/settings');
const { Supervisor, explainEnd, say } = require('./lib/supervisor');

function main() {
  let settings;
  try {
    settings = settingsOf(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    say(error.message);
    explainEnd(process.env.TERMINATION_LOG || '/dev/termination-log', error.message);
    process.exit(2);
  }
  new Supervisor(settings, path.join(__dirname, 'worker.js')).run();
}

main();

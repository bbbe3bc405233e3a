'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');

/** The function cannot be served; the message says why. */
class LoadError extends Error {}

/**
 * The handler: what the module exports if that is a function, else the function called `settings.handler` in it.
 *
 * @throws {LoadError} and what the module throws
 */
async function load(settings) {
  const file = path.join(settings.folder, `${settings.module}.js`);
  if (!fs.existsSync(file)) throw new LoadError(`There is no file ${file} (MOD_NAME is '${settings.module}')`);
  const exported = await evaluate(file);
  for (const candidate of [exported, exported?.default]) {
    if (typeof candidate === 'function') return candidate;
    if (typeof candidate?.[settings.handler] === 'function') return candidate[settings.handler].bind(candidate);
  }
  const names = Object.keys(exported ?? {}).filter((name) => typeof exported[name] === 'function');
  throw new LoadError(`${settings.module}.js exports no function '${settings.handler}'; it has: ${names.join(', ') || 'none'}`);
}

async function evaluate(file) {
  try {
    return createRequire(file)(file);
  } catch (error) {
    // An ECMAScript module that awaits something before it is ready.
    if (error.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return import(pathToFileURL(file));
  }
}

module.exports = { LoadError, load };

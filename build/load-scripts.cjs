// The main script of the executable: it runs main.cjs, which requires the others when it needs them (bundling/library-scripts.ts). Each is
// an asset of the executable, in the form that code-cache/scripts.ts gives it, beside V8's compiled form of it; that is empty for a platform
// that the build could not run.
'use strict';
const { getRawAsset } = require('node:sea');
const { Script } = require('node:vm');

const functions = new Map();
const loaded = new Map();

function functionOf(name) {
  if (!functions.has(name)) for (const [each, made] of Object.entries(packOf(name))) functions.set(each, made);
  return functions.get(name);
}

function packOf(name) {
  const cache = Buffer.from(getRawAsset(`${name}.cache`));
  const script = new Script(Buffer.from(getRawAsset(name)).utf8Slice(), {
    filename: name,
    cachedData: cache.length === 0 ? undefined : cache,
  });
  return script.runInThisContext();
}

function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  functionOf(name)(module.exports, requireScript, module, process.execPath, process);
  return module.exports;
}

function requireScript(id) {
  return id.startsWith('./') ? load(id.slice(2)) : require(id);
}

load('main.cjs');

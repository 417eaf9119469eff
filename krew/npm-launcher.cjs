#!/usr/bin/env node
// The command of the npm package. It is written for every Node there is, so that an old one says one clear sentence and not the
// stack of a syntax error in main.cjs.
'use strict';
var wanted = require('./package.json').engines.node.replace('>=', '').split('.');
var found = process.version.slice(1).split('.');
if (+found[0] < +wanted[0] || (+found[0] === +wanted[0] && +found[1] < +wanted[1])) {
  process.stderr.write(
    'error: kubectl atlas-pe needs Node ' + wanted.join('.') + ' or newer; this is Node ' + found.join('.') + '\n',
  );
  process.exitCode = 1;
} else {
  // Node keeps the compiled form on disk: every start but the first takes half the time (bench/binary.md).
  require('node:module').enableCompileCache();
  require('./main.cjs');
}

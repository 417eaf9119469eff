/**
 * The variables that Node itself reads, but NODE_EXTRA_CA_CERTS, which stays: authorities that a person wants to be trusted. From
 * `nodejs.org/docs/latest-v24.x/api/cli.html#environment-variables`, and those of lib/ and src/ that are not documented.
 */
export const nodeVariables: readonly string[] = [
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NODE_CLUSTER_SCHED_POLICY',
  'NODE_COMPILE_CACHE',
  'NODE_COMPILE_CACHE_PORTABLE',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'NODE_DISABLE_COLORS',
  'NODE_DISABLE_COMPILE_CACHE',
  'NODE_ICU_DATA',
  'NODE_INSPECT_RESUME_ON_START',
  'NODE_NO_READLINE',
  'NODE_NO_WARNINGS',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_PENDING_DEPRECATION',
  'NODE_PENDING_PIPE_INSTANCES',
  'NODE_PRESERVE_SYMLINKS',
  'NODE_PRESERVE_SYMLINKS_MAIN',
  'NODE_REDIRECT_WARNINGS',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_REPL_HISTORY',
  'NODE_REPL_HISTORY_SIZE',
  'NODE_REPL_MODE',
  'NODE_SKIP_PLATFORM_CHECK',
  'NODE_TEST_CONTEXT',
  'NODE_TEST_WORKER_ID',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_UNIQUE_ID',
  'NODE_USE_ENV_PROXY',
  'NODE_USE_SYSTEM_CA',
  'NODE_V8_COVERAGE',
];

/** As long as `NODE`, fit for an identifier of JavaScript, and begins no variable that anybody sets. */
const OTHER = 'none';
const isWord = (byte: number | undefined): boolean => byte !== undefined && /\w/.test(String.fromCharCode(byte));

/**
 * A copy of a Node binary, of any platform, that reads none of the variables above: their names in it are others, as long as before. A
 * tracer that a person's NODE_OPTIONS preloads, or an inspector that waits, is meant for their own programs. What this program starts still
 * inherits them. Node has no setting for that: `execArgvExtension` of a single executable (24.6) leaves NODE_OPTIONS alone, but none of
 * the others, and our Node for macOS on arm64 is older.
 * @throws Error if NODE_OPTIONS is not found: then the binary is not what this is made for
 */
export function deafNode(binary: Buffer): Buffer {
  const deaf = Buffer.from(binary);
  for (const name of nodeVariables) {
    let found = 0;
    for (let at = deaf.indexOf(name); at >= 0; at = deaf.indexOf(name, at + 1)) {
      if (isWord(deaf[at + name.length])) continue;
      deaf.write(OTHER, at, 'latin1');
      found += 1;
    }
    if (found === 0 && name === 'NODE_OPTIONS') throw new Error('no NODE_OPTIONS in this binary of Node');
  }
  return deaf;
}

/** How a module of WebAssembly begins in base64: its magic number and its version (webassembly.github.io/spec/core/binary/modules.html). */
const MODULE = 'AGFzbQEAAA';
/** Fewer bytes are of something small, such as the parser of HTTP that is twice in Node's undici. */
const LARGE = 1_000_000;
/** What stands for nothing in base64, and takes next to no place in an archive. */
const BLANK = 'A'.charCodeAt(0);

/**
 * A copy of a Node binary without what Node reads TypeScript with: a compiler in WebAssembly that is kept as base64 in
 * lib/internal/deps/amaro, 3.8 MB, of which 1.4 remain in an archive. A single executable runs nothing but JavaScript. The file
 * keeps its length, and everything in it its place.
 * @throws Error if there is none: then the binary is not what this is made for
 */
export function withoutTypeScript(binary: Buffer): Buffer {
  const blanked = Buffer.from(binary);
  let found = 0;
  for (let at = blanked.indexOf(MODULE); at >= 0; at = blanked.indexOf(MODULE, at + 1)) {
    const end = endOfBase64(blanked, at);
    if (end - at < LARGE) continue;
    blanked.fill(BLANK, at, end);
    found += 1;
  }
  if (found === 0) throw new Error('no compiler of TypeScript in this binary of Node');
  return blanked;
}

function endOfBase64(bytes: Buffer, from: number): number {
  let at = from;
  while (/[\w+/=]/.test(String.fromCharCode(bytes[at] ?? 0))) at += 1;
  return at;
}

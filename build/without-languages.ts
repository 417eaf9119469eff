/** What ICU's data are marked with: two numbers, and ten bytes further the form of a package (icu4c/source/common/unicode/udata.h, UDataInfo). */
const MAGIC = Buffer.from([0xda, 0x27]);
const PACKAGE = Buffer.from('CmnD');
/** Where both stand from where the data begin, in bytes. */
const [MAGIC_AT, PACKAGE_AT] = [2, 12];
/** Fewer items are of something small, such as data that somebody else added. */
const MANY = 1000;
/**
 * The data of one language or of one of its regions, `icudt78l/de.res` or `icudt78l/curr/zh_Hant_TW.res`. What no language has is named
 * otherwise: `root.res`, `pool.res`, `res_index.res`.
 */
const ofLanguage = /^\w+\/(?:[a-z]+\/)?(?!en[._]|res_index\.)[a-z]{2,3}(?:_\w+)?\.res$/;

interface Item {
  readonly name: string;
  /** Bytes from the beginning of the file. */
  readonly from: number;
  readonly to: number;
}

/**
 * A copy of a Node binary with the data of English alone, as a Node is that is configured `--with-intl=small-icu`: 19 MB of ICU's 33, of which
 * 7 remain in an archive. This program asks for English and prints nothing else. ICU takes an item that it cannot read for one that is not
 * there, and uses what all languages share (icu4c/source/common/uresbund.cpp, init_entry). The file keeps its length, and everything in
 * it its place.
 * @throws Error if there is none: then the binary is not what this is made for
 */
export function withoutLanguages(binary: Buffer): Buffer {
  const languages = itemsOf(binary).filter(({ name }) => ofLanguage.test(name));
  if (languages.length === 0) throw new Error('no data of languages in this binary of Node');
  const blanked = Buffer.from(binary);
  for (const { from, to } of languages) blanked.fill(0, from, to);
  return blanked;
}

/** The items of ICU's data but the last, of which nothing tells where it ends. */
function itemsOf(binary: Buffer): readonly Item[] {
  for (let at = binary.indexOf(PACKAGE); at >= 0; at = binary.indexOf(PACKAGE, at + 1)) {
    const start = at - PACKAGE_AT;
    if (
      start < 0 ||
      !binary
        .subarray(start + MAGIC_AT)
        .subarray(0, MAGIC.length)
        .equals(MAGIC)
    )
      continue;
    const contents = start + binary.readUInt16LE(start);
    if (binary.readUInt32LE(contents) >= MANY) return listed(binary, contents);
  }
  return [];
}

/** The table of contents: how many items there are, and of each where its name and its data begin (icu4c/source/common/ucmndata.h). */
function listed(binary: Buffer, contents: number): readonly Item[] {
  const count = binary.readUInt32LE(contents);
  const entries = Array.from({ length: count }, (_, index) => {
    const entry = contents + 4 + 8 * index;
    const name = contents + binary.readUInt32LE(entry);
    return {
      name: binary.toString('latin1', name, binary.indexOf(0, name)),
      from: contents + binary.readUInt32LE(entry + 4),
    };
  });
  return entries.slice(0, -1).map((item, index) => ({ ...item, to: entries[index + 1]?.from ?? item.from }));
}

/** Where the fields of a 64-bit ELF header are (System V ABI, "ELF Header"). */
const header = { sectionTable: 40, sectionSize: 58, sectionCount: 60, namesIndex: 62 } as const;
/** The same of an entry of the table of sections. */
const section = { type: 4, flags: 8, offset: 24, size: 32 } as const;
const SHF_ALLOC = 2n;
const SHT_NOBITS = 8;

/**
 * Cuts the debug information and the symbol table off a 64-bit little-endian ELF file, as strip(1) does, on any machine and for any
 * architecture: everything behind the last section that is loaded (System V ABI, "Sections", SHF_ALLOC) goes, and the table of
 * sections is written anew. What a running process, a backtrace or an addon reads (.dynsym) stays.
 * @throws Error for a file of another form
 */
export function stripElf(file: Buffer): Buffer {
  if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
    throw new Error('not a 64-bit little-endian ELF file');
  const tableStart = Number(file.readBigUInt64LE(header.sectionTable));
  const entrySize = file.readUInt16LE(header.sectionSize);
  const sections = Array.from({ length: file.readUInt16LE(header.sectionCount) }, (_, index) =>
    file.subarray(tableStart + index * entrySize, tableStart + (index + 1) * entrySize),
  );
  const names = sections[file.readUInt16LE(header.namesIndex)];
  const lastLoaded = sections.findLastIndex((entry) => (entry.readBigUInt64LE(section.flags) & SHF_ALLOC) !== 0n);
  if (names === undefined || lastLoaded < 1) throw new Error('an ELF file without a table of sections');
  const kept = sections.slice(0, lastLoaded + 1);
  const end = Math.max(...kept.map((entry) => start(entry) + length(entry)));
  const nameBytes = file.subarray(start(names), start(names) + length(names));
  const movedNames = Buffer.from(names);
  movedNames.writeBigUInt64LE(BigInt(end), section.offset);
  const padding = Buffer.alloc((8 - ((end + nameBytes.length) % 8)) % 8);
  const stripped = Buffer.concat([file.subarray(0, end), nameBytes, padding, ...kept, movedNames]);
  stripped.writeBigUInt64LE(BigInt(end + nameBytes.length + padding.length), header.sectionTable);
  stripped.writeUInt16LE(kept.length + 1, header.sectionCount);
  stripped.writeUInt16LE(kept.length, header.namesIndex);
  return stripped;
}

function start(entry: Buffer): number {
  return Number(entry.readBigUInt64LE(section.offset));
}

/** Bytes that a section takes in the file. */
function length(entry: Buffer): number {
  return entry.readUInt32LE(section.type) === SHT_NOBITS ? 0 : Number(entry.readBigUInt64LE(section.size));
}

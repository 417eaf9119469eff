import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { create } from 'tar';
import { ZipFile } from 'yazl';

/**
 * Packs files of a folder, in the given order and without the folder itself. The same files at the same time give the same bytes:
 * no owner, no inode, no time but the given one. krew takes plain files only, and keeps their modes
 * (krew internal/download/downloader.go).
 * @param archive ends in .tar.gz or .zip
 */
export async function pack(archive: string, folder: string, files: readonly string[], mtime: Date): Promise<void> {
  if (archive.endsWith('.zip')) return zip(archive, folder, files, mtime);
  await create({ file: archive, cwd: folder, gzip: { level: 9 }, portable: true, noPax: true, mtime }, [...files]);
}

async function zip(archive: string, folder: string, files: readonly string[], mtime: Date): Promise<void> {
  const zipFile = new ZipFile();
  for (const file of files) {
    const path = join(folder, file);
    zipFile.addFile(path, file, { mtime, mode: (await stat(path)).mode, compressionLevel: 9 });
  }
  zipFile.end();
  await pipeline(zipFile.outputStream, createWriteStream(archive));
}

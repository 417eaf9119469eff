/** `npm run build`: dist/kubectl-atlas_pe, the single executable for this machine. */
import { rmSync } from 'node:fs';
import { bundle } from './bundle.ts';
import { singleBinary } from './single-binary.ts';
import { hostTarget } from './targets.ts';

rmSync('dist', { recursive: true, force: true });
await singleBinary(await bundle(), hostTarget(), `dist/kubectl-atlas_pe${process.platform === 'win32' ? '.exe' : ''}`);

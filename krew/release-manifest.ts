/** `npm run manifest`: makes the manifest of dist/ that of the repository, which is a custom index of krew by its folder plugins/. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { product } from './product.ts';

mkdirSync('plugins', { recursive: true });
for (const file of ['plugin.yaml', `plugins/${product.plugin}.yaml`]) copyFileSync('dist/plugin.yaml', file);

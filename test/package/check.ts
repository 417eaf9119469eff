/**
 * What a release publishes, in the hands of the tools it is made for: krew, validate-krew-manifest, kubectl, npm and an emulated
 * processor. It is `npm run test:package`, after `npm run package`, and needs go,
 * git, unzip, qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross (Debian's names). A part
 * that is missing is a failure where CI=true; elsewhere its checks are listed as not run. Ends with a line "N passed, N failed".
 * A word as argument runs only the checks whose name contains it.
 */
import { archiveChecks } from './archives.ts';
import { MissingPart } from './command.ts';
import { installedChecks } from './installed.ts';
import { npmChecks } from './npm.ts';
import { platformChecks } from './platforms.ts';

const wanted = process.argv[2] ?? '';
const checks = Object.entries({ ...platformChecks, ...installedChecks, ...npmChecks, ...archiveChecks });
let [passed, failed] = [0, 0];
for (const [name, check] of checks.filter(([name]) => name.includes(wanted))) {
  const started = Date.now();
  try {
    await check();
    passed += 1;
    process.stdout.write(`ok   ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  } catch (error) {
    if (error instanceof MissingPart && process.env['CI'] !== 'true') {
      process.stdout.write(`not run: ${name}: ${error.message}\n`);
      continue;
    }
    failed += 1;
    process.stdout.write(`FAIL ${name}\n${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

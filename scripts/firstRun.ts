// Makes public/first-run.bin, which is painted while the model is on its way: npx tsx scripts/firstRun.ts --write
import { writeFileSync } from 'node:fs';
import { FIRST_RUN_FILE, liveFirstRun, packed } from './firstRunFile.ts';

if (process.argv[2] === '--write') {
  const bytes = packed(await liveFirstRun());
  writeFileSync(FIRST_RUN_FILE, bytes);
  console.log(`public/first-run.bin written: ${bytes.length} bytes`);
} else {
  console.error('usage: npx tsx scripts/firstRun.ts --write');
  process.exitCode = 2;
}

// Makes public/first-run.bin, which is painted while the model is on its way: npm run first-run
import { writeFileSync } from 'node:fs';
import { FIRST_RUN_FILE, liveFirstRun, packed } from './firstRunFile.ts';

const bytes = packed(await liveFirstRun());
writeFileSync(FIRST_RUN_FILE, bytes);
console.log(`public/first-run.bin written: ${bytes.length} bytes`);

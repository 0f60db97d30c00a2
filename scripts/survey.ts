// Opens every model that models/training/survey_families.py wrote into a folder as the page opens files, holds what is shown against the
// framework's own weights, and prints what came of each and of how many families the picture is right.
//
//   npm run survey -- FOLDER [family ...]
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { surveyed } from './survey/surveyed.ts';
import { summary } from './survey/summary.ts';
import type { Verdict } from './survey/verdict.ts';

const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder? (models/training/survey_families.py writes one)');
const families = (wanted.length > 0 ? wanted : readdirSync(folder)).filter((name) =>
  existsSync(join(folder, name, 'expected.json')),
);
const verdicts: Verdict[] = [];
for (const family of families) {
  const verdict = await surveyed(resolve(folder, family));
  verdicts.push(verdict);
  console.log(`${verdict.kind.padEnd(8)} ${family}: ${verdict.words}`);
}
console.log(summary(verdicts));

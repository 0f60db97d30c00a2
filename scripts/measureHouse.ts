// How the house is built: npm run measure:house. Files, rooms and the arrows between them, and what should not be: imports that
// go up, topics that import topics, circles of files, exports without users. ARCHITECTURE.md says which way imports go.
//   --root FOLDER  another checkout in place of this one
//   --check        names each thing that should not be
// Exit code: with --check 1 if there is one, else 0.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findingLines, measureLines } from './house/lines.ts';
import { measure } from './house/measure.ts';
import { readSourceFiles } from './house/sourceFiles.ts';

const { values } = parseArgs({ options: { root: { type: 'string' }, check: { type: 'boolean', default: false } } });
const house = measure(readSourceFiles(resolve(values.root ?? resolve(import.meta.dirname, '..'))));

console.log(measureLines(house).join('\n'));
if (values.check) {
  const lines = findingLines(house.findings);
  console.log(lines.join('\n'));
  process.exitCode = lines.length === 0 ? 0 : 1;
}

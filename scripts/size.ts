// Weighs dist/ against scripts/size-budgets.json, and checks that the runtime stays out of the page's first scripts.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseBudgets, scriptsWithRuntime, sizeFiles, weigh } from './sizes.ts';

const dist = resolve(process.argv[2] ?? 'dist');
if (!existsSync(join(dist, 'index.html'))) {
  console.error(`No build in ${dist}: run "npm run build" first.`);
  process.exit(1);
}

const budgets = parseBudgets(readFileSync(join(import.meta.dirname, 'size-budgets.json'), 'utf8'));
const { lines, unbudgeted } = weigh(await sizeFiles(dist), budgets);
const failures = [
  ...lines.filter((line) => line.isOver).map((line) => `over budget: ${line.name}`),
  ...unbudgeted.map((path) => `no budget covers ${path}`),
  ...scriptsWithRuntime(dist).map((path) => `${path} is loaded with the page and holds the inference runtime`),
];

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
console.log('brotli      of budget         raw  what');
for (const { name, brotliBytes, limitKiB, rawBytes, isOver } of lines) {
  const columns = [kib(brotliBytes).padStart(10), `${limitKiB} KiB`.padStart(10), kib(rawBytes).padStart(12)];
  console.log(`${columns.join('  ')}  ${name}${isOver ? '  OVER BUDGET' : ''}`);
}
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

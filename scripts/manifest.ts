// Keeps models/manifest.json true: --check compares it with the files, --write measures them anew.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findDifferences, measureFiles, readManifest } from './modelManifest.ts';

const modelsDir = resolve(import.meta.dirname, '../models');
const mode = process.argv[2];
const manifest = readManifest(modelsDir);

if (mode === '--write') {
  const models = manifest.models.map((model) => ({
    ...model,
    files: measureFiles(join(modelsDir, model.id), model.files),
  }));
  writeFileSync(join(modelsDir, 'manifest.json'), `${JSON.stringify({ ...manifest, models }, null, 2)}\n`);
  console.log(`models/manifest.json written: ${models.map((model) => model.id).join(', ')}`);
} else if (mode === '--check') {
  const differences = findDifferences(modelsDir, manifest);
  for (const difference of differences) console.error(difference);
  if (differences.length > 0) process.exitCode = 1;
  else console.log('models/manifest.json agrees with the files');
} else {
  console.error('usage: npx tsx scripts/manifest.ts --check | --write');
  process.exitCode = 2;
}

// Writes the list of families in docs/models.md from models/families.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { listedRows } from '../src/inference/testing/familyRows.ts';
import { withFamilies } from './familiesList.ts';

const page = resolve(import.meta.dirname, '../docs/models.md');
writeFileSync(page, withFamilies(readFileSync(page, 'utf8'), listedRows()));
console.log('docs/models.md written');

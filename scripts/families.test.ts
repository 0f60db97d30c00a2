import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { listedRows } from '../src/inference/testing/familyRows.ts';
import { withFamilies } from './familiesList.ts';

test('docs/models.md lists the families of models/families.json', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../docs/models.md'), 'utf8');
  expect(withFamilies(page, listedRows())).toBe(page);
});

test('a page without marks is refused', () => {
  expect(() => withFamilies('# Models', [])).toThrow(RangeError);
});

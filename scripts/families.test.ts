import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { listedRows } from '../src/inference/testing/familyRows.ts';
import { withFamilies } from './familiesList.ts';
import { familiesTold } from './familiesTold.ts';

test('docs/models.md lists the families of models/families.json', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../docs/models.md'), 'utf8');
  expect(withFamilies(page, listedRows())).toBe(page);
});

test('a page without marks is refused', () => {
  expect(() => withFamilies('# Models', [])).toThrow(RangeError);
});

test('the page is told of every row in words, and of no test that holds it', () => {
  const told = familiesTold(listedRows());
  expect(told).toHaveLength(listedRows().length);
  expect(told.find(({ name }) => name === 'QAttention')?.words).toBe(
    'an operator of ONNX Runtime: taken apart into the operators that it is made of; its whole numbers are scaled back first.',
  );
  expect(JSON.stringify(told)).not.toMatch(/\.test\.ts|"(held|set|family|says)"/);
});

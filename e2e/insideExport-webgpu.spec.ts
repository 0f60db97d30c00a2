import { expect } from 'playwright/test';
import { INSIDE, nameOf } from '../src/core/inside/testing/fixtures.ts';
import { test } from './support/headlight.ts';
import { differences, linkOf, saved } from './support/insideFile.ts';
import type { InsideFile } from './support/insideFile.ts';

const [, of] = INSIDE.cases;

test(`${of === undefined ? '' : nameOf(of)} on WebGPU is the reference's within ten times of what WASM is allowed`, async ({
  app,
}) => {
  test.setTimeout(120_000);
  if (of === undefined) throw new RangeError('no case');
  await app.open({ ...linkOf(of), backend: 'webgpu' });
  await expect(app.badge).toHaveAttribute('data-backend', 'webgpu');
  const file: InsideFile = JSON.parse((await saved(app, 'Inside (JSON)')).text);
  expect(file.backend.name).toBe('webgpu');
  expect([file.layer, file.head, file.query, file.key]).toEqual([of.layer, of.head, of.query, of.key]);
  expect(Object.entries(differences(file, of)).filter(([, units]) => !(units <= 10))).toEqual([]);
});

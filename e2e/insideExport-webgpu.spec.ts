import { expect } from 'playwright/test';
import { INSIDE, nameOf } from '../src/core/inside/testing/fixtures.ts';
import { test } from './support/headlight.ts';
import { differences, linkOf, saved } from './support/insideFile.ts';
import type { InsideFile } from './support/insideFile.ts';

/** Two sentences, both models, all depths: those of the first model first, since another one compiles its shaders anew. */
const CASES = [0, 5, 7, 11].flatMap((at) => INSIDE.cases[at] ?? []).toSorted((a, b) => b.model.localeCompare(a.model));

test('what is inside on WebGPU is the reference’s within ten times of what WASM is allowed', async ({ app }) => {
  test.setTimeout(300_000);
  expect(CASES).toHaveLength(4);
  for (const [at, of] of CASES.entries()) {
    await test.step(nameOf(of), async () => {
      const query = { ...linkOf(of), backend: 'webgpu' };
      await (at === 0 ? app.open(query) : app.restore(query));
      await app.settle();
      const file: InsideFile = JSON.parse((await saved(app, 'Inside (JSON)')).text);
      expect(file.model.id).toBe(of.model);
      expect(file.backend.name).toBe('webgpu');
      expect([file.layer, file.head, file.query, file.key]).toEqual([of.layer, of.head, of.query, of.key]);
      expect(file.queryTokens.map(({ id }) => id)).toEqual(of.ids);
      expect(Object.entries(differences(file, of)).filter(([, units]) => !(units <= 10))).toEqual([]);
    });
  }
});

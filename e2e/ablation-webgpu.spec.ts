import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';

/** Largest difference of two arrays of equal length. */
function difference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  expect(a.length).toBeGreaterThan(0);
  return a.reduce((max, value, at) => Math.max(max, Math.abs(value - (b[at] ?? NaN))), 0);
}

const TEXTS = {
  'bookworm-gpt': 'The cat sat on the mat, and the cat sat on the rug.',
  'bookworm-bert': 'he opened the [MASK] and went out of the room.',
} as const;

for (const model of ['bookworm-gpt', 'bookworm-bert'] as const) {
  for (const mode of ['zero', 'mean', 'flat', 'ideal', 'shared'] as const) {
    test(`WebGPU switches heads of ${model} off as WASM does: ${mode}`, async ({ app }) => {
      test.setTimeout(120_000);
      const link = { model, text: TEXTS[model], ablate: 'L0H6,L0H4:0.5', mode };
      await app.open({ ...link, backend: 'webgpu' });
      await app.measured();
      await expect(app.badge).toHaveAttribute('data-backend', 'webgpu');
      const onGpu = await app.export();
      await app.open({ ...link, backend: 'wasm' });
      await app.measured();
      const onCpu = await app.export();
      expect(onGpu.json.backend.name).toBe('webgpu');
      expect(onCpu.json.backend.name).toBe('wasm');
      if (onGpu.ablated === null || onCpu.ablated === null) throw new Error('nothing is switched off in this file');
      expect(difference(onGpu.ablated.attention, onCpu.ablated.attention)).toBeLessThan(1e-3);
      expect(difference(onGpu.ablated.logits, onCpu.ablated.logits)).toBeLessThan(1e-3);
      // The heads did something: without them the scores are others.
      expect(difference(onGpu.ablated.logits, onGpu.logits)).toBeGreaterThan(0.1);
    });
  }
}

import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import type { RunFile } from './support/runFile.ts';

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

const MODES = ['zero', 'mean', 'flat', 'ideal', 'shared'] as const;

/** What a model says on one backend with the same heads switched off in each mode; loading it takes longer than all of them. */
async function inEveryMode(app: Headlight, model: keyof typeof TEXTS, backend: 'webgpu' | 'wasm') {
  const link = { model, backend, text: TEXTS[model], ablate: 'L0H6,L0H4:0.5' };
  const runs = new Map<string, RunFile>();
  for (const [n, mode] of MODES.entries()) {
    await (n === 0 ? app.open({ ...link, mode }) : app.restore({ ...link, mode }));
    await app.measured();
    await expect(app.badge).toHaveAttribute('data-backend', backend);
    const run = await app.export();
    expect(run.json.backend.name).toBe(backend);
    expect(run.json.ablation?.mode).toBe(mode);
    runs.set(mode, run);
  }
  return runs;
}

for (const model of ['bookworm-gpt', 'bookworm-bert'] as const) {
  test(`WebGPU switches heads of ${model} off as WASM does, in every mode`, async ({ app }) => {
    test.setTimeout(180_000);
    const onGpu = await inEveryMode(app, model, 'webgpu');
    const onCpu = await inEveryMode(app, model, 'wasm');
    const said = MODES.map((mode) => onCpu.get(mode)?.ablated?.logits.join());
    expect(new Set(said).size).toBe(MODES.length);
    for (const mode of MODES) {
      await test.step(mode, () => {
        const [gpu, cpu] = [onGpu.get(mode)!, onCpu.get(mode)!];
        if (gpu.ablated === null || cpu.ablated === null) throw new Error('nothing is switched off in this file');
        expect(difference(gpu.ablated.attention, cpu.ablated.attention)).toBeLessThan(1e-3);
        expect(difference(gpu.ablated.logits, cpu.ablated.logits)).toBeLessThan(1e-3);
        // The heads did something: without them the scores are others.
        expect(difference(gpu.ablated.logits, gpu.logits)).toBeGreaterThan(0.1);
      });
    }
  });
}

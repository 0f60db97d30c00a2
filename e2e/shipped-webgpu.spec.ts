import { expect } from 'playwright/test';
import { readNpz } from '../src/inference/surgery/testing/npz.ts';
import { readReference } from '../src/inference/testing/frameworkReference.ts';
import { modelFile } from '../src/inference/testing/shippedModels.ts';
import type { AnyShippedModel } from '../src/inference/testing/shippedModels.ts';
import { made } from './support/files.ts';
import { test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { png } from './support/png.ts';
import type { RunFile } from './support/runFile.ts';
import { expectStacks, largestDifference } from './support/zoo.ts';

/** The browser's WebGPU in software; compiling its shaders takes seconds. */
test.describe.configure({ timeout: 900_000 });

const TOLERANCE = 1e-3;
const SIDE = 28;
/** As preprocessor_config.json has them. */
const [MEAN, SPREAD] = [0.286, 0.353];

test('the picture model, also with one head and with sixteen, gives on WebGPU what the framework that trained it gave', async ({
  app,
}) => {
  for (const id of ['fashion-vit', 'fashion-vit-h1', 'fashion-vit-h16'] as const) {
    await test.step(id, async () => {
      await openSlowly(app, { model: id, backend: 'webgpu' });
      await app.rerun(() => app.page.getByLabel('Image', { exact: true }).setInputFiles(pictureOf(id)));
      await expectFramework(app, id);
    });
  }
});

test('the model of dates, and the small text models with fewest and most heads, give it too', async ({ app }) => {
  const date = { text: 'the third of March, 1998', pair: '1998-03-03', stack: 'cross' };
  await openSlowly(app, { model: 'dates', backend: 'webgpu', ...date });
  await expectFramework(app, 'dates');
  // Their reference is of tokens that nobody can type; on WASM they are held to it by shippedRuns.test.ts.
  for (const nHeads of [1, 16]) {
    const model = `bookworm-tiny-h${nHeads}`;
    await test.step(model, async () => {
      const [onGpu, onCpu] = [await runOn(app, model, 'webgpu'), await runOn(app, model, 'wasm')];
      expectStacks(onGpu, onCpu.stacks, TOLERANCE);
      // Two computations, not one that is held against itself.
      expect(largestDifference(onGpu.logits, onCpu.logits)).toBeGreaterThan(0);
    });
  }
});

/** As `app.open`, with the time that a busy machine needs for shaders. */
async function openSlowly(app: Headlight, link: Readonly<Record<string, string>>): Promise<void> {
  await app.goto(link);
  await app.page.waitForFunction(() => document.documentElement.dataset['state'] === 'ready', null, {
    timeout: 240_000,
  });
}

async function runOn(app: Headlight, model: string, backend: 'webgpu' | 'wasm'): Promise<RunFile> {
  await openSlowly(app, { model, backend });
  const run = await app.export();
  expect(run.json.backend.name).toBe(backend);
  return run;
}

/** What is on screen is of WebGPU, and of what the model's reference.npz was computed from. */
async function expectFramework(app: Headlight, id: AnyShippedModel): Promise<void> {
  const run = await app.export();
  expect(run.json.backend.name).toBe('webgpu');
  const { attentions } = readReference(modelFile(id, 'reference.npz'));
  const only = [...run.stacks.keys()][0]!;
  const truth = attentions.map(({ kind, truth: { dims, data } }) => {
    return [kind ?? only, { dims, data: Float32Array.from(data, Number) }] as const;
  });
  expectStacks(run, new Map(truth), TOLERANCE);
}

/** The picture that a reference was computed from, as a file. */
function pictureOf(id: AnyShippedModel) {
  const normed = readNpz(modelFile(id, 'reference.npz')).get('pixel_values')!.data;
  const rgb = Array.from(normed, Number).flatMap((value) =>
    Array<number>(3).fill(Math.round(255 * (value * SPREAD + MEAN))),
  );
  return { ...made(`${id}.png`, png(SIDE, SIDE, rgb)), mimeType: 'image/png' };
}

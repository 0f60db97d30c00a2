import { expect } from 'playwright/test';
import { prepareZoo, t5Pair } from '../src/inference/testing/zooModels.ts';
import { made, madeJson, picked, t5Files, zooPath } from './support/files.ts';
import type { Picked } from './support/files.ts';
import { test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, pixelsOf, RGB, vitFiles } from './support/pictures.ts';
import { stacksInNode } from './support/wasmInNode.ts';
import { expectPatterns, expectStacks, idsOf, zooCase } from './support/zoo.ts';

/** The browser's WebGPU in software; compiling its shaders takes seconds. */
test.describe.configure({ timeout: 900_000 });

const TOLERANCE = 1e-3;

type Family = {
  readonly name: string;
  /** Words of the page's reason, where the page does not take WebGPU for it. */
  readonly whyWasm?: RegExp;
  /** Which case of the fixture; the first if not said. */
  readonly index?: number;
  readonly files?: () => readonly Picked[];
  readonly feed?: 'ids' | 'one segment' | 'source and target' | 'picture' | 'encoder states';
  /** Set where arithmetic is coarser than float32. */
  readonly tolerance?: number;
};

const CPU_NODE = /no weights output for GroupQueryAttention/;
const HALF = /half precision \(fp16\).*shader-f16/;
const EIGHT_BITS = /8-bit integers/;

/** All of the zoo. The fixtures of BERT have two segments, and whoever types ids has one. */
const FAMILIES: readonly Family[] = [
  { name: 'bert-eager', feed: 'one segment' },
  { name: 'bert-sdpa', feed: 'one segment' },
  { name: 'distilbert' },
  { name: 'gpt2' },
  { name: 'gpt2-merged-with-past' },
  { name: 'gpt2-merged-if' },
  { name: 'llama-eager' },
  { name: 'bart-3d' },
  { name: 't5', feed: 'source and target', files: t5Files },
  { name: 't5-decoder', feed: 'encoder states', files: t5PairFiles },
  { name: 'vit', feed: 'picture', files: vitFiles },
  { name: 'external-data', index: 1, files: () => ['model.onnx', 'model.onnx_data'].map(fileOf('external-data')) },
  { name: 'already-exposed', feed: 'one segment' },
  { name: 'distractor', feed: 'one segment' },
  { name: 'ms-attention', feed: 'one segment' },
  { name: 'ms-multiheadattention', whyWasm: /no padding mask of keys for MultiHeadAttention/ },
  { name: 'ms-gqa', whyWasm: CPU_NODE },
  { name: 'onnx-attention-23' },
  { name: 'int8-dynamic', feed: 'one segment', whyWasm: EIGHT_BITS, tolerance: 1e-2 },
  { name: 'fp16', feed: 'one segment', whyWasm: HALF, tolerance: 5e-3 },
  { name: 'fp16-llama', whyWasm: HALF, tolerance: 5e-3 },
];

test('every family runs on WebGPU to within 1e-3 where that has what it needs, else on WASM for a reason', async ({
  app,
  page,
}) => {
  await app.open({ backend: 'webgpu' });
  const open = new OpenDialog(page);
  const notice = page.getByRole('status').filter({ hasText: 'This model runs on WASM.' });
  for (const family of FAMILIES) {
    await test.step(family.name, async () => {
      const { name, whyWasm } = family;
      const files = family.files?.() ?? [fileOf(name)('model.onnx')];
      await app.reopen(() => open.pick(files));
      await feed(app, family);
      const run = await app.export();
      expect(run.json.backend.name).toBe(whyWasm ? 'wasm' : 'webgpu');
      await (whyWasm ? expect(notice).toContainText(whyWasm) : expect(notice).toBeHidden());
      await expect(page.getByText('WebGPU and WASM differ')).toBeHidden();
      await expectTruth(family, run);
    });
  }
});

function fileOf(family: string): (name: string) => Picked {
  return (name) => picked(zooPath(`${family}/${name}`));
}

function t5PairFiles(): readonly Picked[] {
  const { encoder, decoder, config } = t5Pair();
  return [made('encoder_model.onnx', encoder), made('decoder_model.onnx', decoder), madeJson('config.json', config)];
}

async function feed(app: Headlight, { name, index = 0, feed: kind = 'ids' }: Family): Promise<void> {
  const choice = app.page.getByLabel('Image', { exact: true });
  switch (kind) {
    case 'ids':
    case 'one segment':
      return app.type(idsOf(zooCase(name, index)));
    case 'source and target':
      await app.type(idsOf(zooCase(name, index)));
      // What it begins with is not typed.
      return app.typeTarget(idsOf(zooCase(name, index), 'decoder_input_ids').replace(/^\d+ /, ''));
    case 'encoder states':
      // What was typed for the model before has ids that the tables of this one lack, on both sides: it is refused until all of it is replaced.
      await app.sentence.fill('0 1 2 3 4 5');
      await app.page.getByLabel('Target', { exact: true }).fill(idsOf(zooCase(name, index)).replace(/^\d+ /, ''));
      return app.settle();
    case 'picture':
      return app.rerun(() => choice.setInputFiles(picture('stripes.png', RGB)));
  }
}

/** What the framework gave; where the page cannot feed the same, what WASM gives, which other tests hold to that. */
async function expectTruth(
  { name, index = 0, feed: kind = 'ids', tolerance = TOLERANCE }: Family,
  run: Awaited<ReturnType<Headlight['export']>>,
): Promise<void> {
  const truth = zooCase(name, index);
  if (kind === 'picture') expectStacks(run, await stacksInNode(prepareZoo(name), pixelsOf(RGB)), tolerance);
  else if (kind === 'one segment') {
    const ids = truth.inputs['input_ids']!.data;
    const tokens = { ids, typeIds: ids.map(() => 0) };
    expectStacks(run, await stacksInNode(prepareZoo(name), { tokens }), tolerance);
  } else expectPatterns(run, truth, tolerance);
}

import { imageFeed } from '../vision/imageFeed.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import type { ZooCase } from '../surgery/testing/zoo.ts';
import { modelFile, reference } from './shippedModels.ts';
import type { ShippedModel } from './shippedModels.ts';

/** A model and inputs of one sequence each. */
export type MaskedCase = {
  readonly name: string;
  readonly model: Uint8Array;
  readonly externalData: Uint8Array | null;
  readonly values: readonly FeedValues[];
  /** Whether the graph scores several sequences at once as it scores each alone. */
  readonly isBatched: boolean;
};

/** Those that do not: sequences share a scale of quantisation, or the graph is made for one. */
const SINGLE: ReadonlySet<string> = new Set(['int8-dynamic']);

const SHIPPED: readonly ShippedModel[] = ['bookworm-gpt', 'bookworm-bert'];
const ZOO = [
  'bert-eager',
  'bert-sdpa',
  'distilbert',
  'gpt2',
  'distractor',
  'already-exposed',
  'bart-3d',
  't5',
  'vit',
  'external-data',
  'gpt2-merged-with-past',
  'llama-eager',
  'ms-attention',
  'ms-multiheadattention',
  'ms-gqa',
  'onnx-attention-23',
  'gpt2-merged-if',
  'int8-dynamic',
  'fp16',
  'fp16-llama',
];

/** Both models that ship and those of the zoo that run on their own. */
export function maskedCases(): readonly MaskedCase[] {
  const shipped = SHIPPED.map((name): MaskedCase => {
    const { ids } = reference(name);
    const tokens = { ids, typeIds: ids.map(() => 0) };
    return {
      name,
      model: modelFile(name, 'onnx/model.onnx'),
      externalData: null,
      values: [{ tokens }],
      isBatched: true,
    };
  });
  const zoo = ZOO.map((name): MaskedCase => {
    const { model, externalData, cases } = loadZooModel(name);
    const values = cases.filter(isPlain).map(valuesOf);
    return { name, model, externalData, values, isBatched: !SINGLE.has(name) };
  });
  return [...shipped, ...zoo];
}

/** One sequence without padding and without a past: what one run feeds. */
function isPlain({ inputs }: ZooCase): boolean {
  return Object.entries(inputs).every(
    ([name, { dims, data }]) =>
      (dims[0] === 1 || data.length === 0) &&
      (!name.endsWith('attention_mask') || data.every((value) => value === 1)) &&
      (!name.startsWith('past') || data.every((value) => value === 0)),
  );
}

function valuesOf({ inputs }: ZooCase): FeedValues {
  const pixels = inputs['pixel_values'];
  if (pixels) {
    const [, , height = 0, width = 0] = pixels.dims;
    return imageFeed({ dims: [3, height, width], data: Float32Array.from(pixels.data) });
  }
  const ids = inputs['input_ids']?.data ?? [];
  const decoderIds = inputs['decoder_input_ids']?.data;
  const tokens = { ids, typeIds: inputs['token_type_ids']?.data ?? ids.map(() => 0) };
  return { tokens, ...(decoderIds && { decoderIds }) };
}

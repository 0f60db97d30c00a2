import type { AttentionTensor } from '../../core/tensor.ts';
import { applyPlan } from '../run/layerPlan.ts';
import { packAttention } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { readNpz } from '../surgery/testing/npz.ts';
import type { NpyArray } from '../surgery/testing/npz.ts';
import { soundFeed } from '../sound/soundFeed.ts';
import { imageFeed } from '../vision/imageFeed.ts';

/** What a training framework read and gave, as a model's reference.npz holds it. */
type FrameworkReference = {
  readonly feed: FeedValues;
  readonly logits: NpyArray;
  /** [layer, head, query, key] of a stack; "attentions" is that of a model which has one alone. */
  readonly attentions: readonly { readonly kind: AttentionTensor['kind'] | null; readonly truth: NpyArray }[];
};

/** The largest differences from the framework, of a weight and of a number of the output. */
type Differences = { readonly attention: number; readonly logits: number; readonly nStacks: number };

const STACKS = [
  ['attentions', null],
  ['encoder_attentions', 'encoder'],
  ['decoder_attentions', 'decoder'],
  ['cross_attentions', 'cross'],
] as const;

/** Throws TypeError where an array is missing. */
export function readReference(npz: Uint8Array): FrameworkReference {
  const arrays = readNpz(npz);
  const logits = arrays.get('logits');
  if (!logits) throw new TypeError('a reference without logits');
  const attentions = STACKS.flatMap(([name, kind]) => {
    const truth = arrays.get(name);
    return truth ? [{ kind, truth }] : [];
  });
  return { feed: feedOf(arrays), logits, attentions };
}

function feedOf(arrays: ReadonlyMap<string, NpyArray>): FeedValues {
  const pixels = arrays.get('pixel_values');
  if (pixels) {
    const [, , height = 0, width = 0] = pixels.dims;
    const grey = Array.from(pixels.data, Number);
    // The page has red, green and blue of every picture.
    return imageFeed({ dims: [3, height, width], data: Float32Array.from([...grey, ...grey, ...grey]) });
  }
  const spectrogram = arrays.get('input_values');
  if (spectrogram)
    return soundFeed({ dims: spectrogram.dims, data: Float32Array.from(spectrogram.data, Number) }, 'ast');
  const idsOf = (name: string) => arrays.get(name) && Array.from(arrays.get(name)?.data ?? [], Number);
  const ids = idsOf('input_ids');
  if (!ids) throw new TypeError('a reference without an input');
  const decoderIds = idsOf('decoder_input_ids');
  return { tokens: { ids, typeIds: ids.map(() => 0) }, ...(decoderIds && { decoderIds }) };
}

/** Runs a started model on what the framework read. Throws RangeError where a stack or a size is another. */
export async function differencesFrom(reference: FrameworkReference, model: RunnableModel): Promise<Differences> {
  const pass = await model.session.run(reference.feed);
  const { attention } = packAttention(applyPlan(model.plan, pass.layers));
  if (attention.length !== reference.attentions.length) throw new RangeError(`${attention.length} stacks`);
  const worst = reference.attentions.map(({ kind, truth }) => {
    const tensor = attention.find((each) => kind === null || each.kind === kind);
    if (!tensor) throw new RangeError(`no stack ${kind}`);
    const { nLayers, nHeads, nQueries, nKeys } = tensor;
    if ([nLayers, nHeads, nQueries, nKeys].join() !== truth.dims.join()) throw new RangeError(`${kind} of other size`);
    return largest(tensor.data, truth);
  });
  const said = pass.logits ?? pass.output;
  if (!said) throw new RangeError('no output');
  return { attention: Math.max(...worst), logits: largest(said.data, reference.logits), nStacks: attention.length };
}

function largest(data: Float32Array, truth: NpyArray): number {
  if (data.length !== truth.data.length) throw new RangeError(`${data.length} numbers, not ${truth.data.length}`);
  return data.reduce((most, value, i) => Math.max(most, Math.abs(value - Number(truth.data[i]))), 0);
}

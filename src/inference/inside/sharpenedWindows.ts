import type { InsideLayer } from '../../core/inside/layer.ts';
import type { Sharpening } from '../../core/inside/questions.ts';
import { softmaxInto } from '../../core/inside/scoreRow.ts';
import { powerRowInto } from '../../core/inside/sharpen.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { Turn } from '../door/queue.ts';
import type { SiteIntervention } from '../runtime/interventions.ts';
import type { InnerTensor } from '../runtime/session.ts';
import { namesIn } from '../surgery/inside/exposeInside.ts';
import type { RunAt } from './changedRun.ts';
import { powerAt } from './powerAt.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { refusedSharpening } from './rowMakers.ts';
import { siteOf } from './siteAt.ts';
import { windowProducts } from './windowProducts.ts';

/** Makes the row of one place of a window, of all its places, those of padding among them. */
type WindowRow = (into: Float64Array, window: number, head: number, place: number) => void;

/** A layer by its place in a pass and in its stack, and the heads whose softmax is changed. */
type ChangedAt = {
  readonly kind: AttentionKind;
  readonly layer: number;
  readonly site: number;
  readonly heads: readonly number[];
};

/**
 * What puts changed patterns in the place of some heads' own in a layer that works window by window: in its windows, where padding is a key like any
 * other. `off` is what is done to the layer besides. Throws Refused where the changed rows cannot be told.
 */
export async function sharpenedWindows(
  { model, kept }: RunAt,
  { kind, layer, site: index, heads }: ChangedAt,
  how: Sharpening,
  off: SiteIntervention | null,
  turn: Turn,
): Promise<SiteIntervention> {
  const { site } = siteOf(model.prepared, index);
  const { inside } = site;
  if (inside === null) throw new Refused('not-found', 'the graph does not tell what lies around its windows');
  const told = 'scaleOff' in how ? await readGiven(model, kept, kind, layer, turn) : null;
  const tensors = await model.session.tensors(kept.done.feed, index, [...namesIn(inside), site.output.name]);
  await turn();
  const weights = tensors.get(site.output.name);
  const [nWindows = 0, nHeads = 0, size = 0, nKeys = 0, ...more] = weights?.dims ?? [];
  if (weights === undefined || more.length > 0 || size !== nKeys)
    throw new Refused('not-found', 'its weights do not lie window by window');
  const found = powerAt(model, index, how, told);
  const makeRow =
    'power' in found
      ? byPower(weights, found.power)
      : told !== null && found.refused === 'bias-or-cap'
        ? byScores(told, tensors.get(inside.scores ?? ''), windowProducts(inside, tensors), weights)
        : null;
  if (makeRow === null) throw refusedSharpening('refused' in found ? found.refused : 'bias-or-cap');
  const scale = Float32Array.from({ length: nWindows * nHeads }, (_, at) => off?.scale[at % nHeads] ?? 1);
  const pattern = new Float32Array(nWindows * nHeads * size * size);
  const row = new Float64Array(size);
  for (let window = 0; window < nWindows; window++) {
    for (const head of heads) {
      const at = window * nHeads + head;
      const keep = scale[at] ?? 1;
      scale[at] = 0;
      for (let place = 0; place < size; place++) {
        makeRow(row, window, head, place);
        for (let key = 0; key < size; key++) pattern[(at * size + place) * size + key] = keep * (row[key] ?? NaN);
      }
    }
    await turn();
  }
  return { scale, pattern, nKeys: size, nWindows, context: null };
}

function byPower({ dims, data }: InnerTensor, power: number): WindowRow {
  const [, nHeads = 0, size = 0] = dims;
  return (into, window, head, place) => {
    const start = ((window * nHeads + head) * size + place) * size;
    powerRowInto(into, data.subarray(start, start + size), power, false);
  };
}

/** Scale off with a bias: the scores, with the product in them as it is. Null where that cannot be told. */
function byScores(
  { scale, softCap }: InsideLayer,
  scores: InnerTensor | undefined,
  products: ReturnType<typeof windowProducts>,
  weights: InnerTensor,
): WindowRow | null {
  if (softCap !== null || scale.value === null || products === null) return null;
  if (scores?.dims.join() !== weights.dims.join()) return null;
  const [, nHeads = 0, size = 0] = scores.dims;
  const rest = 1 - scale.value;
  return (into, window, head, place) => {
    const start = ((window * nHeads + head) * size + place) * size;
    for (let key = 0; key < size; key++)
      into[key] = (scores.data[start + key] ?? NaN) + rest * products(window, head, place, key);
    softmaxInto(into, into);
  };
}

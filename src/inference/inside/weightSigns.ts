import type { HeadSigns } from '../../core/inside/questions.ts';
import type { Stage } from '../../core/inside/layer.ts';
import { valuesOff } from '../../core/inside/valuesOff.ts';
import { signOfWeights, tokensToThemselves } from '../../core/inside/weightSign.ts';
import type { ValueSide } from '../../core/inside/weightSign.ts';
import { inTurns } from '../door/inTurns.ts';
import type { Turn } from '../door/queue.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import { TABLE_NOT_READ } from '../surgery/inside/embedding.ts';
import type { Ending } from '../surgery/inside/ending.ts';
import type { LastStep } from './lastStep.ts';
import { hasRounding } from './readLayer.ts';
import { readWeights } from './readLeft.ts';
import { siteOf } from './siteAt.ts';
import type { WordLayer } from './wordValues.ts';

/** Of each model what its tokens say for themselves, the same for all its layers. */
const known = new WeakMap<Ending, Float64Array>();

type WhyNot = { readonly whyNot: string };

/** How far values may be from what W_V makes, as a part of the largest. */
const ALLOWED = { single: 1e-3, rounded: 2e-2 } as const;

/**
 * The sign of each head's weights on tokens by themselves (`signOfWeights`); or why not. Throws AppError as a damaged file does, and rejects where
 * `turn` does. The first layer of a model takes as long as the table of all its heads.
 */
export async function signsOfWeights(layer: WordLayer, last: LastStep, ending: Ending, turn: Turn): Promise<HeadSigns> {
  const side = await sideOf(layer, turn);
  if ('whyNot' in side) return side;
  const sums = known.get(ending) ?? (await sumsOf(ending, last, turn));
  if ('whyNot' in sums) return sums;
  known.set(ending, sums);
  const { nHeads, nKeyHeads, outputWeights } = layer;
  const slab = outputWeights.length / nHeads;
  const signs = new Float32Array(nHeads);
  for (let head = 0; head < nHeads; head++) {
    await turn();
    const rows = outputWeights.subarray(head * slab, (head + 1) * slab);
    signs[head] = signOfWeights(rows, side, Math.floor((head * nKeyHeads) / nHeads), last.unit, sums);
  }
  return { signs };
}

/** The layer's W_V, if values of the run come of it. */
async function sideOf(
  { model, index, inside, given, nKeyHeads, dV }: WordLayer,
  turn: Turn,
): Promise<ValueSide | WhyNot> {
  const { valueSide } = inside;
  const stored = valueSide && (await readWeights(model, siteOf(model.prepared, index).graph, valueSide.weights, turn));
  if (typeof stored === 'string') return { whyNot: `of the weights that values come of: ${stored}` };
  const weights = stored && decodeConstant(stored);
  const gamma = valueSide?.gamma ? decodeConstant(valueSide.gamma)?.data : null;
  const [read, value] = [numbersOf(given.readKeys), numbersOf(given.value)];
  if (!valueSide || !weights || gamma === undefined || !read || !value)
    return { whyNot: 'the graph does not tell by which weights values come of what the layer reads' };
  const d = read.length / given.nKeys;
  if (weights.data.length !== d * nKeyHeads * dV || (gamma !== null && gamma.length !== d))
    return { whyNot: 'the weights that values come of are of another form' };
  const isCoarse = given.isHalf !== false || hasRounding(stored);
  const bias = (inside.valueBias && decodeConstant(inside.valueBias)?.data) ?? null;
  const off = valuesOff({ read, value, weights: weights.data, bias, d, nKeyHeads, dV, nKeys: given.nKeys });
  if (!(off <= (isCoarse ? ALLOWED.rounded : ALLOWED.single)))
    return { whyNot: `values differ from what the weights that were found make (by ${off.toPrecision(2)} of them)` };
  return { norm: { kind: valueSide.kind, gamma }, weights: weights.data };
}

/** The table is large, and decoded for the sums alone. */
async function sumsOf({ embedding }: Ending, { table }: LastStep, turn: Turn): Promise<Float64Array | WhyNot> {
  if (embedding !== 'tied' && 'whyNot' in embedding) return embedding;
  if (table === null) return TABLE_NOT_READ;
  const { d, nTokens, weights, layout } = table;
  const tied = layout === 'token-dim' ? weights : null;
  const data = embedding === 'tied' ? tied : decodeConstant(embedding)?.data;
  return data ? inTurns(tokensToThemselves({ data, nTokens, d }, table), turn) : TABLE_NOT_READ;
}

function numbersOf(stage: Stage): Float32Array | null {
  return stage.from === 'nowhere' ? null : stage.data;
}

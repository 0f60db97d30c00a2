import { constantWritten } from '../../core/inside/constantWritten.ts';
import type { Check, InsideLayer, Scale, Stage } from '../../core/inside/layer.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { AttentionSite } from '../surgery/types.ts';
import type { Operand, SiteInside } from '../surgery/inside/types.ts';
import type { HeadRows } from './headRows.ts';
import type { LayerChecks } from './checkLayer.ts';
import type { Gathered, PatternShape } from './gather.ts';
import { ofModel, refuse, valueOf } from './stages.ts';
import type { Had } from './stages.ts';

export type LayerParts = {
  readonly kind: AttentionKind;
  readonly layer: number;
  readonly site: AttentionSite;
  readonly inside: SiteInside;
  readonly shape: PatternShape;
  readonly found: Gathered;
  readonly checks: LayerChecks;
};

/** A layer from its parts: what has not passed its check is refused. */
export function assembleLayer({ kind, layer, site, inside, shape, found, checks }: LayerParts): InsideLayer {
  const { query, key, value, context } = found;
  const scale = scaleIn(found.scale.scale, checks.weights);
  const weighed = (had: Had<HeadRows>, operand: Operand | null, factor: number): Stage =>
    factor === 1 && isAsMade(operand) ? checkedBy(checks.weights, flat(had)) : workedOut(checks.weights, flat(had));
  const outputWeights = checkedBy(checks.output, found.outputWeights);
  const d = widthOf(found, shape.nQueries);
  const attentionOutput = inside.isBiasBehind
    ? workedOut(checks.output, found.attentionOutput)
    : ofModel(found.attentionOutput);
  return {
    kind,
    layer,
    ...shape,
    nKeyHeads: found.nKeyHeads,
    dK: valueOf(query)?.nChannels ?? null,
    dV: valueOf(context)?.nChannels ?? null,
    d,
    streamBefore: ofModel(found.streamBefore),
    read: ofModel(found.read),
    readKeys: ofModel(found.readKeys),
    query: weighed(query, inside.query, found.scale.ofQuery),
    key: weighed(key, inside.key, found.scale.ofKey),
    value: isAsMade(inside.value) ? checkedBy(checks.context, flat(value)) : workedOut(checks.context, flat(value)),
    rotation: inside.rotation,
    scale,
    softCap: inside.softCap,
    bias: biasOf(checks),
    scores: scoresOf(found.scores, checks, inside),
    hasSink: !site.rowsSumToOne,
    isHalf: site.isHalf,
    context: ofModel(flat(context)),
    outputWeights,
    outputBias: found.outputBias && checkedBy(checks.output, { had: found.outputBias }),
    constantWritten: constantOf(found, outputWeights, shape.nHeads),
    attentionOutput,
    streamAfter: afterOf(found, attentionOutput, inside),
    isPostNorm: inside.isPostNorm,
    norm: normOf(inside),
    change: null,
    checks: [checks.weights, checks.context, checks.output].flatMap((check) => (check === null ? [] : [plain(check)])),
    notes: [site.how, ...notesOf(found, inside, shape.nHeads)],
  };
}

/** Values tell it where they are read through one. */
function normOf({ valueSide }: SiteInside): InsideLayer['norm'] {
  return valueSide && valueSide.kind;
}

/** The most that a sum of two numbers of the stream may be off, as a part of the largest. */
const SAME_SUM = 1e-5;

/** The stream behind the layer; where it is the sum of two that are sent as well it is worked out where it is looked at. */
function afterOf({ streamBefore, streamAfter }: Gathered, output: Stage, { isPostNorm }: SiteInside): Stage {
  const [before, after] = [valueOf(streamBefore), valueOf(streamAfter)];
  if (isPostNorm !== false || !before || !after || output.from === 'nowhere') return ofModel(streamAfter);
  const written = output.data;
  let [difference, largest] = [0, 0];
  for (const [at, value] of after.entries()) {
    difference = Math.max(difference, Math.abs((before[at] ?? NaN) + (written[at] ?? NaN) - value));
    largest = Math.max(largest, Math.abs(value));
  }
  const isSum = difference <= SAME_SUM * largest;
  return isSum ? { from: 'derived', data: new Float32Array(0), difference } : ofModel(streamAfter);
}

/** Whether an operator takes a tensor as it is. */
function isAsMade(operand: Operand | null): boolean {
  return operand === null || (operand.added === null && operand.turned === null);
}

function plain({ name, difference, allowed, isPassed }: Check): Check {
  return { name, difference, allowed, isPassed };
}

function flat(had: Had<HeadRows>): Had<Float32Array> {
  return 'had' in had ? { had: had.had.data } : had;
}

/** The model's own tensor, if a check shows that it was read as it is meant. */
function checkedBy(check: Check | null, had: Had<Float32Array>): Stage {
  if (!('had' in had)) return { from: 'nowhere', ...had };
  if (check?.isPassed === true) return ofModel(had);
  return { from: 'nowhere', ...failed(check) };
}

function workedOut(check: Check | null, had: Had<Float32Array>): Stage {
  const stage = checkedBy(check, had);
  return stage.from === 'model' && check ? { ...stage, from: 'derived', difference: check.difference } : stage;
}

function failed(check: Check | null): ReturnType<typeof refuse> {
  if (check === null) return refuse('not-found', 'there is nothing to check it against');
  return refuse('check-failed', `${check.difference}`);
}

/** The scale, unless the weights of the run say otherwise. */
function scaleIn(scale: Scale, check: LayerChecks['weights']): Scale {
  return check?.isPassed === true ? scale : { value: null, place: 'unknown' };
}

/** Scale times raw products, worked out where they are looked at, or where something is added to them those of the model. */
function scoresOf(scores: Gathered['scores'], { weights, bias }: LayerChecks, inside: SiteInside): Stage {
  if (bias !== null && scores !== null) return checkedBy(weights, scores);
  if (weights?.isPassed === true) return { from: 'derived', data: new Float32Array(0), difference: weights.difference };
  if (inside.isRotaryInside) return { from: 'nowhere', ...refuse('rotary-inside', 'products are made inside') };
  if (inside.mixes.scores) return { from: 'nowhere', ...refuse('mixed-heads', 'scores of its heads are mixed') };
  if (inside.scale.operator !== null)
    return { from: 'nowhere', ...refuse('scores-inside', 'they stay in the operator') };
  return { from: 'nowhere', ...failed(weights) };
}

function biasOf({ weights, bias }: LayerChecks): Stage | null {
  if (bias === null || weights === null) return null;
  if (!weights.isPassed) return { from: 'nowhere', ...failed(weights) };
  return { from: 'derived', data: bias, difference: weights.difference };
}

function notesOf(
  { isHalf, nKeyHeads }: Gathered,
  { notes, isAddedAsWritten }: SiteInside,
  nHeads: number,
): readonly string[] {
  const shared = `${nHeads} heads share the keys and values of ${nKeyHeads}.`;
  return [
    ...notes,
    ...(isHalf ? ['Computed in float16: sums differ in the third digit.'] : []),
    ...(nKeyHeads < nHeads ? [shared] : []),
    ...(isAddedAsWritten
      ? []
      : ['What the layer writes is normed, scaled or summed with more before it is added to the stream.']),
  ];
}

function widthOf({ attentionOutput, read }: Gathered, nQueries: number): number | null {
  const rows = valueOf(attentionOutput) ?? valueOf(read);
  return rows && rows.length / nQueries;
}

function constantOf({ valueBias, nKeyHeads, value }: Gathered, weights: Stage, nHeads: number): Float32Array | null {
  const dV = valueOf(value)?.nChannels;
  if (valueBias?.length !== nKeyHeads * (dV ?? NaN) || weights.from === 'nowhere') return null;
  return constantWritten(valueBias, weights.data, nHeads, nKeyHeads);
}

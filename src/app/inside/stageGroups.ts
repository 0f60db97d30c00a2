import { afterRow, dataOf, isInWindow, rowOf } from '../../core/inside/road.ts';
import type { HeadInside, PairInside, RowInside } from '../../core/inside/road.ts';
import type { InsideLayer, Refusal, Stage } from '../../core/inside/layer.ts';
import { STAGE_IDS } from '../../core/inside/stages.ts';
import type { StageId } from '../../core/inside/stages.ts';
import { lengthOf } from '../../core/inside/vectors.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import type { StageGroup, StageMark, StageValues } from '../../views/StageStrip/StageStrip.picture.ts';
import { shapeOf } from './shapes.ts';
import { STAGE_GROUPS, STAGE_WORDS } from './stageWords.ts';
import { weightText } from './weightText.ts';

/** All that is known of the query and the key that are looked into. */
export type Road = {
  readonly head: HeadInside;
  readonly row: RowInside;
  readonly key: number;
  readonly pair: PairInside | null;
};

/** A step at one query and key: what it comes to, and where that is from. */
type StageFact = Pick<StageValues, 'value' | 'mark'>;

const NONE: StageFact = { value: 'none', mark: 'none' };
const NOT_TO_BE_HAD: StageFact = { value: '', mark: 'nowhere' };
const ON_ITS_WAY: StageFact = { value: '…', mark: 'pending' };

/** Steps that patterns alone tell of. */
const OF_PATTERN: readonly StageId[] = ['mask', 'weight'];

/** The steps of the road with their numbers at one query and key; while the layer is on its way only what the pattern tells. */
export function stageGroups(road: Road, isPending = false): readonly StageGroup[] {
  return STAGE_GROUPS.map(({ name, ids }) => ({
    name,
    stages: ids.map((id) => {
      const { name: stage, unit } = STAGE_WORDS[id];
      return {
        id,
        number: STAGE_IDS.indexOf(id),
        name: stage,
        unit,
        shape: shapeOf(road.head.layer, id),
        ...(isPending && !OF_PATTERN.includes(id) ? ON_ITS_WAY : FACTS[id](road)),
      };
    }),
  }));
}

const FACTS: Readonly<Record<StageId, (road: Road) => StageFact>> = {
  stream: ({ head, row }) => lengthFact(head.layer, head.layer.streamBefore, row.query),
  read: ({ head, row }) => lengthFact(head.layer, head.layer.read, row.query),
  qkv: ({ head: { layer } }) => {
    const mark = worst([layer.query, layer.key, layer.value].map(({ from }) => from));
    return mark === 'nowhere' ? NOT_TO_BE_HAD : { value: sizesWords(layer), mark };
  },
  rotation: ({ head: { layer } }) =>
    layer.rotation === 'none'
      ? NONE
      : layer.rotation === 'unknown'
        ? NOT_TO_BE_HAD
        : { value: 'in pairs', mark: 'model' },
  products: ({ pair }) =>
    pair === null
      ? NOT_TO_BE_HAD
      : { value: `${pair.products.length} ${pair.arePairs ? 'pairs' : 'bars'}`, mark: 'derived' },
  raw: ({ row, key }) => numberFact(row.raw?.[key]),
  scale: ({ head: { layer }, row, key }) => {
    const { value, place } = layer.scale;
    if (value === null) return NOT_TO_BE_HAD;
    if (place === 'none') return NONE;
    const raw = row.raw?.[key];
    if (Number.isNaN(raw)) return NOT_TO_BE_HAD;
    return { value: raw === undefined ? `× ${preciseNumber(value)}` : preciseNumber(value * raw), mark: 'derived' };
  },
  cap: ({ head: { layer } }) =>
    layer.softCap === null ? noneOf(layer) : { value: `at ${preciseNumber(layer.softCap)}`, mark: 'model' },
  bias: ({ head: { layer }, row, key }) => {
    if (layer.bias === null) return noneOf(layer);
    return isInWindow(layer, row.query, key) ? numberFact(row.bias?.[key], 'derived') : NOT_TO_BE_HAD;
  },
  mask: ({ row, key }) => ({ value: row.allowed[key] === 0 ? 'not allowed' : 'allowed', mark: 'derived' }),
  score: ({ head: { layer }, row, key }) => {
    if (row.allowed[key] === 0) return { value: 'not allowed', mark: 'derived' };
    return numberFact(row.scores?.[key], layer.scores.from === 'model' ? 'model' : 'derived');
  },
  sink: ({ head: { layer }, row }) => (layer.hasSink ? numberFact(row.facts.sinkMass, 'derived') : NONE),
  weight: ({ row, key }) =>
    row.allowed[key] === 0
      ? { value: 'not allowed', mark: 'model' }
      : { value: weightText(row.weights[key] ?? 0, row.isHalf), mark: 'model' },
  result: ({ head: { layer }, row }) =>
    row.result === null ? NOT_TO_BE_HAD : { value: lengthWords(lengthOf(row.result)), mark: markOf(layer.context) },
  concat: ({ head: { layer } }) =>
    dataOf(layer.context) === null
      ? NOT_TO_BE_HAD
      : { value: `${layer.nHeads} × ${layer.dV ?? '–'} numbers`, mark: markOf(layer.context) },
  written: ({ row }) =>
    row.written === null ? NOT_TO_BE_HAD : { value: lengthWords(lengthOf(row.written)), mark: 'derived' },
  output: ({ head, row }) => lengthFact(head.layer, head.layer.attentionOutput, row.query),
  after: ({ head: { layer }, row }) => vectorFact(layer.streamAfter, afterRow(layer, row.query)),
};

/** A step that was not met: the model has none, if its layer could be read. */
function noneOf(layer: InsideLayer): StageFact {
  return isUnread(layer) ? NOT_TO_BE_HAD : NONE;
}

/** Whether nothing is known of how the layer computes its weights. */
function isUnread({ rotation }: InsideLayer): boolean {
  return rotation === 'unknown';
}

/** Whether the model has the step. Of one it has not, the numbers of the step before go on as they are. */
export function isInModel(road: Road, id: StageId): boolean {
  return FACTS[id](road).mark !== 'none';
}

/** The next step of the model's own from one, forth (1) or back (-1); null at the end of the road. */
export function stepFrom(road: Road, id: StageId, by: 1 | -1): StageId | null {
  for (let at = STAGE_IDS.indexOf(id) + by; at >= 0 && at < STAGE_IDS.length; at += by) {
    const one = STAGE_IDS[at];
    if (one !== undefined && isInModel(road, one)) return one;
  }
  return null;
}

function lengthFact({ nQueries }: InsideLayer, stage: Stage, query: number): StageFact {
  return vectorFact(stage, rowOf(dataOf(stage), nQueries, query));
}

function vectorFact(stage: Stage, vector: Float32Array | null): StageFact {
  return vector === null ? NOT_TO_BE_HAD : { value: lengthWords(lengthOf(vector)), mark: markOf(stage) };
}

function numberFact(value: number | undefined, mark: StageMark = 'derived'): StageFact {
  return value === undefined || Number.isNaN(value) ? NOT_TO_BE_HAD : { value: preciseNumber(value), mark };
}

function lengthWords(length: number): string {
  return `length ${preciseNumber(length)}`;
}

/** How many numbers query, key and value have. */
function sizesWords({ dK, dV }: InsideLayer): string {
  const [key, value] = [dK ?? '–', dV ?? '–'];
  return key === value ? `${key} numbers each` : `${key}, ${key}, ${value} numbers`;
}

function markOf({ from }: Stage): StageMark {
  return from;
}

function worst(marks: readonly StageMark[]): StageMark {
  return marks.includes('nowhere') ? 'nowhere' : marks.includes('derived') ? 'derived' : 'model';
}

/** Why a step cannot be shown; null where it can, or where this model has none. */
export function refusalOf({ head: { layer }, row, pair, key }: Road, id: StageId): Refusal | null {
  const of = (...stages: readonly (Stage | null)[]): Refusal | null =>
    stages.find((stage) => stage !== null && stage.from === 'nowhere') ?? null;
  const far: Refusal | null = isInWindow(layer, row.query, key) ? null : { why: 'other-window', detail: '' };
  switch (id) {
    case 'stream':
      return of(layer.streamBefore);
    case 'read':
      return of(layer.read);
    case 'qkv':
      return of(layer.query, layer.key, layer.value);
    case 'products':
    case 'raw':
      return pair === null ? (of(layer.query, layer.key) ?? far) : null;
    case 'scale':
      return layer.scale.value === null ? { why: 'no-scale', detail: '' } : far;
    case 'rotation':
    case 'cap':
      return isUnread(layer) ? of(layer.scores) : null;
    case 'bias':
      return isUnread(layer) ? of(layer.scores) : (of(layer.bias) ?? (layer.bias === null ? null : far));
    case 'score':
      return row.areScoresRelative ? { why: 'scores-inside', detail: '' } : of(layer.scores);
    case 'result':
    case 'concat':
      return of(layer.context);
    case 'written':
      return of(layer.context, layer.outputWeights);
    case 'output':
      return of(layer.attentionOutput);
    case 'after':
      return of(layer.streamAfter);
    case 'mask':
    case 'sink':
    case 'weight':
      return null;
  }
}

import { distancesOn } from '../../../core/alike/combine.ts';
import type { CombinedComparison } from '../../../core/alike/combine.ts';
import type { AttentionCost } from '../../../core/cost/attentionCost.ts';
import { headCounts } from '../../../core/cost/headCounts.ts';
import { setupOf } from '../../../core/cost/setup.ts';
import { likeliest } from '../../../core/classes.ts';
import type { ClassShare } from '../../../core/classes.ts';
import { interactionOf } from '../../../core/study/interaction.ts';
import { headName } from '../../../core/tensor.ts';
import { trainedRows, verdictOf } from '../../../core/study/trainedHeads.ts';
import type { TrainedRow, TrainedVerdict } from '../../../core/study/trainedHeads.ts';
import { alikeOf, nearestTo } from '../../shown/alike.ts';
import { groupsOf } from '../../shown/alikeGroups.ts';
import { shapeOnScreen } from '../../shown/shapeOnScreen.ts';
import { studyOf } from '../../shown/studyOf.ts';
import { halfAt } from '../../../core/study/trainedMoments.ts';
import { shownMoments, shownTrained } from '../../state/trained.ts';
import type { FactRows, Found, Seen } from './fact.ts';
import { pairStudy } from '../measures.ts';
import { headIn } from './headIn.ts';

/** Facts that compare: two heads, models with more and fewer heads, what heads cost, and the classes of a picture. */
export const COMPARED_FACTS: FactRows = {
  apart: {
    args: ['head', 'head'],
    of: (seen, first = '', second = '') => withAlike(seen, (comparison) => distanceOf(seen, comparison, first, second)),
  },
  /** The head that looks most alike. */
  twin: {
    args: ['head'],
    of: (seen, text = '') =>
      withAlike(seen, (comparison) => {
        const head = headIn(seen, text);
        if (!head) return head;
        const [nearest] = nearestTo(comparison, head, 1, seen.state.view.keys);
        return nearest === undefined ? undefined : headName(seen.stack.tensor, nearest.head);
      }),
  },
  /** Which of the last two looks more like the first. */
  nearerOf: {
    args: ['head', 'head', 'head'],
    of: (seen, of = '', ...both) =>
      withAlike(seen, (comparison) => {
        const far = both.map((other) => distanceOf(seen, comparison, of, other));
        const [a, b] = far;
        if (typeof a !== 'number' || typeof b !== 'number') return far.includes(null) ? null : undefined;
        const nearer = headIn(seen, (a <= b ? both[0] : both[1]) ?? '');
        return nearer ? headName(seen.stack.tensor, nearer) : nearer;
      }),
  },
  /** Groups of heads that lie within `groups=` of each other; a head alone is one. */
  groupsAt: { args: [], of: ({ state }) => state.view.groups },
  nGroups: {
    args: [],
    of: (seen) =>
      withAlike(seen, (comparison) => groupsOf(comparison, seen.state.view.keys, seen.state.view.groups).length),
  },
  /** Of the two heads of `twins=`: what the loss rises by without the first, the second, both. */
  riseFirst: { args: [], isChange: true, of: (seen) => withPair(seen, ([first]) => first) },
  riseSecond: { args: [], isChange: true, of: (seen) => withPair(seen, ([, second]) => second) },
  riseBoth: { args: [], isChange: true, of: (seen) => withPair(seen, ([, , both]) => both) },
  riseBeyond: { args: [], isChange: true, of: (seen) => withPair(seen, ([a, b, both]) => both - a - b) },
  trainedBest: { args: [], of: (seen) => withTrained(seen, ({ best }) => best.heads) },
  trainedWorst: { args: [], of: (seen) => withTrained(seen, ({ worst }) => worst.heads) },
  trainedApart: { args: [], of: (seen) => withTrained(seen, ({ apart }) => apart) },
  trainedBySeed: { args: [], of: (seen) => withTrained(seen, ({ bySeed }) => bySeed) },
  trainedSeeds: {
    args: [],
    of: (seen) => withTrained(seen, (_, rows) => Math.max(...rows.map(({ nSeeds }) => nSeeds))),
  },
  trained: { args: ['number'], of: (seen, n) => ofHeads(seen, n, ({ of }) => of.quality.mean) },
  trainedTime: { args: ['number'], of: (seen, n) => ofHeads(seen, n, ({ of }) => of.milliseconds.mean) },
  trainedMaps: { args: ['number'], of: (seen, n) => ofHeads(seen, n, ({ of }) => of.weightsOfAttention.mean) },
  /** Of the training of the model: the first step by which a head has more than half of its weight on the figure that comes next. */
  foundAt: {
    args: [],
    of: ({ state }) => {
      const moments = shownMoments(state);
      return moments === null ? null : (halfAt(moments.rows, 'found') ?? undefined);
    },
  },
  /** Of the model and the text on screen, if its layers had so many heads. */
  mapsWith: { args: ['number'], of: (seen, n) => withCost(seen, n, ({ exponentials }) => exponentials) },
  productsWith: { args: ['number'], of: (seen, n) => withCost(seen, n, ({ multiplyAdds }) => multiplyAdds.total) },
  /** How many times those of one head. */
  productsRatio: {
    args: ['number'],
    of: (seen, n) => withCost(seen, n, ({ multiplyAdds }, { multiplyAdds: ofOne }) => multiplyAdds.total / ofOne.total),
  },
  parametersWith: { args: ['number'], of: (seen, n) => withCost(seen, n, ({ parameters }) => parameters) },
  widthWith: { args: ['number'], of: (seen, n) => withCost(seen, n, ({ rank }) => rank) },
  /** The n-th most probable class of the picture, from 1, and its probability. */
  className: { args: ['number'], of: (seen, n) => withClass(seen, n, ({ name }) => name) },
  classShare: { args: ['number'], of: (seen, n) => withClass(seen, n, ({ probability }) => probability) },
};

function finite(found: number | undefined): Found {
  return found !== undefined && Number.isFinite(found) ? found : undefined;
}

function withAlike({ state, stack }: Seen, of: (comparison: CombinedComparison) => Found): Found {
  const study = studyOf(state, 'alike');
  if (study?.status !== 'done') return study?.status === 'failed' ? undefined : null;
  const comparison = alikeOf(study, stack.tensor.kind);
  return comparison === null ? undefined : of(comparison);
}

function withPair({ state }: Seen, of: (changes: readonly [number, number, number]) => number): Found {
  if (state.view.twins === null) return undefined;
  const study = pairStudy(state);
  if (study?.status !== 'done') return study?.status === 'failed' ? undefined : null;
  const found = interactionOf(study);
  return found === null ? undefined : finite(of(found.effects));
}

function distanceOf(seen: Seen, comparison: CombinedComparison, first: string, second: string): Found {
  const [a, b] = [headIn(seen, first), headIn(seen, second)];
  if (!a || !b) return a === null || b === null ? null : undefined;
  const { nHeads, nLayers } = comparison;
  const row = (a.layer * nHeads + a.head) * nLayers * nHeads;
  return finite(distancesOn(comparison, seen.state.view.keys)[row + b.layer * nHeads + b.head]);
}

/** The comparison of models like the one on screen: those of pictures, their shares in percent, or of texts. */
function trainedLike({
  state,
  stack,
}: Seen): { readonly rows: readonly TrainedRow[]; readonly verdict: TrainedVerdict } | null {
  const trained = shownTrained(state);
  if (trained === null || trained.kind !== stack.run.model.takes) return null;
  const scale = trained.kind === 'image' ? 100 : 1;
  const rows = trainedRows(trained.runs.map((run) => ({ ...run, quality: scale * run.quality })));
  const verdict = verdictOf(rows, trained.isMoreBetter);
  return verdict === null ? null : { rows, verdict };
}

function withTrained(seen: Seen, of: (verdict: TrainedVerdict, rows: readonly TrainedRow[]) => number): Found {
  const trained = trainedLike(seen);
  return trained === null ? null : of(trained.verdict, trained.rows);
}

function ofHeads(seen: Seen, n: string | undefined, of: (row: TrainedRow) => number): Found {
  const trained = trainedLike(seen);
  if (trained === null) return null;
  const row = trained.rows.find(({ heads }) => heads === Number(n));
  return row === undefined ? undefined : of(row);
}

/** Of one layer like those of the model; none where so many heads do not divide its width, or cannot share keys as they do. */
function withCost(
  { state, stack }: Seen,
  n: string | undefined,
  of: (cost: AttentionCost, ofOne: AttentionCost) => number,
): Found {
  const model = shapeOnScreen(state);
  if (model === null) return undefined;
  const { fixed } = setupOf('model', { ...model.shape, nTokens: stack.queryTokens.length, nLayers: 1 });
  const costWith = (nHeads: number): AttentionCost | null => {
    const found = headCounts(fixed, [nHeads]).find((row) => row.nHeads === nHeads);
    return found === undefined || found.shape === null ? null : found.cost;
  };
  const [cost, ofOne] = Number(n) >= 1 ? [costWith(Number(n)), costWith(1)] : [null, null];
  return cost === null || ofOne === null ? undefined : of(cost, ofOne);
}

function withClass({ stack: { run } }: Seen, n: string | undefined, of: (share: ClassShare) => Found): Found {
  const { classes } = run;
  const at = Number(n);
  if (classes === undefined || !(at >= 1 && at <= classes.length)) return undefined;
  const before = likeliest(classes, at - 1);
  const [place] = likeliest(classes, at).filter((one) => !before.includes(one));
  const share = classes[place ?? -1];
  return share === undefined ? undefined : of(share);
}

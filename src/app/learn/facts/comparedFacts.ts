import { distancesOn } from '../../../core/alike/combine.ts';
import type { CombinedComparison } from '../../../core/alike/combine.ts';
import { attentionCost } from '../../../core/cost/attentionCost.ts';
import type { AttentionCost } from '../../../core/cost/attentionCost.ts';
import { likeliest } from '../../../core/classes.ts';
import type { ClassShare } from '../../../core/classes.ts';
import { interactionOf, isOfPair } from '../../../core/study/interaction.ts';
import { headName } from '../../../core/tensor.ts';
import { trainedRows, verdictOf } from '../../../core/study/trainedHeads.ts';
import type { TrainedRow, TrainedVerdict } from '../../../core/study/trainedHeads.ts';
import { alikeOf, nearestTo } from '../../shown/alike.ts';
import { groupsOf } from '../../shown/alikeGroups.ts';
import { kindOnScreen } from '../../shown/turning.ts';
import { inOrder } from '../../shown/twins.ts';
import { textOnScreen } from '../../shown/shown.ts';
import { shownTrained } from '../../state/trained.ts';
import type { FactRows, Found, Seen } from './fact.ts';
import { headIn } from './headIn.ts';

/** Facts that compare: two heads, models with more and fewer heads, what heads cost, and the classes of a picture. */
export const COMPARED_FACTS: FactRows = {
  apart: {
    args: ['head', 'head'],
    of: (seen, first = '', second = '') =>
      withAlike(seen, (comparison) => {
        const [a, b] = [headIn(seen, first), headIn(seen, second)];
        if (!a || !b) return a === null || b === null ? null : undefined;
        const { nHeads, nLayers } = comparison;
        const row = (a.layer * nHeads + a.head) * nLayers * nHeads;
        return finite(distancesOn(comparison, seen.state.view.keys)[row + b.layer * nHeads + b.head]);
      }),
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
  const study = state.studies.alike;
  if (study === null || study.basis.kind === 'list' || study.basis.texts[0] !== textOnScreen(state)) return null;
  if (study.status === 'failed') return undefined;
  const comparison = alikeOf(study, stack.tensor.kind);
  return study.status === 'done' && comparison !== null ? of(comparison) : null;
}

function withPair({ state }: Seen, of: (changes: readonly [number, number, number]) => number): Found {
  const study = state.studies.measured.interaction;
  const { twins } = state.view;
  if (twins === null) return undefined;
  const [a, b] = inOrder(twins);
  if (study === undefined || study.basis.kind === 'list' || study.basis.texts[0] !== textOnScreen(state)) return null;
  if (!isOfPair(study, kindOnScreen(state), a, b)) return null;
  if (study.status === 'failed') return undefined;
  const found = interactionOf(study);
  return found === null ? null : finite(of(found.effects));
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

/** Of one layer; heads that do not divide the width of the stream make none. */
function withCost(
  { stack }: Seen,
  n: string | undefined,
  of: (cost: AttentionCost, ofOne: AttentionCost) => number,
): Found {
  const { dModel } = stack.run.model;
  const nHeads = Number(n);
  if (dModel === null || !(nHeads >= 1) || dModel % nHeads !== 0) return undefined;
  const nTokens = stack.queryTokens.length;
  const costWith = (h: number): AttentionCost =>
    attentionCost({
      d: dModel,
      nHeads: h,
      nKeyHeads: h,
      dK: dModel / h,
      nTokens,
      nLayers: 1,
      hasBiases: true,
      bytes: 4,
    });
  return of(costWith(nHeads), costWith(1));
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

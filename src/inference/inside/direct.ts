import { usedWeights } from '../../core/inside/change.ts';
import { normedPart, tokenDirection } from '../../core/inside/direct.ts';
import {
  checkParts,
  directOfOffered,
  meanSize,
  normedWhole,
  overMean,
  uncapped,
} from '../../core/inside/directRuns.ts';
import type { PartsCheck } from '../../core/inside/directRuns.ts';
import type { LayerChange } from '../../core/inside/layer.ts';
import type { DirectLogits, InsideQuestion, SpokenToken } from '../../core/inside/questions.ts';
import { dot } from '../../core/inside/vectors.ts';
import { largestIds, smallestIds } from '../../core/largestIds.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { sitesOf } from '../ablate/planInterventions.ts';
import type { Turn } from '../door/queue.ts';
import { shapeOf } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { Ending } from '../surgery/inside/ending.ts';
import type { Summand } from '../surgery/inside/summands.ts';
import { askedWords } from './askedWords.ts';
import { directPathOf } from './directPath.ts';
import type { HeadRuns } from './headRuns.ts';
import { lastStepOf } from './lastStep.ts';
import { runWithoutHeads } from './layerRuns.ts';
import { hasRounding } from './readLayer.ts';
import { offeredOf } from './offeredOf.ts';
import { Refused } from './refuse.ts';
import { scoreParts, sumOfParts } from './scoreParts.ts';
import { scoreText, spokenTokens } from './spokenTokens.ts';
import { toldAt } from './toldAt.ts';
import type { LayerRuns } from './toldAt.ts';
import { changeAt } from './usedContext.ts';

/** Tokens in each list. */
const N_LISTED = 10;
/** How far the sum of all parts may be from the scores; where products round, in parts of the largest score. */
const ALLOWED = { single: 1e-3, rounded: 2e-2 } as const;

type Question = Extract<InsideQuestion, { readonly about: 'direct' }>;

/**
 * What a head adds to the scores at one query past all later layers, with the last norm held as it is, and beside it what switching the head
 * off changes: the run is repeated without each head of the layer.
 * Throws Refused where the graph does not lead straight from the head to the scores, or the sum of all parts is not them.
 */
export async function measureDirect(
  model: RunnableModel,
  kept: KeptRun,
  question: Question,
  turn: Turn,
): Promise<DirectLogits> {
  const runs = runsFor(model, kept, question);
  const { ending, summand } = runs.path;
  await turn();
  const last = lastStepOf(model, ending);
  await turn();
  if (last === null) throw new Refused('no-direct-path', 'the last weights are stored in a form that is not read');
  const { head } = question.head;
  const { nQueries } = shapeOf(runs.output);
  const row = rowFor(ending, question.query, nQueries);
  const found = await runWithoutHeads(kept, runs, question.query, row, turn);
  const norm = last.normAt(found.stream);
  if (found.scores.length !== last.nTokens)
    throw new Refused('no-direct-path', 'the scores are not those of the last product');
  const written = found.written[head] ?? new Float32Array(0);
  const words = askedWords(model.prepared.tokenizer, question.words, found.scores.length);
  const wanted = spokenTokens(model, kept, question, words, found.scores);
  // The checks are the same for every head.
  const told = toldAt(kept, question.query);
  const unchecked = 'whyNot' in found.parts || found.parts.checked !== null ? null : found.parts;
  const {
    over: spoken,
    columns,
    average,
  } = await last.speak(
    [
      normedPart(written, norm),
      ...(told.check === null ? [normedWhole(found.stream, norm)] : []),
      ...(unchecked === null ? [] : [normedWhole(sumOfParts(unchecked), norm)]),
    ],
    wanted.map(({ id }) => id),
    turn,
  );
  const [over = new Float64Array(0), ...sums] = spoken;
  const checked = (of: Float64Array) => checkParts(of, found.scores, last.bias, ending.softCap);
  told.check ??= checked(sums.shift() ?? new Float64Array(0));
  if (unchecked !== null) unchecked.checked = checked(sums.shift() ?? new Float64Array(0));
  const sumError = allowedError(told.check, ending);
  const parts = scoreParts(found.parts, {
    beta: norm.beta,
    bias: last.bias,
    average,
    allowedFor: (largest) => allowedFor(ending, largest),
  });
  await turn();
  const offered = await offeredOf(kept, runs, head, turn);
  const added = offered && onTheirWay(offered, found);
  const change = changeAt(kept, runs.index);
  const pattern = rowAt(runs, head, question.query, change);
  // What stands in for the head's own result comes of no key.
  const isOfKeys = change === null || change.added === null || change.keep[head] === 1;
  const listed = (id: number): SpokenToken => ({ id, text: scoreText(model, kept, id), value: over[id] ?? NaN });
  const beforeCap = (said: Float32Array) => overMean(uncapped(said, ending.softCap));
  const [scores, without] = [beforeCap(found.scores), found.without.map(beforeCap)];
  const measured = (id: number): readonly number[] => without.map((scoresWithout) => scores(id) - scoresWithout(id));
  const tokens = wanted.map(({ id, role }) => {
    const column = columns.get(id) ?? new Float64Array(0);
    const direction = tokenDirection(column, average, norm);
    return {
      id,
      text: scoreText(model, kept, id),
      role,
      head: dot(written, direction),
      logit: scores(id),
      byKey: isOfKeys && added ? directOfOffered(pattern, added, direction) : null,
      allHeads: Float32Array.from(found.written, (each) => dot(each, direction)),
      byPart: 'whyNot' in parts ? null : parts.of(id, column, direction),
      measured: finiteOrNull(measured(id)[head]),
    };
  });
  const [predicted] = tokens;
  return {
    promoted: largestIds(over, N_LISTED).map(listed),
    suppressed: smallestIds(over, N_LISTED).map(listed),
    tokens,
    words,
    sumError,
    parts: 'whyNot' in parts ? null : parts.parts,
    whyNoParts: 'whyNot' in parts ? parts.whyNot : null,
    meanDirect: meanSize(predicted?.allHeads ?? []),
    meanMeasured: finiteOrNull(meanSize(predicted === undefined ? [] : measured(predicted.id))),
    notes: notesOf(ending, summand),
  };
}

/** Throws Refused for a head or query that is not there, and for a layer whose heads cannot be switched off or followed to the scores. */
function runsFor(model: RunnableModel, kept: KeptRun, { kind, head, query }: Question): HeadRuns {
  const index = sitesOf(model.plan, kind)[head.layer];
  const output = kept.done.pass.layers[index ?? -1];
  if (index === undefined || output === undefined) throw new Refused('not-found', 'the model has no such head');
  const { nHeads, nQueries } = shapeOf(output);
  if (!(head.head < nHeads && query < nQueries)) throw new Refused('not-found', 'the model has no such head or query');
  const path = directPathOf(model, index);
  const support = model.session.support[index];
  if (!support?.canScale) throw new Refused('not-found', support?.why ?? 'no head can be switched off');
  return { model, feed: kept.done.feed, index, output, path };
}

/** The row of the scores that speaks of a query. Throws Refused where none does. */
function rowFor({ token }: Ending, query: number, nQueries: number): number {
  if (token === null) return query;
  const only = token < 0 ? nQueries + token : token;
  if (query === only) return 0;
  throw new Refused('no-direct-path', `the scores are made of ${token < 0 ? 'the last token' : `token ${only}`} alone`);
}

/** How far the stream through norm and table is from the scores. Throws Refused where that is too far. */
function allowedError({ difference, largest }: PartsCheck, ending: Ending): number {
  if (difference <= allowedFor(ending, largest)) return difference;
  throw new Refused('check-failed', difference.toPrecision(2));
}

function allowedFor(ending: Ending, largest: number): number {
  return hasRounding(ending.weights) || ending.isHalf ? ALLOWED.rounded * largest : ALLOWED.single;
}

/** What of each key comes into the stream. Shapes: [key, d] -> [key, d], a copy. */
function onTheirWay(offered: Float32Array, { onItsWay, stream: { length: d } }: LayerRuns): Float32Array {
  const moved = new Float32Array(offered.length);
  for (let at = 0; at < offered.length; at += d) moved.set(onItsWay(offered.subarray(at, at + d)), at);
  return moved;
}

/** What without a head lies at the cap, so that it cannot be told how far beyond, is no number. */
function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The weights that values were weighed by. */
function rowAt({ output }: HeadRuns, head: number, query: number, change: LayerChange | null): Float32Array {
  const { nQueries, nKeys } = shapeOf(output);
  const start = (head * nQueries + query) * nKeys;
  return usedWeights({ change, nQueries, nKeys }, head, output.data.subarray(start, start + nKeys), query);
}

function notesOf({ softCap, token }: Ending, { norm }: Summand): readonly string[] {
  return [
    ...(norm === null ? [] : ['A norm follows what the layer writes; it is held as it is, as the last norm is.']),
    ...(softCap === null ? [] : [`The model caps its scores at ${softCap}; these are before the cap.`]),
    ...(token === null ? [] : ['The model makes its scores of one token alone.']),
  ];
}

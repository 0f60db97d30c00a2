import { COPIED_BELOW, copyingScore, rankOf, spreadTokens } from '../../core/inside/copying.ts';
import { normedPart } from '../../core/inside/direct.ts';
import type { Unembedding } from '../../core/inside/direct.ts';
import type { CopyingScores, InsideQuestion, WordWritten } from '../../core/inside/questions.ts';
import { writtenInto } from '../../core/inside/written.ts';
import { writtenOfValue, writtenTable } from '../../core/inside/writtenTable.ts';
import { largestIds } from '../../core/largestIds.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { sitesOf } from '../ablate/planInterventions.ts';
import { inTurns } from '../door/inTurns.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { directPathOf } from './directPath.ts';
import { rowsIntoStream } from './intoStream.ts';
import { lastStepOf } from './lastStep.ts';
import type { LastStep } from './lastStep.ts';
import { Refused } from './refuse.ts';
import { scoreText, textOf } from './spokenTokens.ts';
import { hasSource, startOfWords } from './wordRuns.ts';
import type { Ending } from '../surgery/inside/ending.ts';
import { signsOfWeights } from './weightSigns.ts';
import { valuesOfWord, wordLayerOf } from './wordValues.ts';
import type { WordLayer } from './wordValues.ts';

type Ask<About extends InsideQuestion['about']> = Extract<InsideQuestion, { readonly about: About }>;

const N_TOP = 5;
/** Words that copying is tried on. */
const N_TRIED = 200;

/**
 * What a head adds to the scores past all later layers when it looks at a word that stands alone, over the average of the vocabulary; the bias of
 * the values, the same for every word, left out, and the divisors of the last norm and of one behind W_O taken as 1.
 * Throws Refused as `measureDirect` does, and where W_O is not to be had.
 */
export async function measureWord(
  model: RunnableModel,
  kept: KeptRun,
  { kind, head: asked, token }: Ask<'word'>,
  turn: Turn,
): Promise<WordWritten> {
  const { layer, last } = await groundOf(model, kept, kind, asked.layer, turn);
  const { nTokens } = last;
  if (!(asked.head < layer.nHeads)) throw new Refused('not-found', 'the model has no such head');
  if (!(Number.isInteger(token) && token >= 0 && token < nTokens)) throw new Refused('not-found', `no token ${token}`);
  const values = await valuesOfWord(layer, token);
  await turn();
  const part = writtenInto(new Float64Array(last.d), valueOf(layer, asked.head, values), rowsOf(layer, asked.head));
  const constant = constantOf(layer, last, asked.head);
  // One word takes d steps for each token; a table of the head would take as many for each channel of its values.
  const normed = normedPart(constant === null ? part : part.map((one, c) => one - (constant[c] ?? NaN)), last.unit);
  const { over } = await last.speak([normed], [], turn);
  const [written = new Float64Array(0)] = over;
  const spoken = (id: number) => ({ id, text: scoreText(model, kept, id), value: written[id] ?? NaN });
  return {
    token: { id: token, text: textOf(model, token) },
    top: largestIds(written, N_TOP).map(spoken),
    rankOfItself: rankOf(written, token) + 1,
  };
}

/** Of each layer that was measured, by its place and the token that begins a text: of a model, or of a run where its source takes part. */
const known = new WeakMap<RunnableModel | KeptRun, Map<string, CopyingScores>>();

/**
 * How many of 200 words spread over the vocabulary each head of a layer copies: looking at the word alone it raises hardly any token more than the
 * word itself. A pass for each word, and a product with the vocabulary for each word and head, in turns; `tell` is told of that before the signs of
 * weights are worked out. Throws as `measureWord` does.
 */
export async function measureCopying(
  model: RunnableModel,
  kept: KeptRun,
  { kind, layer: asked }: Ask<'copying'>,
  turn: Turn,
  tell: (scores: CopyingScores) => void,
): Promise<CopyingScores> {
  const of = hasSource(kept) ? kept : model;
  const all = known.get(of) ?? new Map<string, CopyingScores>();
  known.set(of, all);
  const key = `${kind} ${asked} ${startOfWords(model, kept) ?? ''}`;
  const before = all.get(key);
  if (before !== undefined && before.byWeights !== null) return copied(before);
  const ground = await groundOf(model, kept, kind, asked, turn);
  const scores = before ?? (await copyingOf(ground, turn));
  all.set(key, scores);
  tell(copied(scores));
  const found = { ...scores, byWeights: await signsOfWeights(ground.layer, ground.last, ground.ending, turn) };
  all.set(key, found);
  return copied(found);
}

/** Arrays are handed over. */
function copied({ scores, byWeights, ...found }: CopyingScores): CopyingScores {
  const hasSigns = byWeights !== null && 'signs' in byWeights;
  return { ...found, scores: scores.slice(), byWeights: hasSigns ? { signs: byWeights.signs.slice() } : byWeights };
}

async function copyingOf({ layer, last }: Ground, turn: Turn): Promise<CopyingScores> {
  const { table: vocabulary } = last;
  if (vocabulary === null) throw new Refused('not-found', TOO_LARGE);
  const nVocab = vocabulary.nTokens;
  const tokens = spreadTokens(nVocab, N_TRIED);
  const values: Float32Array[] = [];
  for (const token of tokens) {
    values.push(await valuesOfWord(layer, token));
    await turn();
  }
  const written = new Float32Array(nVocab);
  const scores = new Float32Array(layer.nHeads);
  for (let head = 0; head < layer.nHeads; head++) {
    const table = await inTurns(tableOf(layer, last, vocabulary, head), turn);
    const ranks: number[] = [];
    for (const [at, token] of tokens.entries()) {
      const value = valueOf(layer, head, values[at] ?? new Float32Array(0));
      ranks.push(rankOf(writtenOfValue(written, value, table), token));
      await turn();
    }
    scores[head] = copyingScore(ranks, COPIED_BELOW);
  }
  return { scores, nTokens: tokens.length, below: COPIED_BELOW, nVocab, byWeights: null };
}

/** What is read once for a word cannot be read for two hundred and all heads. */
const TOO_LARGE =
  'the last weights are too large to be kept beside the model: one word at a time can be read off its file, 200 would take minutes';

/** A layer with W_O and what it writes whatever it looks at as they come into the stream. */
type Ground = { readonly layer: WordLayer; readonly last: LastStep; readonly ending: Ending };

async function groundOf(
  model: RunnableModel,
  kept: KeptRun,
  kind: AttentionKind,
  at: number,
  turn: Turn,
): Promise<Ground> {
  const index = sitesOf(model.plan, kind)[at];
  if (index === undefined) throw new Refused('not-found', 'the model has no such layer');
  const { ending, summand } = directPathOf(model, index);
  await turn();
  const last = lastStepOf(model, ending);
  await turn();
  if (last === null) throw new Refused('no-direct-path', 'the last weights are stored in a form that is not read');
  const layer = await wordLayerOf(model, kept, { kind, layer: at }, index, turn);
  const { outputWeights, constant } = layer;
  const into = (rows: Float32Array): Float32Array => rowsIntoStream(summand, rows, last.d);
  // A norm of the layer's own belongs to what a head writes, as W_O does.
  return {
    layer: { ...layer, outputWeights: into(outputWeights), constant: constant && into(constant) },
    last,
    ending,
  };
}

function tableOf(layer: WordLayer, last: LastStep, vocabulary: Unembedding, head: number) {
  return writtenTable(rowsOf(layer, head), constantOf(layer, last, head), last.unit, vocabulary);
}

/** A head's rows of W_O, [dV, d]. */
function rowsOf({ outputWeights, nHeads }: WordLayer, head: number): Float32Array {
  const slab = outputWeights.length / nHeads;
  return outputWeights.subarray(head * slab, (head + 1) * slab);
}

/** What a head writes whatever it looks at, [d]; null where that cannot be told or is nothing. */
function constantOf({ constant }: WordLayer, { d }: LastStep, head: number): Float32Array | null {
  return constant && constant.subarray(head * d, (head + 1) * d);
}

/** The value that a head reads, of those of all heads of values. */
function valueOf({ nHeads, nKeyHeads, dV }: WordLayer, head: number, values: Float32Array): Float32Array {
  const from = Math.floor((head * nKeyHeads) / nHeads) * dV;
  return values.subarray(from, from + dV);
}

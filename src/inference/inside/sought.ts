import type { InsideLayer } from '../../core/inside/layer.ts';
import type { InsideQuestion, SoughtToken, WordSought } from '../../core/inside/questions.ts';
import { dot } from '../../core/inside/vectors.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { siteAt } from './siteAt.ts';
import { textOf } from './spokenTokens.ts';
import { needed, neededOf } from './stages.ts';
import { tensorsOfWord, textStart } from './wordRuns.ts';

type Question = Extract<InsideQuestion, { readonly about: 'sought' }>;

/**
 * Which of some tokens a token scores highest by a head, each alone behind the token that begins a text, so that all stand at one position: scale
 * times product of its query and their keys, a cap over it. A pass for each token that was not met in the layer before, in turns; after a job that was stopped those it came to are there.
 * Throws Refused without tokens to look among, where queries, keys or the scale are not to be had, and for a model that reads more than one text.
 */
export async function measureSought(
  model: RunnableModel,
  kept: KeptRun,
  { kind, head: { layer, head }, token, among }: Question,
  turn: Turn,
): Promise<WordSought> {
  const start = textStart(model, kept);
  const { index, site } = siteAt(model, kind, layer);
  const { inside } = site;
  if (inside === null) throw new Refused('not-found', 'the graph does not tell where its queries and keys are');
  const read = await readGiven(model, kept, kind, layer, turn);
  if (among.length === 0) throw new Refused('not-found', 'the text has no words to look among');
  if (!(head < read.nHeads)) throw new Refused('not-found', 'the model has no such head');
  const scale = scaleIn(read);
  const alone = { model, index, inside, start, nHeads: read.nHeads, feed: null };
  const queryRow = rowIn(await rowsOfWord(alone, token), 'query', head, read);
  const bias = read.rotation === 'none' ? biasOf(inside, head, read) : null;
  const { softCap } = read;
  const score = (product: number): number => (softCap === null ? product : softCap * Math.tanh(product / softCap));
  const sought: SoughtToken[] = [];
  for (const id of new Set(among)) {
    await turn();
    const keyRow = rowIn(await rowsOfWord(alone, id), 'key', head, read);
    sought.push({
      id,
      text: textOf(model, id),
      score: score(scale * dot(queryRow, keyRow)),
      ofBias: bias === null || softCap !== null ? null : scale * dot(bias, keyRow),
    });
  }
  return {
    token: { id: token, text: textOf(model, token) },
    sought: sought.toSorted((a, b) => b.score - a.score || a.id - b.id),
    notes: notesOf(read),
  };
}

/** The scale of a layer whose queries and keys can be had. Throws Refused. */
function scaleIn({ query, key, scale }: InsideLayer): number {
  for (const stage of [query, key]) needed(stage);
  if (scale.value === null) throw new Refused('no-scale', '');
  return scale.value;
}

type WordRows = Pick<Awaited<ReturnType<typeof tensorsOfWord>>['found'], 'query' | 'key'> & {
  readonly at: number;
  readonly nTokens: number;
};

/** Words of a layer that are kept: more than stand in one text. */
const MAX_KEPT = 2048;

/** Of each model the layer that was asked of last, and the rows of its words: they are the same for every head and every text. */
const known = new WeakMap<RunnableModel, { readonly layer: string; readonly words: Map<number, WordRows> }>();

async function rowsOfWord(alone: Parameters<typeof tensorsOfWord>[0], token: number): Promise<WordRows> {
  const { model, index, start } = alone;
  const layer = `${index} ${start ?? ''}`;
  const before = known.get(model);
  const { words } =
    before?.layer === layer && before.words.size < MAX_KEPT ? before : { words: new Map<number, WordRows>() };
  known.set(model, { layer, words });
  const kept = words.get(token);
  if (kept !== undefined) return kept;
  const { found, at, nTokens } = await tensorsOfWord(alone, token);
  const rows = { query: found.query, key: found.key, at, nTokens };
  words.set(token, rows);
  return rows;
}

/** Of one token the query or key of a head, [dK]. In so short a text heads may seem to share keys that they do not. */
function rowIn(
  { at, nTokens, ...rows }: WordRows,
  role: 'query' | 'key',
  head: number,
  { nHeads, nKeyHeads }: InsideLayer,
): Float32Array {
  const { data, nChannels, nHeads: nOwn } = neededOf(rows[role]);
  const own = role === 'query' ? head : Math.floor((head * nKeyHeads) / nHeads);
  const from = (Math.floor(own * (nOwn / (role === 'query' ? nHeads : nKeyHeads))) * nTokens + at) * nChannels;
  return data.subarray(from, from + nChannels);
}

function biasOf({ queryBias }: SiteInside, head: number, { nHeads, dK }: InsideLayer): Float32Array | null {
  const row = queryBias && decodeConstant(queryBias)?.data;
  if (!row || dK === null || row.length !== nHeads * dK) return null;
  return row.subarray(head * dK, (head + 1) * dK);
}

function notesOf({ rotation, bias }: InsideLayer): readonly string[] {
  return [
    ...(rotation === 'none'
      ? []
      : ['Positions turn queries and keys; here both stand at one position, at no distance.']),
    ...(bias === null ? [] : ['What the model adds by distance is left out.']),
  ];
}

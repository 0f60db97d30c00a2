import type { InsideLayer, Stage } from '../../core/inside/layer.ts';
import type { InsideQuestion, SoughtToken, WordSought } from '../../core/inside/questions.ts';
import { dot } from '../../core/inside/vectors.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import type { HeadRows } from './headRows.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { siteAt } from './siteAt.ts';
import { textOf } from './spokenTokens.ts';
import type { Had } from './stages.ts';
import { tensorsOfWord, textStart } from './wordRuns.ts';

type Question = Extract<InsideQuestion, { readonly about: 'sought' }>;

/**
 * Which of some tokens a token scores highest by a head, each alone behind the token that begins a text, so that all stand at one position: scale
 * times product of its query and their keys, a cap over it. A pass for each token, in turns.
 * Throws Refused where queries, keys or the scale are not to be had, and for a model that reads more than one text.
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
  if (!(head < read.nHeads)) throw new Refused('not-found', 'the model has no such head');
  const scale = scaleIn(read);
  const alone = { model, index, inside, start, nHeads: read.nHeads, feed: null };
  const queryRow = rowIn(await tensorsOfWord(alone, token), 'query', head, read);
  const bias = read.rotation === 'none' ? biasOf(inside, head, read) : null;
  const { softCap } = read;
  const score = (product: number): number => (softCap === null ? product : softCap * Math.tanh(product / softCap));
  const sought: SoughtToken[] = [];
  for (const id of new Set(among)) {
    await turn();
    const keyRow = rowIn(await tensorsOfWord(alone, id), 'key', head, read);
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

function needed(stage: Stage): void {
  if (stage.from === 'nowhere') throw new Refused(stage.why, stage.detail);
}

/** Of one token the query or key of a head, [dK]. In so short a text heads may seem to share keys that they do not. */
function rowIn(
  { found, at, nTokens }: Awaited<ReturnType<typeof tensorsOfWord>>,
  role: 'query' | 'key',
  head: number,
  { nHeads, nKeyHeads }: InsideLayer,
): Float32Array {
  const { data, nChannels, nHeads: nOwn } = rowsOf(found[role]);
  const own = role === 'query' ? head : Math.floor((head * nKeyHeads) / nHeads);
  const from = (Math.floor(own * (nOwn / (role === 'query' ? nHeads : nKeyHeads))) * nTokens + at) * nChannels;
  return data.subarray(from, from + nChannels);
}

function rowsOf(had: Had<HeadRows>): HeadRows {
  if ('had' in had) return had.had;
  throw new Refused(had.why, had.detail);
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

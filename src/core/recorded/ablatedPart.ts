import { MEANS_OVER } from '../ablation/ablation.ts';
import { finish } from '../slices.ts';
import type { Logits } from '../run.ts';
import type { AblatedPart } from '../runExtras.ts';
import type { AttentionTensor } from '../tensor.ts';
import { refuse } from '../files/arrays.ts';
import { base64Numbers } from '../files/base64Numbers.ts';
import { readAblation } from './ablationField.ts';
import { readEffect } from './effectField.ts';
import { orLeaveOut, readChoice, readList, readRecord } from './fields.ts';
import type { PackedStack } from './packRecorded.ts';
import { readStack } from './runStack.ts';

/** What the parts beside a run are held against: its stacks, and how many tokens are predicted after. */
export type RunGround = {
  readonly stacks: readonly PackedStack[];
  readonly nTokens: number;
  /** Whether the stacks have a last key more than they have queries. */
  readonly hasSink: boolean;
};

/**
 * The run once more with heads turned down; an effect, scores or words that are broken are left out of it, with a warning.
 * Throws AppError 'bad-recording' where its heads or patterns are not those of the run.
 */
export function readAblated(value: unknown, ground: RunGround, warnings: string[]): AblatedPart {
  const { mode, heads, labels, meanOver, attention, logits, effect, words } = readRecord(value, 'ablation');
  const tensors = ground.stacks.map(({ tensor }) => tensor);
  const ablation = readAblation({ mode, heads, labels }, tensors, 'ablation');
  const list = readList(attention, 'attention of ablation');
  if (list.length !== tensors.length) refuse(`ablation has ${list.length} stacks, the run ${tensors.length}`);
  const left = <Part>(what: string, field: unknown, read: () => Part): Part | null =>
    field === undefined || field === null ? null : orLeaveOut(what, warnings, read);
  return {
    ablation,
    meanOver: left('What the mean output was taken over', meanOver, () =>
      readChoice(meanOver, MEANS_OVER, 'meanOver of ablation'),
    ),
    attention: ground.stacks.map((own, i) => readAfter(list[i], own, ground.hasSink, `attention ${i} of ablation`)),
    logits: left('The scores with heads switched off', logits, () =>
      readLogits(logits, ground.nTokens, 'logits of ablation'),
    ),
    effect: left('The effect of the heads switched off', effect, () => readEffect(effect, ground.nTokens)),
    words: left('The text of the effect’s tokens', words, () => readWords(words)) ?? new Map<number, string>(),
  };
}

/** Scores over a vocabulary. Shape: [token, vocabulary]. Throws AppError 'bad-recording'. */
export function readLogits(value: unknown, nTokens: number, where: string): Logits {
  const array = base64Numbers(value, where);
  const [nRows = 0, nVocab = 0] = array?.shape ?? [];
  if (array === null || array.shape.length !== 2) return refuse(`${where} is not [token, vocabulary] in base64`);
  if (nVocab === 0 || nRows > nTokens) refuse(`${where} is [${nRows}, ${nVocab}], of ${nTokens} tokens`);
  const data = Float32Array.from(array.read());
  if (!data.every((score) => Number.isFinite(score))) refuse(`${where} holds something else than numbers`);
  return { nTokens: nRows, nVocab, data };
}

/** Patterns that can stand in the place of the run's own. */
function readAfter(value: unknown, own: PackedStack, hasSink: boolean, where: string): AttentionTensor {
  const { tensor } = finish(readStack(value, hasSink, where));
  const [found, wanted] = [nameOf(tensor), nameOf(own.tensor)];
  if (found !== wanted) refuse(`${where} is ${found}, in the run it is ${wanted}`);
  const isCounting = own.layers.every((number, layer) => number === layer);
  return isCounting ? tensor : { ...tensor, layerNumbers: own.layers };
}

function nameOf({ kind, nLayers, nHeads, nQueries, nKeys }: AttentionTensor): string {
  return `${kind} [${[nLayers, nHeads, nQueries, nKeys].join(', ')}]`;
}

/** Texts of tokens by their id. Throws AppError 'bad-recording'. */
export function readWords(value: unknown): ReadonlyMap<number, string> {
  const entries = Object.entries(readRecord(value, 'words')).map(([id, text]): [number, string] => {
    if (!/^\d{1,15}$/.test(id) || typeof text !== 'string') return refuse('words are not texts by id');
    return [Number(id), text];
  });
  return new Map(entries);
}

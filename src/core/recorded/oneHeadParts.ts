import type { Ablation } from '../ablation/ablation.ts';
import type { OneHeadPart } from '../runExtras.ts';
import { refuse } from '../files/arrays.ts';
import { readWords } from './ablatedPart.ts';
import type { RunGround } from './ablatedPart.ts';
import { readAblation } from './ablationField.ts';
import type { StackSize } from './ablationField.ts';
import { readEffect } from './effectField.ts';
import { orLeaveOut, readList, readRecord } from './fields.ts';

/**
 * Layers that are drawn as one head, and what that costs; an entry that is broken is left out, with a warning.
 * Throws AppError 'bad-recording' for a value that is no list.
 */
export function readOneHead(value: unknown, ground: RunGround, warnings: string[]): readonly OneHeadPart[] {
  return readList(value, 'oneHead').flatMap((item, i) => {
    return orLeaveOut('What one head costs', warnings, () => readPart(item, ground, `oneHead ${i}`)) ?? [];
  });
}

function readPart(value: unknown, { stacks, nTokens }: RunGround, where: string): OneHeadPart {
  const { mode, heads, effect, words } = readRecord(value, where);
  const tensors = stacks.map(({ tensor }) => tensor);
  const ablation = readAblation({ mode, heads }, tensors, where);
  if (!isOfLayers(ablation, tensors)) refuse(`${where} is not whole layers of one stack in the mode shared`);
  return {
    ablation,
    effect: effect === undefined || effect === null ? null : readEffect(effect, nTokens),
    words: words === undefined ? new Map() : readWords(words),
  };
}

function isOfLayers({ mode, heads }: Ablation, stacks: readonly StackSize[]): boolean {
  const kind = heads[0]?.kind ?? null;
  const nHeads = (kind === null ? stacks[0] : stacks.find((stack) => stack.kind === kind))?.nHeads ?? 0;
  const layers = new Set(heads.map(({ layer }) => layer));
  const areWhole =
    heads.every((head) => head.kind === kind && head.keep === 0) && heads.length === layers.size * nHeads;
  return mode === 'shared' && areWhole;
}

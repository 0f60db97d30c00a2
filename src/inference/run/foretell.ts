import { topCandidates } from '../../core/effect/logits.ts';
import { maskedPositions } from '../../core/effect/objectives.ts';
import type { Foretold, Logits } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import { maskIdOf } from '../ablate/hideTokens.ts';
import type { RunnableModel } from './runnable.ts';

const N_CANDIDATES = 5;
/** More masks than these are not told of: a line has no room for them. */
const MAX_MASKS = 8;

/**
 * What a model says comes after the last of its tokens (those of the target, where it has one), or stands at each mask of a
 * text; nothing of models that foretell no tokens, or have no words for them.
 */
export function foretell(
  { ablation: { objective }, prepared: { tokenizer } }: Pick<RunnableModel, 'ablation' | 'prepared'>,
  tokens: readonly Token[],
  logits: Logits | null,
): readonly Foretold[] {
  if (logits === null || tokenizer === null || objective === 'output' || objective === 'class') return [];
  const maskId = maskIdOf(tokenizer);
  const isMask = objective === 'masked-token';
  const masks = isMask && maskId !== null ? maskedPositions(tokens, maskId).slice(0, MAX_MASKS) : [];
  const positions = isMask ? masks : [tokens.length - 1];
  const { nVocab, data } = logits;
  return positions
    .filter((position) => position >= 0 && position < logits.nTokens)
    .map((position) => {
      const row = data.subarray(position * nVocab, (position + 1) * nVocab);
      const candidates = topCandidates(row, N_CANDIDATES).map(({ id, probability }) => {
        return { text: tokenizer.pieceText(id), probability };
      });
      return { position, isMask, candidates };
    });
}

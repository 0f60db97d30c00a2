import { topCandidates } from '../../core/effect/logits.ts';
import { maskedPositions } from '../../core/effect/objectives.ts';
import type { Foretold, Logits, ModelRun } from '../../core/run.ts';
import { maskIdOf } from '../ablate/hideTokens.ts';
import type { RunnableModel } from './runnable.ts';

const N_CANDIDATES = 5;
/** More masks than these are not told of: a line has no room for them. */
const MAX_MASKS = 8;

/**
 * What a model says comes after the last of its tokens (those of the target, where it has one; the `nPadding` behind them aside), or
 * stands at each mask of a text; nothing of models that foretell no tokens. Without a
 * tokenizer words are ids.
 */
export function foretell(
  { ablation: { objective }, prepared: { tokenizer } }: Pick<RunnableModel, 'ablation' | 'prepared'>,
  { tokens: source, targetTokens }: Pick<ModelRun, 'tokens' | 'targetTokens'>,
  logits: Logits | null,
  nPadding = 0,
): readonly Foretold[] {
  const tokens = targetTokens ?? source;
  if (logits === null || objective === 'output' || objective === 'class') return [];
  const maskId = tokenizer && maskIdOf(tokenizer);
  const isMask = objective === 'masked-token';
  const masks = isMask && maskId !== null ? maskedPositions(tokens, maskId).slice(0, MAX_MASKS) : [];
  const positions = isMask ? masks : [tokens.length - 1 - (targetTokens === null ? nPadding : 0)];
  const { nVocab, data } = logits;
  return positions
    .filter((position) => position >= 0 && position < logits.nTokens)
    .map((position) => {
      const row = data.subarray(position * nVocab, (position + 1) * nVocab);
      const candidates = topCandidates(row, N_CANDIDATES).map(({ id, probability }) => {
        return { id, text: tokenizer?.pieceText(id) ?? String(id), probability };
      });
      return { position, isMask, candidates };
    });
}

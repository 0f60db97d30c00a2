import type { Token } from '../tokens.ts';
import { isPatch } from '../tokenText.ts';

/** Which predictions of a text are compared, and by which token each is scored. */
type Scoring = {
  readonly positions: readonly number[];
  /** The token id that each position is scored by; null where there is none. Shape [position]. */
  readonly targets: readonly (number | null)[];
};

/** `hasSource`: the model has read another text before (encoder-decoder), so that its first prediction is a fair one. */
type NextTokenOptions = { readonly hasSource?: boolean };

/**
 * What a causal model is scored by: position t by the token at t + 1.
 * Null at the last position, where the token at t is special (what follows a start token alone is a guess at any text)
 * and where the token to come is special or a patch of a picture. Shape [position].
 */
function nextTokenTargets(tokens: readonly Token[], { hasSource = false }: NextTokenOptions = {}): (number | null)[] {
  return tokens.map((token, at) => {
    const next = tokens[at + 1];
    if (next === undefined || next.special || isPatch(next)) return null;
    return token.special && !(hasSource && at === 0) ? null : next.id;
  });
}

/** The predictions of a causal model: after each token that is not special, the last one included; before a patch of a picture there is none. */
export function nextTokenScoring(tokens: readonly Token[], options: NextTokenOptions = {}): Scoring {
  const positions: number[] = [];
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    if (next !== undefined && isPatch(next)) return;
    if (!token.special || (options.hasSource === true && at === 0)) positions.push(at);
  });
  return { positions, targets: nextTokenTargets(tokens, options) };
}

/** Positions that hold the mask token: what stands there is not known, so they are compared and not scored. */
export function maskedPositions(tokens: readonly Token[], maskId: number): number[] {
  return tokens.flatMap(({ id }, at) => (id === maskId ? [at] : []));
}

/** One pass of the pseudo-log-likelihood: which positions hold the mask, and which of them is scored by what stood there. */
export type MaskStep = {
  readonly maskedPositions: readonly number[];
  readonly scoredPosition: number;
  readonly target: number;
};

/**
 * The passes that a text takes for its pseudo-log-likelihood: one for each token that is not special, punctuation
 * included. With a token all later pieces of its word are masked, which would give it away.
 * With more than `max` tokens `max` of them are taken, evenly spread, always the same.
 * Source: Salazar et al. 2020, "Masked Language Model Scoring"; Kauf, Ivanova 2023, "A Better Way to Do Masked Language
 * Model Scoring" (within-word left to right).
 */
export function pseudoLikelihoodPlan(
  tokens: readonly Token[],
  { max = Infinity }: { readonly max?: number } = {},
): MaskStep[] {
  const scored = tokens.flatMap(({ special }, at) => (special ? [] : [at]));
  const nSteps = Math.min(scored.length, Math.max(0, Math.floor(max)));
  return Array.from({ length: nSteps }, (_, step) => {
    const scoredPosition = scored[Math.floor(((step + 0.5) * scored.length) / nSteps)]!;
    const masked = [scoredPosition];
    for (let at = scoredPosition + 1; at < tokens.length && isLaterPiece(tokens[at - 1]!, tokens[at]!); at++) {
      masked.push(at);
    }
    return { maskedPositions: masked, scoredPosition, target: tokens[scoredPosition]!.id };
  });
}

/** The scoring of stacked rows: row i holds the prediction of step i at its scored position. */
export function pseudoScoring(
  steps: readonly MaskStep[],
  nTokens: number,
): Scoring & { readonly rows: readonly number[] } {
  const targets: (number | null)[] = Array.from({ length: nTokens }, () => null);
  for (const { scoredPosition, target } of steps) targets[scoredPosition] = target;
  return { positions: steps.map(({ scoredPosition }) => scoredPosition), targets, rows: steps.map((_, row) => row) };
}

/** Scripts that are written without spaces: there a word does not end at a space, and each token counts as one. */
const NO_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}]$/u;
const STARTS_AS_WORD = /^[\p{L}\p{N}\p{M}]/u;

/**
 * Whether `token` goes on with the word of the token before it: marked so by its vocabulary ("##ing"), or letters or
 * digits that directly follow letters or digits in the text.
 */
function isLaterPiece(before: Token, token: Token): boolean {
  if (before.special || token.special || before.segment !== token.segment) return false;
  if (token.piece.startsWith('##')) return true;
  if (token.start !== before.end) return false;
  return ENDS_IN_WORD.test(before.text) && STARTS_AS_WORD.test(token.text) && !NO_SPACES.test(before.text + token.text);
}

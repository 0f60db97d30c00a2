import type { Sharpening } from './questions.ts';
import { scoreRowInto, softmaxInto } from './scoreRow.ts';
import type { ScoreParts } from './scoreRow.ts';

/** Temperatures that a softmax can be given here. */
const TAU_RANGE = [0.25, 4] as const;

/**
 * The weights of one row after its softmax was changed. Scale off: the raw products are multiplied by nothing, cap, bias, mask and sink stay.
 * Temperature: scores, bias and the sink's score among them, are divided by tau. Made for queries one after another: nothing is allocated.
 * Shapes: raw [key] -> into [key], which is returned. Throws RangeError for a temperature outside of `TAU_RANGE`.
 */
export function sharpenRowInto(
  into: Float64Array,
  raw: Float64Array,
  parts: ScoreParts,
  how: Sharpening,
  sinkScore = -Infinity,
): Float64Array {
  if ('scaleOff' in how) {
    scoreRowInto(into, raw, { ...parts, scale: 1 });
    return softmaxInto(into, into, sinkScore);
  }
  scoreRowInto(into, raw, parts);
  return warmInto(into, into, how.tau, sinkScore);
}

/** The same for a temperature where scores are known: softmax of scores / tau. Shapes: scores [key] -> into [key], which may be `scores`. */
export function warmInto(into: Float64Array, scores: Float64Array, tau: number, sinkScore = -Infinity): Float64Array {
  asTau(tau);
  for (let key = 0; key < into.length; key++) into[key] = scores[key]! / tau;
  return softmaxInto(into, into, sinkScore / tau);
}

/** What is known of a layer whose scores stay inside an operator. */
export type SharpenBasis = {
  /** Whether the weights may have been computed in half precision, which has no digits below 6e-8. */
  readonly isHalf: boolean;
  readonly hasSink: boolean;
  /** What the raw product is multiplied by, null where it cannot be told. */
  readonly scale: number | null;
  /** Whether anything but the scale lies between raw product and score. */
  readonly hasBiasOrCap: boolean;
};

/** Why it cannot be told what another softmax would give: the head is off, weights alone do not tell, or keys of padding have scores of their own. */
export type SharpenRefusal =
  | 'head-off'
  | 'half-precision'
  | 'too-warm'
  | 'no-scale'
  | 'bias-or-cap'
  | 'sink'
  | 'padding';

/**
 * The power that weights are raised to when a softmax is changed, since ln a is the score up to a constant: 1 / tau, or 1 / scale for scale off.
 * Refused where weights alone cannot tell: a temperature above 1 from half precision or above 4 from any; scale off with an unknown scale,
 * with a bias or cap, or with a sink, whose score the scale never touched.
 */
export function powerOf(
  how: Sharpening,
  { isHalf, hasSink, scale, hasBiasOrCap }: SharpenBasis,
): { readonly power: number } | { readonly refused: SharpenRefusal } {
  if ('tau' in how) {
    if (isHalf && how.tau > 1) return { refused: 'half-precision' };
    return how.tau > TAU_RANGE[1] ? { refused: 'too-warm' } : { power: 1 / asTau(how.tau) };
  }
  if (scale === null) return { refused: 'no-scale' };
  if (hasBiasOrCap) return { refused: 'bias-or-cap' };
  if (hasSink) return { refused: 'sink' };
  return isHalf && scale > 1 ? { refused: 'half-precision' } : { power: 1 / scale };
}

/**
 * Weights raised to a power and made to sum to 1 again, with what went to a sink as one more place.
 * Shapes: weights [key] -> into [key], which is returned. A row of zeros stays one.
 */
export function powerRowInto(
  into: Float64Array,
  weights: ArrayLike<number>,
  power: number,
  hasSink: boolean,
): Float64Array {
  let taken = 0;
  for (let key = 0; key < into.length; key++) {
    taken += weights[key]!;
    into[key] = power * Math.log(weights[key]!);
  }
  const sink = hasSink ? power * Math.log(Math.max(0, 1 - taken)) : -Infinity;
  return softmaxInto(into, into, sink);
}

function asTau(tau: number): number {
  if (tau >= TAU_RANGE[0] && tau <= TAU_RANGE[1]) return tau;
  throw new RangeError(`invalid temperature: ${tau} (from ${TAU_RANGE[0]} to ${TAU_RANGE[1]})`);
}

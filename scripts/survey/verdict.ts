/** What came of a family: its picture is right, right with layers left out, wrong, refused in words, or there is no truth to hold it against. */
export type Verdict = {
  readonly kind: 'right' | 'part' | 'wrong' | 'refused' | 'no truth';
  readonly words: string;
};

/** What is shown of one layer and the framework's weights of it. */
export type Compared = {
  /** How far a layer is from the truth at most; NaN where their shapes differ. */
  readonly differences: readonly number[];
  /** Layers that the framework tells of. */
  readonly nTrue: number;
  /** Layers on screen. */
  readonly nShown: number;
  /** Why layers are not on screen. */
  readonly why: readonly string[];
};

/** Weights of the deepest of these models may differ by so much. */
const TOLERANCE = 2e-5;

/** What a comparison comes to. A layer on screen whose weights the framework does not give counts for nothing. */
export function verdictOf({ differences, nTrue, nShown, why }: Compared): Verdict {
  const worst = differences.reduce((most, one) => (one <= most ? most : one), 0);
  const off = `${nShown} layers, off by ${Number.isNaN(worst) ? 'shape' : worst.toExponential(1)} at most`;
  if (nTrue === 0) return { kind: 'no truth', words: `${nShown} layers` };
  if (!differences.every((one) => one <= TOLERANCE)) return { kind: 'wrong', words: off };
  if (differences.length < nTrue) {
    return { kind: 'part', words: `${differences.length} of ${nTrue} layers; ${why.join('; ').slice(0, 200)}` };
  }
  return { kind: 'right', words: off };
}

type Numbers = ArrayLike<number>;

/** Sum of products of two vectors of one length. */
export function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

/** Length of a vector (Euclidean norm). */
export function lengthOf(vector: Numbers): number {
  return Math.sqrt(dot(vector, vector));
}

/** Cosine of the angle of two vectors, -1 to 1; null where one of them is 0 and points nowhere. */
export function cosineOf(a: Numbers, b: Numbers): number | null {
  const lengths = lengthOf(a) * lengthOf(b);
  return lengths > 0 ? Math.max(-1, Math.min(1, dot(a, b) / lengths)) : null;
}

/**
 * What a head makes of the values, z = sum over keys of a_j v_j. Shapes: weights [key], values [key, dV] -> into [dV], which is returned.
 */
export function resultInto(into: Float64Array, weights: ArrayLike<number>, values: Float32Array): Float64Array {
  const dV = into.length;
  into.fill(0);
  for (let key = 0; key < weights.length; key++) {
    const weight = weights[key]!;
    if (weight === 0) continue;
    for (let c = 0, at = key * dV; c < dV; c++, at++) into[c]! += weight * values[at]!;
  }
  return into;
}

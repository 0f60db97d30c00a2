/** Tokens whose values are held against W_V. */
const N_CHECKED = 5;

type ValuesOfRun = {
  /** [key, d], [heads, key, dV] and [d, heads * dV]. */
  readonly read: Float32Array;
  readonly value: Float32Array;
  readonly weights: Float32Array;
  /** [heads * dV], where it is told. */
  readonly bias: Float32Array | null;
} & Readonly<Record<'d' | 'nKeyHeads' | 'dV' | 'nKeys', number>>;

/**
 * How far what the weights make of the difference of two tokens is from the difference of their values, whatever is added to all: as a part of the
 * largest of these. One token alone is taken as it is, with the bias.
 */
export function valuesOff({ read, value, weights, bias, d, nKeyHeads, dV, nKeys }: ValuesOfRun): number {
  const width = nKeyHeads * dV;
  const isAlone = nKeys === 1;
  let [difference, largest] = [0, 0];
  for (let key = isAlone ? 0 : 1; key < Math.min(N_CHECKED, nKeys); key++) {
    for (let column = 0; column < width; column++) {
      let made = isAlone ? (bias?.[column] ?? 0) : 0;
      for (let c = 0; c < d; c++)
        made += (read[key * d + c]! - (isAlone ? 0 : read[c]!)) * weights[c * width + column]!;
      const first = Math.floor(column / dV) * nKeys * dV + (column % dV);
      const found = value[first + key * dV]! - (isAlone ? 0 : value[first]!);
      difference = Math.max(difference, Math.abs(made - found));
      largest = Math.max(largest, Math.abs(found));
    }
  }
  return largest === 0 ? Infinity : difference / largest;
}

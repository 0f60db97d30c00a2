import type { PartsBuilder } from './partsBuilder.ts';
import { BOOL, INT64 } from './write.ts';

/** The lowest number that there is. */
export function lowestOf(isHalf: boolean): number {
  return isHalf ? -65504 : -3.4028234663852886e38;
}

/** The number that is added to the scores of each key that a mask leaves out, in a shape that fits the scores. */
export function paddingMask(
  b: PartsBuilder,
  mask: string,
  rank: number,
  keyT: string,
  query: string,
  lowest: number,
  isHalf: boolean,
): string {
  const nKeys = b.lengthOf(keyT, 3);
  const isKept = rank === 1 ? beforeEnd(b, mask, nKeys) : b.add('Cast', [mask], { to: BOOL });
  const shaped = ((): string => {
    if (rank === 1) return isKept;
    if (rank === 2) return b.unsqueeze(isKept, [1, 2]);
    if (rank === 3) return b.unsqueeze(isKept, [1]);
    // A mask for the longest sequence there can be: its corner for the queries, which come after the past, is used.
    const nQueries = b.lengthOf(query, 2);
    const rows = b.slice(isKept, 2, b.add('Sub', [nKeys, nQueries]), nKeys);
    return b.slice(rows, 3, b.ints([0]), nKeys);
  })();
  return b.add('Where', [shaped, b.float(0, isHalf), b.float(lowest, isHalf)]);
}

/** A mask of one axis holds the number of keys of each sequence: [batch] -> [batch, 1, 1, key]. */
function beforeEnd(b: PartsBuilder, lengths: string, nKeys: string): string {
  const end = b.unsqueeze(b.add('Cast', [lengths], { to: INT64 }), [1, 2, 3]);
  return b.add('Less', [positions(b, nKeys), end]);
}

/** 0, 1, 2 .. up to a length that is a row of one number. */
export function positions(b: PartsBuilder, length: string): string {
  return b.add('Range', [b.ints(0), b.squeeze(length, [0]), b.ints(1)]);
}

/** Later keys get the lowest number there is; queries are the last positions of the keys. */
export function causalMask(b: PartsBuilder, scores: string, isHalf: boolean): string {
  const [nQueries, nKeys] = [b.lengthOf(scores, 2), b.lengthOf(scores, 3)];
  const queries = b.add('Add', [positions(b, nQueries), b.add('Sub', [nKeys, nQueries])]);
  const isKept = b.lessOrEqual(positions(b, nKeys), b.unsqueeze(queries, [1]));
  return b.add('Where', [isKept, scores, b.float(lowestOf(isHalf), isHalf)]);
}

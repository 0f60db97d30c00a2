import type { Slices } from '../slices.ts';
import type { AttentionTensor } from '../tensor.ts';
import { countElements, makeWeights, refuse } from '../files/arrays.ts';
import { nameRow } from './packRecorded.ts';
import type { PackedStack } from './packRecorded.ts';

/** A row as float32 arithmetic leaves it; such rows stay as they are, to the last bit. */
const ROUNDING = 1e-5;

/** Beyond this a row is no row of attention. */
const TOLERANCE = 1e-3;

/** bfloat16 keeps 8 bits of each weight, so a row of them may be off by 2^-8. */
const TOLERANCE_BFLOAT16 = 4e-3;

/** Rows looked at in a slice: about a millisecond with hundreds of keys. */
const SLICE_ROWS = 512;

/** What the rows of a stack sum to: the largest |sum - 1|, the largest sum, and the first row off by the tolerance or more (else -1). */
type RowSums = { readonly worst: number; readonly largest: number; readonly offRow: number };

/**
 * Looks at every row of a stack, in slices.
 * Throws AppError 'bad-recording', naming layer, head and query, for a weight that is negative or no number and for a row of zeros.
 */
export function* measureRowsInSlices({ tensor, layers }: PackedStack, tolerance: number): Slices<RowSums> {
  let [worst, largest, offRow] = [0, 0, -1];
  const nRows = tensor.data.length / tensor.nKeys;
  for (let row = 0; row < nRows; row++) {
    if (row % SLICE_ROWS === 0) yield;
    const sum = rowSum(tensor, row, layers);
    const error = Math.abs(sum - 1);
    if (sum === 0) refuse(`${nameRow(tensor, layers, row)}: the row sums to 0; leave out positions that are padding`);
    if (error >= tolerance && offRow < 0) offRow = row;
    worst = Math.max(worst, error);
    largest = Math.max(largest, sum);
  }
  return { worst, largest, offRow };
}

/** Ends the reading at a row that sums to something else than 1. */
export function refuseRow({ tensor, layers }: PackedStack, row: number): never {
  const sum = Number(rowSum(tensor, row, layers).toPrecision(6));
  return refuse(
    `${nameRow(tensor, layers, row)}: the row sums to ${sum}, not to 1; save the weights after softmax, without dropout`,
  );
}

/**
 * The stack with rows that sum to 1: as it is, renormalised, or, where no row sums to more than 1 and some to clearly less
 * (models with learned sinks leave a part of the softmax out), with a last key that takes the missing weight.
 * `canHaveSink` allows the last. The array is changed in place where rows are renormalised. In slices.
 * Throws AppError 'bad-recording', naming layer, head and query, for any other row.
 */
export function* checkedRows(
  stack: PackedStack,
  canHaveSink: boolean,
  warnings: string[],
): Slices<{ readonly tensor: AttentionTensor; readonly hasSink: boolean }> {
  const { tensor } = stack;
  const tolerance = (yield* isBfloat16(tensor)) ? TOLERANCE_BFLOAT16 : TOLERANCE;
  const { worst, largest, offRow } = yield* measureRowsInSlices(stack, tolerance);
  if (offRow >= 0) {
    if (!canHaveSink || largest > 1 + ROUNDING) refuseRow(stack, offRow);
    warnings.push(
      'Rows sum to less than 1, as in models with learned sinks: a last key, “(sink)”, was added for the missing weight.',
    );
    return { tensor: yield* withSink(tensor), hasSink: true };
  }
  if (worst > ROUNDING) {
    yield* renormalise(tensor);
    warnings.push(`Rows were renormalised: the sum of the worst was off by ${worst.toPrecision(2)}.`);
  }
  return { tensor, hasSink: false };
}

/** Where NaN comes from: softmax over keys that are all masked. */
const MASKED = ', as in rows of queries that may look at nothing; leave out positions that are padding';

function rowSum(tensor: AttentionTensor, row: number, layers: readonly number[]): number {
  const { data, nKeys } = tensor;
  let sum = 0;
  for (let i = row * nKeys; i < (row + 1) * nKeys; i++) {
    // False for NaN too.
    if (!(data[i]! >= 0 && data[i]! < Infinity)) {
      const what =
        data[i]! < 0
          ? `is negative (${data[i]}), so these are scores before softmax`
          : `is ${data[i]}${Number.isNaN(data[i]!) ? MASKED : ''}`;
      refuse(`${nameRow(tensor, layers, row)}: the weight on key ${i - row * nKeys} ${what}`);
    }
    sum += data[i]!;
  }
  return sum;
}

function* renormalise({ data, nKeys }: AttentionTensor): Slices<void> {
  for (let start = 0; start < data.length; start += nKeys) {
    if ((start / nKeys) % SLICE_ROWS === 0) yield;
    let sum = 0;
    for (let i = start; i < start + nKeys; i++) sum += data[i]!;
    for (let i = start; i < start + nKeys; i++) data[i]! /= sum;
  }
}

function* withSink(tensor: AttentionTensor): Slices<AttentionTensor> {
  const { nLayers, nHeads, nQueries, nKeys } = tensor;
  const data = makeWeights(countElements([nLayers, nHeads, nQueries, nKeys + 1], 'attention'));
  for (let row = 0; row < nLayers * nHeads * nQueries; row++) {
    if (row % SLICE_ROWS === 0) yield;
    const weights = tensor.data.subarray(row * nKeys, (row + 1) * nKeys);
    data.set(weights, row * (nKeys + 1));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    // A full row may sum to a hair more than 1.
    data[row * (nKeys + 1) + nKeys] = Math.max(0, 1 - sum);
  }
  return { ...tensor, nKeys: nKeys + 1, data };
}

/** Whether every weight is a bfloat16 in disguise: the lower half of its float32 is empty. */
function* isBfloat16({ data, nKeys }: AttentionTensor): Slices<boolean> {
  const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
  for (let at = 0; at < bits.length; at++) {
    if (bits[at]! & 0xffff) return false;
    if (at % (SLICE_ROWS * nKeys) === 0) yield;
  }
  return true;
}

import type { Slices } from '../slices.ts';
import type { AttentionKind } from '../tensor.ts';
import { refuse } from '../files/arrays.ts';
import { base64Numbers } from '../files/base64Numbers.ts';
import { shownValue } from './fields.ts';
import { isRecord } from '../isRecord.ts';
import { markedAhead, packStackInSlices } from './packRecorded.ts';
import type { PackedStack } from './packRecorded.ts';
import { measureRowsInSlices, refuseRow } from './rows.ts';
import { MAX_LAYER } from './stacks.ts';

/** As far as a run's own rows may be from 1: models of half precision come close to it. */
const TOLERANCE = 1e-2;

/** The stacks there can be, in the order in which a model computes them; further stages of a pyramid stand in a field of their own. */
const MAIN_KINDS: readonly AttentionKind[] = ['encoder', 'decoder', 'cross'];

/**
 * A stack of a run file, read in slices; its rows are checked, but not renormalised.
 * `known` are the kinds that it may be of. With a sink key there is one column more than rows, which only this file format can tell from cross-attention.
 * Shape: [layer, head, query, key]. Throws AppError 'bad-recording'.
 */
export function* readStack(
  value: unknown,
  hasSink: boolean,
  name: string,
  known: readonly AttentionKind[] = MAIN_KINDS,
): Slices<PackedStack> {
  const array = base64Numbers(value, name);
  if (!array || array.shape.length !== 4) refuse(`${name} is not [layer, head, query, key] in base64`);
  const said = isRecord(value) ? value['kind'] : undefined;
  const kind = known.find((one) => one === said);
  if (kind === undefined)
    refuse(
      `${name} is of the kind ${shownValue(said)}; ${known.join(', ').replace(/, (?=[^,]*$)/, ' and ')} are known`,
    );
  const packed = yield* packStackInSlices({ kind: hasSink ? null : kind, arrays: [array], layers: null }, []);
  const stack = { ...packed, tensor: yield* markedAhead({ ...packed.tensor, kind }) };
  const { worst, offRow } = yield* measureRowsInSlices(stack, TOLERANCE);
  if (worst >= TOLERANCE) refuseRow(stack, offRow);
  const layers = isRecord(value) ? value['layerNumbers'] : undefined;
  return isLayerNumbers(layers, stack.tensor.nLayers) ? { ...stack, layers } : stack;
}

function isLayerNumbers(value: unknown, nLayers: number): value is readonly number[] {
  if (!Array.isArray(value) || value.length !== nLayers) return false;
  const numbers: readonly unknown[] = [-1, ...value, MAX_LAYER + 1];
  return numbers.every(
    (number, i) => Number.isSafeInteger(number) && (i === 0 || Number(number) > Number(numbers[i - 1])),
  );
}

import { formatHead } from '../selection.ts';
import type { Slices } from '../slices.ts';
import type { AttentionKind, AttentionTensor } from '../tensor.ts';
import { countElements, makeWeights, refuse } from '../files/arrays.ts';
import type { ArrayAbout, NumberArray } from '../files/arrays.ts';
import { checkLimits } from './limits.ts';
import type { Stack } from './stacks.ts';

/** Numbers converted in a slice: a few milliseconds. */
const SLICE = 2 ** 18;

/** A stack in one array; `layers` are the true numbers of its layers, `isNamed` whether its name tells its kind. */
export type PackedStack = {
  readonly tensor: AttentionTensor;
  readonly layers: readonly number[];
  readonly isNamed: boolean;
  /** As `Stack` has it. */
  readonly isGenerated?: true;
};

/** One array as [layer, head, query, key] after a batch was dropped; numbers of item b of a batch of n start at b * size. */
type Layout = {
  readonly nLayers: number;
  readonly nBatch: number;
  readonly layerShape: readonly [nHeads: number, nQueries: number, nKeys: number];
};

/**
 * How the arrays of a stack lie, by their shapes alone.
 * Throws AppError 'bad-recording' if layers differ in shape or an axis is empty.
 */
function layoutsOf({ kind, arrays, layers }: Stack<ArrayAbout>): readonly Layout[] {
  const layouts = arrays.map((array) => layoutOf(array, layers !== null));
  const [, nQueries, nKeys] = layouts[0]!.layerShape;
  const name = arrays[0]!.name;
  for (const [i, { layerShape }] of layouts.entries()) {
    if (layerShape.join() === layouts[0]!.layerShape.join()) continue;
    const both = `${name} [${layouts[0]!.layerShape.join(', ')}] and ${arrays[i]!.name} [${layerShape.join(', ')}]`;
    const isStep = nQueries !== layerShape[1] || nKeys !== layerShape[2];
    refuse(
      `layers differ in shape: ${both}${isStep ? '; steps of generate() need all of a text, or feed the finished text through the model once more' : ''}`,
    );
  }
  if (kind !== null && kind !== 'cross' && nQueries !== nKeys) {
    refuse(`${name} has ${nQueries} queries and ${nKeys} keys; attention of the ${kind} to itself has as many`);
  }
  return layouts;
}

/** Refuses a stack of more than can be shown, by the shapes of its arrays. Throws AppError 'bad-recording', also as `layoutsOf`. */
export function checkSize(stack: Stack<ArrayAbout>): void {
  const layouts = layoutsOf(stack);
  const nLayers = layouts.reduce((sum, layout) => sum + layout.nLayers, 0);
  checkLimits([nLayers, ...layouts[0]!.layerShape], stack.arrays[0]!.name);
}

/**
 * All layers of a stack in one float32 array, made in slices; of a batch, the first item.
 * A stack that its names do not tell is the decoder's if no weight looks ahead, the encoder's if some do, and cross-attention
 * if queries and keys differ in number.
 * Shape: arrays of rank 3 to 5 -> [layer, head, query, key].
 * Throws AppError: 'bad-recording' as `layoutsOf`, 'out-of-memory'.
 */
export function* packStackInSlices(stack: Stack<NumberArray>, warnings: string[]): Slices<PackedStack> {
  const { kind, arrays, layers, isGenerated } = stack;
  const layouts = layoutsOf(stack);
  const [nHeads, nQueries, nKeys] = layouts[0]!.layerShape;
  const nLayers = layouts.reduce((sum, layout) => sum + layout.nLayers, 0);
  const layerSize = nHeads * nQueries * nKeys;
  const data = makeWeights(countElements([nLayers, nHeads, nQueries, nKeys], arrays[0]!.name));
  let at = 0;
  for (const [i, array] of arrays.entries()) {
    const layout = layouts[i]!;
    for (let layer = 0; layer < layout.nLayers; layer++) {
      const start = layer * layout.nBatch * layerSize;
      for (let done = 0; done < layerSize; done += SLICE) {
        const numbers = array.read(start + done, start + Math.min(layerSize, done + SLICE));
        data.set(numbers, at);
        at += numbers.length;
        yield;
      }
    }
  }
  const nBatch = layouts.reduce((most, layout) => Math.max(most, layout.nBatch), 1);
  if (nBatch > 1) warnings.push(`${arrays[0]!.name} holds a batch of ${nBatch} sentences; the first is shown.`);
  const shape = { nLayers, nHeads, nQueries, nKeys, data };
  return {
    tensor: { kind: kind ?? (yield* guessKind(shape)), ...shape },
    layers: layers ?? Array.from({ length: nLayers }, (_, layer) => layer),
    isNamed: kind !== null,
    ...(isGenerated && { isGenerated }),
  };
}

/** What a stack is whose names do not tell. */
export function* guessKind(tensor: Omit<AttentionTensor, 'kind'>): Slices<AttentionKind> {
  if (tensor.nQueries !== tensor.nKeys) return 'cross';
  return (yield* judgeCausal(tensor)) ? 'decoder' : 'encoder';
}

/** Whether attention of a sequence to itself looks ahead anywhere, whatever it is called. */
export function* looksAhead(tensor: AttentionTensor): Slices<boolean> {
  const { nQueries, nKeys } = tensor;
  return nQueries === nKeys && nQueries > 1 && !(yield* judgeCausal(tensor));
}

/** A stack as its weights have it: a decoder that looks ahead is marked. */
export function* markedAhead(tensor: AttentionTensor): Slices<AttentionTensor> {
  return tensor.kind === 'decoder' && (yield* looksAhead(tensor)) ? { ...tensor, looksAhead: true } : tensor;
}

function layoutOf({ name, shape }: ArrayAbout, isOneLayer: boolean): Layout {
  const [nKeys = 0, nQueries = 0, nHeads = 0, fourth = 1, fifth = 1] = shape.toReversed();
  if (shape.includes(0)) refuse(`${name} is empty: [${shape.join(', ')}]`);
  if (isOneLayer && shape.length === 5) {
    refuse(
      `${name} has five dimensions; with one array a layer, each is [head, query, key] or [batch, head, query, key]`,
    );
  }
  const layerShape = [nHeads, nQueries, nKeys] as const;
  if (isOneLayer) return { nLayers: 1, nBatch: fourth, layerShape };
  return shape.length === 5
    ? { nLayers: fifth, nBatch: fourth, layerShape }
    : { nLayers: fourth, nBatch: 1, layerShape };
}

/** Whether every weight on a later position is exactly 0; false where queries and keys differ, and for a single token. */
export function* judgeCausal({ nQueries, nKeys, data }: Omit<AttentionTensor, 'kind'>): Slices<boolean> {
  if (nQueries !== nKeys || nQueries < 2) return false;
  for (let start = 0, query = 0; start < data.length; start += nKeys, query = (query + 1) % nQueries) {
    for (let key = query + 1; key < nKeys; key++) if (data[start + key] !== 0) return false;
    if (query === 0) yield;
  }
  return true;
}

/** `L3H7, query 5` for a row of a stack whose layers have the given numbers. */
export function nameRow({ nHeads, nQueries }: AttentionTensor, layers: readonly number[], row: number): string {
  const layer = layers[Math.floor(row / (nHeads * nQueries))] ?? 0;
  return `${formatHead({ layer, head: Math.floor(row / nQueries) % nHeads })}, query ${row % nQueries}`;
}

import type { AttentionKind } from '../tensor.ts';
import { refuse } from '../files/arrays.ts';
import type { ArrayAbout, ClosedArray } from '../files/arrays.ts';
import { putTogether } from './generated.ts';

/** The arrays that make one stack: one with all layers, or one a layer. */
export type Stack<Part extends ArrayAbout = ClosedArray> = {
  /** As the names tell it; null where they do not. */
  readonly kind: AttentionKind | null;
  readonly arrays: readonly Part[];
  /** The layer of each array, by its name; null where one array holds all layers. */
  readonly layers: readonly number[] | null;
  /** Whether it was put together of steps of generate(), whose last token was not fed again. */
  readonly isGenerated?: true;
};

type Grouped = { readonly stacks: readonly Stack[]; readonly warnings: readonly string[] };

/** Layers above this are no numbers of layers. */
export const MAX_LAYER = 9999;

/**
 * Sorts the arrays of a recording into stacks by name and rank, and the layers of each by number ("layer_2" before "layer_10").
 * A matrix is one head, where there is nothing of a higher rank. Arrays that are no attention by name or rank are passed
 * over where others are. `nSentences` is how many sentences the tokens are of: an axis of as many is a batch.
 * Throws AppError 'bad-recording' where nothing is left, and for two arrays of one layer.
 */
export function groupStacks(arrays: readonly ClosedArray[], nSentences = 1): Grouped {
  const stacked = arrays.filter(({ shape }) => shape.length >= 3 && shape.length <= 5);
  const fitting = stacked.length > 0 ? stacked : arrays.filter(({ shape }) => shape.length === 2).map(asHead);
  const named = fitting.filter(({ name }) => isNamed(name));
  const chosen = named.length > 0 ? named : fitting;
  if (chosen.length === 0) {
    const seen = arrays.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).slice(0, 4);
    refuse(
      `no array of the shape [head, query, key], [layer, head, query, key] or [layer, batch, head, query, key] was found` +
        (seen.length > 0 ? `; there is ${seen.join(', ')}` : ''),
    );
  }
  const taken = new Set(chosen);
  const passedOver = fitting.filter((array) => !taken.has(array)).map(({ name }) => name);
  const more = passedOver.length > 8 ? ` and ${passedOver.length - 8} more` : '';
  const warnings = passedOver.length > 0 ? [`Not read as attention: ${passedOver.slice(0, 8).join(', ')}${more}.`] : [];
  const kinds = [...new Set(chosen.map(({ name }) => kindOf(name)))];
  const stacks = kinds.map((kind) =>
    stackOf(
      kind,
      chosen.filter(({ name }) => kindOf(name) === kind),
      nSentences,
      warnings,
    ),
  );
  return { stacks, warnings };
}

/** A matrix [query, key] as the only head of a layer. */
function asHead(matrix: ClosedArray): ClosedArray {
  const shape = [1, ...matrix.shape];
  return { ...matrix, shape, open: async () => ({ ...(await matrix.open()), shape }) };
}

function stackOf(
  kind: AttentionKind | null,
  arrays: readonly ClosedArray[],
  nSentences: number,
  warnings: string[],
): Stack {
  const ordered = arrays.toSorted((a, b) => compareNaturally(a.name, b.name));
  const generated = kind === 'encoder' || kind === 'cross' ? null : putTogether(ordered);
  if (generated === null) return orderLayers(kind, arrays, nSentences, warnings);
  const { layers, nSteps } = generated;
  const [first] = layers;
  const nTokens = first?.shape.at(-1) ?? 0;
  warnings.push(`${nSteps} steps of generate() were put together to one map of ${nTokens} tokens.`);
  // Of one array a step the first axis may be layers, or sentences; of several, each is a layer.
  const isBatch = first?.shape.length === 4 && nSentences > 1 && first.shape[0] === nSentences;
  const isOneLayer = layers.length > 1 || first?.shape.length === 3 || isBatch;
  return {
    kind,
    arrays: layers,
    layers: isOneLayer ? layers.map((_, layer) => layer) : null,
    isGenerated: true,
  };
}

/** Weights are called attention; what belongs to it but is none is not: masks, scores, queries, keys, values, outputs. */
function isNamed(name: string): boolean {
  const isOther = /mask|hidden|scores?|logits|hook_(?!pattern)/i.test(name);
  return (/att(en|n)/i.test(name) || kindOf(name) !== null) && !isOther;
}

/** Cross-attention is called cross, EncDec, or encoder_attn inside a decoder. */
export function kindOf(name: string): AttentionKind | null {
  const hasEncoder = /encoder/i.test(name);
  const hasDecoder = /decoder/i.test(name);
  if (/cross|enc[_-]?dec(?!oder)/i.test(name) || (hasEncoder && hasDecoder)) return 'cross';
  return hasEncoder ? 'encoder' : hasDecoder ? 'decoder' : null;
}

function orderLayers(
  kind: AttentionKind | null,
  arrays: readonly ClosedArray[],
  nSentences: number,
  warnings: string[],
): Stack {
  const [first] = arrays;
  if (arrays.length === 1 && first) {
    const number = layerIn(first.name);
    const { length } = first.shape;
    // A single array that is called a layer, or has an axis for the sentences, is that layer; else its first axis counts layers.
    const isBatch = length === 4 && nSentences > 1 && first.shape[0] === nSentences;
    // "attention_1" of several layers may be the first of two texts.
    const isLayer = length < 4 || first.shape[0] === 1 || /layer|attentions|blocks?\.|(^|\.)h\./i.test(first.name);
    return { kind, arrays, layers: isBatch || (number !== null && length < 5 && isLayer) ? [number ?? 0] : null };
  }
  const numbers = layerNumbers(arrays.map(({ name }) => name));
  if (numbers === null) {
    const sorted = arrays.toSorted((a, b) => compareNaturally(a.name, b.name));
    warnings.push(
      `The names do not number the layers; they are taken as ${sorted.map(({ name }) => name).join(', ')}.`,
    );
    return { kind, arrays: sorted, layers: sorted.map((_, layer) => layer) };
  }
  const sorted = arrays.map((array, i) => ({ array, layer: numbers[i]! })).toSorted((a, b) => a.layer - b.layer);
  for (const [i, { array, layer }] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before?.layer === layer) refuse(`${before.array.name} and ${array.name} are both layer ${layer}`);
  }
  return { kind, arrays: sorted.map(({ array }) => array), layers: sorted.map(({ layer }) => layer) };
}

/** The layer that a name is of: "layer_3", "attentions.3", "blocks.3.attn.hook_pattern"; null where it does not say. */
function layerIn(name: string): number | null {
  const found = /(?:layer|attentions?)[._-]?(\d+)$/i.exec(name) ?? /(?:^|\.)(?:blocks?|layers?|h)\.(\d+)\./i.exec(name);
  const number = Number(found?.[1] ?? NaN);
  return number <= MAX_LAYER ? number : null;
}

/** The number in each name by which the names differ, or null if they differ in anything else. */
function layerNumbers(names: readonly string[]): readonly number[] | null {
  if (new Set(names.map((name) => name.replace(/\d+/g, '#'))).size !== 1) return null;
  const all = names.map((name) => (name.match(/\d+/g) ?? []).map(Number));
  const varying = (all[0] ?? [])
    .map((_, place) => place)
    .filter((place) => all.some((n) => n[place] !== all[0]![place]));
  // Names such as layer_1 and layer_01 differ in no number: both are layer 1, which the caller refuses.
  const place = varying[0] ?? 0;
  if (varying.length > 1 || all[0]?.[place] === undefined) return null;
  return all.some((n) => n[place]! > MAX_LAYER) ? null : all.map((n) => n[place]!);
}

/** Numbers inside names compare as numbers. */
function compareNaturally(a: string, b: string): number {
  const parts = (name: string): readonly string[] => name.split(/(\d+)/);
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x === y) continue;
    const difference = i % 2 === 1 ? Number(x) - Number(y) : 0;
    return difference || (x < y ? -1 : 1);
  }
  return left.length - right.length;
}

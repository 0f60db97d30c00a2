import type { AttentionKind } from '../tensor.ts';
import { refuse } from './arrays.ts';
import type { NumberArray } from './arrays.ts';

/** The arrays that make one stack: one with all layers, or one a layer. */
export type Stack = {
  /** As the names tell it; null where they do not. */
  readonly kind: AttentionKind | null;
  readonly arrays: readonly NumberArray[];
  /** The layer of each array, by its name; null where one array holds all layers. */
  readonly layers: readonly number[] | null;
};

export type Grouped = { readonly stacks: readonly Stack[]; readonly warnings: readonly string[] };

/**
 * Sorts the arrays of a recording into stacks by name and rank, and the layers of each by number ("layer_2" before "layer_10").
 * Arrays of other ranks than 3 to 5 are passed over; so are others where some are called attention.
 * Throws AppError 'bad-recording' where nothing is left, and for two arrays of one layer.
 */
export function groupStacks(arrays: readonly NumberArray[]): Grouped {
  const fitting = arrays.filter(({ shape }) => shape.length >= 3 && shape.length <= 5);
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
  const warnings = passedOver.length > 0 ? [`Not read as attention: ${passedOver.slice(0, 8).join(', ')}.`] : [];
  const kinds = [...new Set(chosen.map(({ name }) => kindOf(name)))];
  const stacks = kinds.map((kind) =>
    orderLayers(
      kind,
      chosen.filter(({ name }) => kindOf(name) === kind),
      warnings,
    ),
  );
  return { stacks, warnings };
}

function isNamed(name: string): boolean {
  return (/att(en|n)/i.test(name) || kindOf(name) !== null) && !/mask|hidden/i.test(name);
}

/** Cross-attention is called cross, EncDec, or encoder_attn inside a decoder. */
export function kindOf(name: string): AttentionKind | null {
  const hasEncoder = /encoder/i.test(name);
  const hasDecoder = /decoder/i.test(name);
  if (/cross|enc[_-]?dec(?!oder)/i.test(name) || (hasEncoder && hasDecoder)) return 'cross';
  return hasEncoder ? 'encoder' : hasDecoder ? 'decoder' : null;
}

function orderLayers(kind: AttentionKind | null, arrays: readonly NumberArray[], warnings: string[]): Stack {
  const [first] = arrays;
  if (arrays.length === 1 && first) {
    const number = /(?:layer|attentions?)[._-]?(\d+)$/i.exec(first.name)?.[1];
    // A single "layer_3" of rank 3 or [1, head, query, key] is that layer; else its first axis counts layers.
    const isLayer = number !== undefined && (first.shape.length === 3 || first.shape[0] === 1);
    return { kind, arrays, layers: isLayer ? [Number(number)] : null };
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

/** The number in each name by which the names differ, or null if they differ in anything else. */
function layerNumbers(names: readonly string[]): readonly number[] | null {
  if (new Set(names.map((name) => name.replace(/\d+/g, '#'))).size !== 1) return null;
  const all = names.map((name) => (name.match(/\d+/g) ?? []).map(Number));
  const varying = (all[0] ?? [])
    .map((_, place) => place)
    .filter((place) => all.some((n) => n[place] !== all[0]![place]));
  // Names such as layer_1 and layer_01 differ in no number: both are layer 1, which the caller refuses.
  const place = varying[0] ?? 0;
  return varying.length > 1 || all[0]?.[place] === undefined ? null : all.map((n) => n[place]!);
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

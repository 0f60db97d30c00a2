import { FLOAT_CODES } from './floatCodes.ts';
import { fit, MaskNodes } from './maskNodes.ts';
import { maskOperator } from './maskOperator.ts';
import type { Insert } from './patch.ts';
import type { Masked, MaskFile, MaskInput, MaskNames, MaskPoint, SiteMask } from './maskTypes.ts';
import { bytesField } from './protobuf.ts';
import { sameLengthName } from './rename.ts';
import type { Rename } from './rename.ts';
import { FLOAT32, shapedInfo } from './write.ts';

/** The mask of an attention that can have none. */
export function noMask(why: string | null): SiteMask {
  return { scale: null, pattern: null, context: null, output: null, isOutputOwn: false, why };
}

/** Names for the mask of one attention; the label, its number say, sets them apart. */
export function maskNames(label: string, fresh: (wanted: string) => string): MaskNames {
  return {
    scale: fresh(`head_scale.${label}`),
    pattern: fresh(`head_pattern.${label}`),
    context: fresh(`head_context.${label}`),
    output: fresh(`contexts.${label}`),
  };
}

/** Puts a mask where it fits; `inWindows` is set for a layer that works window by window. */
export function maskSite(point: MaskPoint, names: MaskNames, file: MaskFile, inWindows = false): Masked {
  switch (point.at) {
    case 'product':
      return maskProduct(point, names, file, inWindows);
    case 'operator':
      return maskOperator(point, names, file);
    case 'branch':
      return { mask: point.mask ?? noMask(null), renames: new Map(), inserts: [] };
    case 'nowhere':
      return { mask: noMask(point.why), renames: new Map(), inserts: [] };
  }
}

/** GraphProto.input = 11: an input for each tensor that the mask takes. */
export function maskInputRecords({ scale, pattern, context }: SiteMask): readonly Uint8Array[] {
  return [scale, pattern, context].flatMap((input) => {
    if (input === null) return [];
    return [bytesField(11, shapedInfo(input.name, FLOAT32, input.axes === 'batched' ? 4 : 3))];
  });
}

/**
 * Weights go through Mul and Add before they are used, the product through Add. The nodes that use the weights get a
 * new name for them, the product one for its result: neither what makes the weights nor what shows them changes.
 */
function maskProduct(
  point: Extract<MaskPoint, { at: 'product' }>,
  names: MaskNames,
  file: MaskFile,
  inWindows: boolean,
): Masked {
  const { weights, takers, product, context } = point;
  const b = new MaskNodes(file);
  const first = Math.min(...takers.map(({ node }) => node.index));
  const scale: MaskInput = { name: names.scale, axes: weights.axes };
  const pattern: MaskInput = { name: names.pattern, axes: weights.axes };
  const weighted = sameLengthName(weights.name, file.fresh);
  const perHead = inWindows && weights.axes === 'folded' ? ofAllWindows(b, names.scale, weights.name) : names.scale;
  const scaled = b.add('Mul', [weights.name, fit(b, perHead, weights)]);
  b.add('Add', [scaled, fit(b, names.pattern, weights)], {}, weighted);
  const renames = new Map<number, Rename>();
  for (const { node } of takers) {
    renames.set(node.index, { kind: 'rename', inputs: new Map([[weights.name, weighted]]), outputs: new Map() });
  }
  const before: Insert = { place: first, side: 'before', records: b.records() };
  if (context === null) {
    const mask = { scale, pattern, context: null, output: null, isOutputOwn: false, why: point.why };
    return { mask, renames, inserts: [before] };
  }
  const after = new MaskNodes(file);
  const own = sameLengthName(context.name, file.fresh);
  after.add('Add', [own, fit(after, names.context, context)], {}, context.name);
  renames.set(product.index, {
    kind: 'rename',
    inputs: renames.get(product.index)?.inputs ?? new Map(),
    outputs: new Map([[context.name, own]]),
  });
  const mask = {
    scale,
    pattern,
    context: { name: names.context, axes: context.axes },
    output: shown(after, own, context, names.output),
    isOutputOwn: false,
    why: point.why,
  };
  return { mask, renames, inserts: [before, { place: product.index, side: 'after', records: after.records() }] };
}

/** Numbers of heads once for each window, where windows and heads lie in one axis: [head, 1, 1] -> [window * head, 1, 1]. */
function ofAllWindows(b: MaskNodes, scale: string, weights: string): string {
  const [nAll, nHeads] = [weights, scale].map((name) => {
    return b.add('Slice', [b.add('Shape', [name]), b.ints([0]), b.ints([1]), b.ints([0])]);
  });
  const repeats = b.add('Concat', [b.add('Div', [nAll ?? '', nHeads ?? '']), b.ints([1, 1])], { axis: 0 });
  return b.add('Tile', [scale, repeats]);
}

/** The context as an output: itself where it is float32 and lies as it should, else brought there under the given name. */
function shown(
  b: MaskNodes,
  own: string,
  { order, elementType }: { readonly order: readonly number[] | null; readonly elementType: string },
  name: string,
): string {
  const isReady = elementType === 'float32';
  if (order === null) return isReady ? own : b.add('Cast', [own], { to: FLOAT_CODES.float32 }, name);
  const wide = isReady ? own : b.add('Cast', [own], { to: FLOAT_CODES.float32 });
  return b.add('Transpose', [wide], { perm: order }, name);
}

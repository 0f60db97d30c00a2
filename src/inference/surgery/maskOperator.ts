import type { Masked, MaskFile, MaskNames, FusedValues, MaskedTensor, MaskInput, MaskPoint } from './maskTypes.ts';
import { fit, MaskNodes } from './maskNodes.ts';
import { sameLengthName } from './rename.ts';
import { FLOAT32 } from './write.ts';

type OperatorPoint = Extract<MaskPoint, { at: 'operator' }>;

/** Between [batch, token, head, channel] and [batch, head, token, channel]. */
const SWAP = { perm: [0, 2, 1, 3] } as const;

/** What comes out of a fused operator is scaled and added to. */
export function maskOperator(point: OperatorPoint, names: MaskNames, file: MaskFile): Masked {
  const { node, nHeads, elementType, values } = point;
  const b = new MaskNodes(file);
  const input = (name: string): MaskInput => ({ name, axes: 'batched' });
  const out = node.outputs[0] ?? '';
  const own = sameLengthName(out, file.fresh);
  const heads = nHeads === null ? own : b.add('Transpose', [b.add('Reshape', [own, b.ints([0, 0, nHeads, -1])])], SWAP);
  const like: MaskedTensor = { name: own, axes: 'batched', order: null, elementType };
  const joined = (tensor: string): string => {
    if (nHeads === null) return tensor;
    return b.add('Reshape', [b.add('Transpose', [tensor], SWAP), b.ints([0, 0, -1])]);
  };
  let result = b.add('Mul', [own, joined(forChannels(b, fit(b, names.scale, like), heads, nHeads))]);
  if (values !== null) {
    const shared = split(b, values);
    const spread = allKeys(b, fit(b, names.pattern, like), shared);
    const forAll = values.nHeads === nHeads && nHeads !== null ? shared : repeat(b, shared, heads);
    result = b.add('Add', [result, joined(b.add('MatMul', [spread, forAll]))]);
  }
  result = b.add('Add', [result, joined(fit(b, names.context, like))]);
  restoreShape(b, own, result, out, nHeads === null ? 3 : 2);
  const mask = {
    scale: input(names.scale),
    pattern: values === null ? null : input(names.pattern),
    context: input(names.context),
    output: elementType === 'float32' ? heads : b.add('Cast', [heads], { to: FLOAT32 }, names.output),
    isOutputOwn: true,
    why: point.why,
  };
  const rename = { kind: 'rename', inputs: new Map(), outputs: new Map([[out, own]]) } as const;
  const inserts = [{ place: node.index, side: 'after', records: b.records() }] as const;
  return { mask, renames: new Map([[node.index, rename]]), inserts };
}

/** From here on Split must be told into how many parts. */
const SPLIT_TELLS = 18;

/**
 * A tensor that has the shape of another, under the name `out`: side by side with it along the given axis, and taken from
 * there. The runtime works out shapes beforehand, and of a sum with something fed it knows neither batch nor length; then
 * it would leave out fusions behind the operator, which changes the last bits of the result.
 */
function restoreShape(b: MaskNodes, other: string, tensor: string, out: string, axis: number): void {
  const attributes = b.opset >= SPLIT_TELLS ? { axis, num_outputs: 2 } : { axis };
  b.addTwo('Split', [b.add('Concat', [other, tensor], { axis })], attributes, out);
}

/** A factor for each head, repeated for each of its channels. */
function forChannels(b: MaskNodes, scale: string, heads: string, nHeads: number | null): string {
  if (nHeads === null) return scale;
  return b.add('Expand', [scale, b.add('Concat', [b.ints([1, nHeads, 1]), lengthOf(b, heads, 3)], { axis: 0 })]);
}

/** Values as [batch, head, key, channel]. */
function split(b: MaskNodes, { name, areSplit, nHeads, bias }: FusedValues): string {
  if (areSplit || nHeads === null) return name;
  const whole = bias === null ? name : b.add('Add', [name, lastOf(b, bias, name)]);
  return b.add('Transpose', [b.add('Reshape', [whole, b.ints([0, 0, nHeads, -1])])], SWAP);
}

/** The end of a row that is as long as the last axis of a tensor. */
function lastOf(b: MaskNodes, row: string, tensor: string): string {
  const LAST = 2 ** 31 - 1;
  return b.add('Slice', [row, b.add('Neg', [lengthOf(b, tensor, 2)]), b.ints([LAST]), b.ints([0])]);
}

/** A single zero that stands for a whole pattern gets the axis of the keys, which the product sums over. */
function allKeys(b: MaskNodes, pattern: string, values: string): string {
  return b.add('Expand', [pattern, b.add('Concat', [b.ints([1, 1, 1]), lengthOf(b, values, 2)], { axis: 0 })]);
}

/** Values for every head, where several in a row share them: head i takes those of i * shared / heads. */
function repeat(b: MaskNodes, values: string, heads: string): string {
  const [nShared, nHeads] = [lengthOf(b, values, 1), lengthOf(b, heads, 1)];
  const numbers = b.add('Range', [b.ints(0), b.add('Squeeze', [nHeads, b.ints([0])]), b.ints(1)]);
  const places = b.add('Div', [b.add('Mul', [numbers, nShared]), nHeads]);
  return b.add('Gather', [values, places], { axis: 1 });
}

/** The length of an axis as a row of one number. */
function lengthOf(b: MaskNodes, tensor: string, axis: number): string {
  return b.add('Gather', [b.add('Shape', [tensor]), b.ints([axis])], { axis: 0 });
}

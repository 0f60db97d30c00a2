import type { ExternalData } from '../constants.ts';
import type { GraphIndex } from '../graph.ts';
import type { GraphNode } from '../graphProto.ts';
import { normAt } from './lastNorm.ts';
import type { NormAt } from './lastNorm.ts';
import { isSummingNorm } from './outputSide.ts';
import { numberOf } from './projections.ts';

/** How something comes into a sum: multiplied by `factor` on its way, and through a norm of its own where `norm` is given. */
export type Summand = { readonly factor: number; readonly norm: NormAt | null };

const MOVES = /^(Cast|Identity|Reshape|Squeeze|Unsqueeze|Dropout)$/;

/** Whether an operator brings numbers to another place or type and leaves channels together, as where tokens stand before texts. */
export function isMove({ opType, attributes }: GraphNode): boolean {
  const perm = attributes.get('perm');
  const keepsChannels = perm?.kind === 'ints' && perm.values.at(-1) === perm.values.length - 1;
  return MOVES.test(opType) || (opType === 'Transpose' && keepsChannels);
}

/** What comes into a sum; tensors that come into it by several ways, whose parts would have to be summed, stand apart. */
type Summands = { readonly summands: ReadonlyMap<string, Summand>; readonly several: ReadonlySet<string> };

/**
 * All tensors that reach a sum by sums alone, or by one norm and then sums: what a layer writes can be followed only while nothing else lies
 * between, and while there is one such way.
 */
export function summandsOf(index: GraphIndex, sums: readonly string[], external: ExternalData): Summands {
  const factors = new Map(sums.map((tensor) => [tensor, 1]));
  const normed = new Map<string, Summand>();
  const parts = new Map<string, string[]>();
  const several = new Set<string>(sums.filter((tensor, at) => sums.indexOf(tensor) !== at));
  const reach = (tensor: string, from: string): void => {
    if (factors.has(tensor) || normed.has(tensor)) several.add(tensor);
    parts.set(from, [...(parts.get(from) ?? []), tensor]);
  };
  for (const [tensor, factor] of factors) {
    const node = index.producerOf.get(tensor);
    if (node === undefined) continue;
    const { opType, inputs } = node;
    const computed = inputs.filter((input) => index.dataTensors.has(input));
    const stored = inputs.flatMap((input) => numberOf(index, input) ?? []);
    const isSkip = isSummingNorm(node) && node.outputs[3] === tensor;
    const add = (more: readonly string[], by = 1): void => {
      for (const each of more) {
        reach(each, tensor);
        factors.set(each, factor * by);
      }
    };
    if ((opType === 'Add' && computed.length === 2) || opType === 'Sum') add(computed);
    else if (isMove(node) || isSkip) add(computed.slice(0, isSkip ? 2 : 1));
    else if (opType === 'Mul' && stored.length === 1) add(computed, stored[0]);
    else if (opType === 'Div' && stored.length === 1 && computed[0] === inputs[0]) add(computed, 1 / (stored[0] ?? 1));
    else {
      const norm = normAt(index, tensor, external);
      if (norm !== null) {
        for (const each of movedTo(index, norm.stream)) {
          reach(each, tensor);
          normed.set(each, { factor, norm });
        }
      } else if (opType === 'Add') add(computed);
    }
  }
  // What a part is made of is reached as often as the part.
  for (const tensor of several) for (const part of parts.get(tensor) ?? []) several.add(part);
  const found = [...normed, ...[...factors].map(([tensor, factor]) => [tensor, { factor, norm: null }] as const)];
  return { summands: new Map(found.filter(([tensor]) => !several.has(tensor))), several };
}

/** What one tensor is, under its other names. */
function movedTo(index: GraphIndex, [first, ...more]: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (let at = more.length === 0 ? first : undefined; at !== undefined;) {
    names.push(at);
    const node = index.producerOf.get(at);
    at = node !== undefined && isMove(node) ? node.inputs[0] : undefined;
  }
  return names;
}

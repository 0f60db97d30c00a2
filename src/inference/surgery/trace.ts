import { equationOf, weighting } from './einsum.ts';
import type { Weighting } from './einsum.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { headMixAfter, headMixBefore } from './headMix.ts';
import type { MixStep } from './headMix.ts';
import { factorsOf } from './products.ts';
import { summedProduct, weightsInSum } from './summedProduct.ts';

/** Inputs through which scores or probabilities can pass an operator that does not mix queries or keys. */
const PASSES: Readonly<Record<string, readonly number[] | 'all'>> = {
  Add: 'all',
  Sub: 'all',
  Mul: 'all',
  Div: [0],
  Min: 'all',
  Max: 'all',
  Sum: 'all',
  Where: [1, 2],
  Cast: [0],
  CastLike: [0],
  Identity: [0],
  Dropout: [0],
  Reshape: [0],
  Squeeze: [0],
  Unsqueeze: [0],
  Flatten: [0],
  Expand: [0],
  Slice: [0],
  Split: [0],
  Concat: 'all',
  Transpose: [0],
  Clip: [0],
  Tanh: [0],
  Neg: [0],
  QuantizeLinear: [0],
  DequantizeLinear: [0],
};

/** A way between a softmax and a product, nearest the softmax first. */
export type Path = {
  /** Operators passed; neither the softmax nor the product is among them. */
  readonly nodes: readonly GraphNode[];
  /** Tensors passed, one more than nodes: the ends included. */
  readonly tensors: readonly string[];
  readonly product: GraphNode;
  /** At which operand of the product the way ends; 0 on a way back. */
  readonly input: number;
  /** True if queries and keys have changed places at the product. */
  readonly isFlipped: boolean;
  /** Operators passed that mix heads with stored weights. */
  readonly mixes: ReadonlySet<GraphNode>;
};

type Step = {
  readonly tensor: string;
  readonly from: Step | null;
  readonly node: GraphNode | null;
  readonly isFlipped: boolean;
  readonly isMix: boolean;
};

/**
 * The shortest way back from the input of a softmax to a product that `accept` takes, or null.
 * Products are never passed: what lies behind one is mixed over other positions or features.
 */
export function pathBack(index: GraphIndex, start: string, accept: (product: GraphNode) => boolean): Path | null {
  const queue: Step[] = [{ tensor: start, from: null, node: null, isFlipped: false, isMix: false }];
  const seen = new Set([start]);
  for (const step of queue) {
    const node = index.producerOf.get(step.tensor);
    if (node === undefined) continue;
    const mix = headMixBefore(index, node);
    if (mix !== null) {
      const last = through(mix, step, (at) => mix[at]?.input ?? '');
      if (!seen.has(last.tensor)) queue.push(last);
      seen.add(last.tensor);
      continue;
    }
    if (factorsOf(index, node) !== null) {
      if (accept(node)) return toPath(step, node, 0);
      continue;
    }
    const passes = passedInputs(node);
    for (const input of passes) {
      const tensor = node.inputs[input] ?? '';
      if (seen.has(tensor) || !index.dataTensors.has(tensor)) continue;
      seen.add(tensor);
      queue.push({ tensor, from: step, node, isFlipped: step.isFlipped !== swapsLastTwo(node), isMix: false });
    }
  }
  return null;
}

/** Whether a product weights values by its operand `input`, and in which order of axes; null if it does not. */
export function weightsBy(index: GraphIndex, node: GraphNode, input: number, isFlipped: boolean): Weighting | null {
  const sum = summedProduct(index, node);
  if (sum !== null) return weightsInSum(sum, input, isFlipped) ? { order: null } : null;
  if (node.opType !== 'Einsum') return input === (isFlipped ? 1 : 0) ? { order: null } : null;
  const equation = isFlipped ? null : equationOf(node);
  return equation === null ? null : weighting(equation, input);
}

/** The shortest way on from the output of a softmax to a product where `accept` takes it as operand `input`, or null. */
export function pathOn(
  index: GraphIndex,
  start: string,
  accept: (product: GraphNode, input: number, isFlipped: boolean) => boolean,
): Path | null {
  const queue: Step[] = [{ tensor: start, from: null, node: null, isFlipped: false, isMix: false }];
  const seen = new Set([start]);
  for (const step of queue) {
    for (const { node, input } of index.usesOf.get(step.tensor) ?? []) {
      const mix = headMixAfter(index, node, step.tensor);
      if (mix !== null) {
        const last = through(mix, step, (at) => mix[at + 1]?.input ?? mix[at]?.node.outputs[0] ?? '');
        if (!seen.has(last.tensor)) queue.push(last);
        seen.add(last.tensor);
        continue;
      }
      const product = factorsOf(index, node) === null ? sumBehind(index, node) : node;
      if (product !== null && accept(product, input, step.isFlipped)) return toPath(step, product, input);
      if (product === node) continue;
      if (!passedInputs(node).includes(input)) continue;
      for (const tensor of node.outputs) {
        if (tensor === '' || seen.has(tensor)) continue;
        seen.add(tensor);
        queue.push({ tensor, from: step, node, isFlipped: step.isFlipped !== swapsLastTwo(node), isMix: false });
      }
    }
  }
  return null;
}

/** The ReduceSum that makes a product of a Mul, or null. */
function sumBehind(index: GraphIndex, node: GraphNode): GraphNode | null {
  if (node.opType !== 'Mul') return null;
  const uses = index.usesOf.get(node.outputs[0] ?? '') ?? [];
  return uses.find((use) => summedProduct(index, use.node)?.multiply === node)?.node ?? null;
}

/** The step behind a mixture of heads; `tensorAt` names what each of its operators leads to. */
function through(mix: readonly MixStep[], step: Step, tensorAt: (at: number) => string): Step {
  return mix.reduce<Step>(
    (from, { node }, at) => ({ tensor: tensorAt(at), from, node, isFlipped: step.isFlipped, isMix: true }),
    step,
  );
}

function passedInputs(node: GraphNode): readonly number[] {
  const passes = node.domain === '' ? PASSES[node.opType] : undefined;
  return passes === 'all' ? [...node.inputs.keys()] : (passes ?? []);
}

/** True for a Transpose of exactly the last two axes. */
function swapsLastTwo(node: GraphNode): boolean {
  const perm = node.opType === 'Transpose' ? node.attributes.get('perm') : undefined;
  if (perm?.kind !== 'ints' || perm.values.length < 2) return false;
  const n = perm.values.length;
  return perm.values.every((axis, at) => axis === (at === n - 1 ? n - 2 : at === n - 2 ? n - 1 : at));
}

function toPath(last: Step, product: GraphNode, input: number): Path {
  const nodes: GraphNode[] = [];
  const tensors: string[] = [];
  const mixes = new Set<GraphNode>();
  for (let step: Step | null = last; step !== null; step = step.from) {
    tensors.push(step.tensor);
    if (step.node !== null) nodes.push(step.node);
    if (step.node !== null && step.isMix) mixes.add(step.node);
  }
  return { nodes: nodes.toReversed(), tensors: tensors.toReversed(), product, input, isFlipped: last.isFlipped, mixes };
}

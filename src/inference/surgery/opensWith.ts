import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { passing } from './passing.ts';
import { scalarAt } from './scalarAt.ts';

/** What is added to a score, or put in its place, to hide it: of scores that are meant none is as low. */
const HIDING = -100;

/** What a tensor holds where an input is zeros, and where it is ones; NaN where that is not known. */
type Held = readonly [ofZeros: number, ofOnes: number];

/** Operators on two inputs; one that is not a stored number leaves the other as it is. */
const OF_TWO: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Equal: (a, b) => Number(a === b),
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
};

/** Operators on two truths: nothing else hides more of a mask than it does itself. */
const OF_TRUTHS = new Set(['And', 'Or']);

/**
 * The number that lets everything through where an input is a mask: the graph hides scores where it is the other one, or,
 * if it hides none, takes what is computed away, as where a learned token stands in for a patch.
 * Undefined where neither hides, or both would.
 */
export function opensWith(index: GraphIndex, name: string): 0 | 1 | undefined {
  const held = new Map<string, Held>([[name, [0, 1]]]);
  const hidden: [boolean, boolean] = [false, false];
  const lost: [boolean, boolean] = [false, false];
  // A map may grow while it is walked: it is the queue and the result.
  for (const [tensor, values] of held) {
    for (const { node, input } of index.usesOf.get(tensor) ?? []) {
      const chosen = hidingWhere(index, node, input);
      const next = heldBehind(index, node, input, values);
      for (const at of [0, 1] as const) {
        if (chosen !== null && chosen === (values[at] !== 0)) hidden[at] = true;
        if ((next?.[at] ?? 0) <= HIDING) hidden[at] = true;
        if (losesAt(index, node, input, values[at])) lost[at] = true;
      }
      if (next === null) continue;
      for (const output of node.outputs) if (output !== '' && !held.has(output)) held.set(output, next);
    }
  }
  const [zeros, ones] = hidden[0] || hidden[1] ? hidden : lost;
  if (zeros === ones) return undefined;
  return zeros ? 1 : 0;
}

/** Whether nothing of what is computed is left behind a node where a mask holds a number: it is multiplied by 0, or weights are taken instead. */
function losesAt(index: GraphIndex, { opType, inputs }: GraphNode, input: number, held: number): boolean {
  const isComputed = (at: number): boolean => index.activations.has(inputs[at] ?? '');
  if (opType === 'Mul') return held === 0 && isComputed(1 - input);
  if (opType !== 'Where' || input !== 0) return false;
  return isComputed(held === 0 ? 1 : 2) && !index.dataTensors.has(inputs[held === 0 ? 2 : 1] ?? '');
}

/** The truth at which a Where puts a hiding number in the place of a score; null for all else. */
function hidingWhere(index: GraphIndex, node: GraphNode, input: number): boolean | null {
  if (node.opType !== 'Where' || input !== 0) return null;
  const isHiding = [1, 2].map((at) => (scalarAt(index, node.inputs[at] ?? '') ?? 0) <= HIDING);
  return isHiding[0] === isHiding[1] ? null : isHiding[0] === true;
}

/** What the outputs of a node hold; null where that is no longer a mask. */
function heldBehind(index: GraphIndex, node: GraphNode, input: number, held: Held): Held | null {
  const { opType, inputs } = node;
  if (passing(node, input) === 'moved') return held;
  if (OF_TRUTHS.has(opType)) return held;
  if (opType === 'Not') return [Number(held[0] === 0), Number(held[1] === 0)];
  if (opType === 'Where') {
    if (input > 0) return held;
    const [ofTrue, ofFalse] = [1, 2].map((at) => scalarAt(index, inputs[at] ?? ''));
    const pick = (value: number): number => (value === 0 ? ofFalse : ofTrue) ?? NaN;
    return ofTrue === null || ofFalse === null ? null : [pick(held[0]), pick(held[1])];
  }
  const apply = OF_TWO[opType];
  if (apply === undefined) return null;
  const other = scalarAt(index, inputs[1 - input] ?? '');
  // A product of two masks is a mask; one with what is computed is no longer any, and a sum with it is a score.
  if (other === null) return opType === 'Mul' && !index.activations.has(inputs[1 - input] ?? '') ? held : null;
  const behind = (value: number): number => (input === 0 ? apply(value, other) : apply(other, value));
  return [behind(held[0]), behind(held[1])];
}

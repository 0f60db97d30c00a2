import type { Draft } from './draft.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { FLOAT32 } from './write.ts';
import type { NodeSpec } from './write.ts';

/** How probabilities leave their graph: under which name, and by which nodes that must be added. */
export type Tap = {
  readonly name: string;
  readonly by: 'existing' | 'identity' | 'cast' | 'transpose';
  readonly nodes: readonly NodeSpec[];
  /** Stored tensors that these nodes take, as records of GraphProto. */
  readonly records?: readonly Uint8Array[];
};

/**
 * The tap of an attention: an output that is there already, so that exposing twice adds nothing, else new nodes.
 * They bring it to float32 and the usual order of axes; `wanted` and `fresh` name what they make.
 */
export function tapOf(index: GraphIndex, draft: Draft, wanted: string, fresh: (wanted: string) => string): Tap {
  const steps = stepsFor(draft);
  const existing = outputBehind(index, draft.probabilities, steps);
  if (existing !== null) return { name: existing, by: 'existing', nodes: [] };
  const name = fresh(wanted);
  const nodes: NodeSpec[] = [];
  let at = draft.probabilities;
  for (const [i, step] of steps.entries()) {
    const out = i === steps.length - 1 ? name : fresh(`${name}.${step.op.toLowerCase()}`);
    nodes.push({ ...step, in: [at], out: [out] });
    at = out;
  }
  const last = steps.at(-1)?.op;
  return { name, by: last === 'Transpose' ? 'transpose' : last === 'Cast' ? 'cast' : 'identity', nodes };
}

type Step = Pick<NodeSpec, 'op' | 'attributes'>;

/** At least an Identity, which gives the output a clean name and keeps the inner tensor from being one. */
function stepsFor({ elementType, order }: Draft): readonly Step[] {
  const steps: Step[] = [];
  if (elementType !== 'float32') steps.push({ op: 'Cast', attributes: { to: FLOAT32 } });
  if (order !== null) steps.push({ op: 'Transpose', attributes: { perm: order } });
  return steps.length === 0 ? [{ op: 'Identity' }] : steps;
}

/** The graph output that holds just this already, or null. */
function outputBehind(index: GraphIndex, probabilities: string, steps: readonly Step[]): string | null {
  const outputs = new Set(index.graph.outputs.map((output) => output.name));
  const isPlain = steps[0]?.op === 'Identity';
  if (isPlain && outputs.has(probabilities)) return probabilities;
  let reached = [probabilities];
  for (const step of steps) {
    reached = reached.flatMap((tensor) => {
      const uses = index.usesOf.get(tensor) ?? [];
      return uses.filter(({ node }) => isStep(node, step)).map(({ node }) => node.outputs[0] ?? '');
    });
  }
  return reached.find((tensor) => outputs.has(tensor)) ?? null;
}

function isStep(node: GraphNode, { op, attributes = {} }: Step): boolean {
  if (node.opType !== op) return false;
  if (op === 'Cast') {
    const to = node.attributes.get('to');
    return to?.kind === 'int' && to.value === FLOAT32;
  }
  if (op !== 'Transpose') return true;
  const perm = node.attributes.get('perm');
  const wanted = attributes['perm'];
  return perm?.kind === 'ints' && Array.isArray(wanted) && perm.values.join() === wanted.join();
}

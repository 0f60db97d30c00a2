import type { ExternalData } from '../constants.ts';
import type { GraphIndex } from '../graph.ts';
import type { GraphNode } from '../graphProto.ts';
import { isDataProduct, isFused } from '../products.ts';
import { usesOf } from './outputSide.ts';
import { projectionAt } from './projections.ts';

/** The stream around a layer. */
type Stream = { readonly before: string; readonly after: string | null; readonly isPostNorm: boolean };

/** How far a sum may lie behind what a layer writes, norms between them included. */
const MAX_STEPS = 60;

/**
 * The stream that what a layer writes is added to: the addend from which what the heads read was made without any product,
 * by a norm at most. Null where no such sum follows.
 */
export function streamAround(index: GraphIndex, read: string, written: string, external: ExternalData): Stream | null {
  const before = sourcesOf(index, read, external);
  const reached = new Set([written]);
  for (const tensor of reached) {
    if (reached.size > MAX_STEPS) return null;
    for (const node of usesOf(index, tensor)) {
      if (endsWay(index, node, external)) continue;
      const stream = node.inputs.find((input) => before.has(input) && !reached.has(input));
      const sum = stream === undefined ? null : sumOf(node);
      if (stream !== undefined && sum !== null) return { before: stream, ...behind(index, node, sum) };
      for (const output of node.outputs) if (output !== '') reached.add(output);
    }
  }
  return null;
}

const SKIP_NORM = /^Skip(Simplified)?LayerNormalization$|^SkipSimplifiedLayerNormalization$/;

/** The output of a node that sums, "" for a fused norm that keeps its sum inside; null for other nodes. */
function sumOf({ opType, outputs }: GraphNode): string | null {
  if (opType === 'Add') return outputs[0] ?? null;
  return SKIP_NORM.test(opType) ? (outputs[3] ?? '') : null;
}

/** What the sum becomes: it stays the stream, if it is added to again, else a norm of it does. */
function behind(index: GraphIndex, node: GraphNode, sum: string): Pick<Stream, 'after' | 'isPostNorm'> {
  const isFusedNorm = node.opType !== 'Add';
  const uses = sum === '' ? [] : usesOf(index, sum);
  const isAddedTo = uses.some((use) => (use.opType === 'Add' && isSumOfData(index, use)) || SKIP_NORM.test(use.opType));
  if (sum !== '' && (isAddedTo || (!isFusedNorm && !uses.some(isNormBegin)))) return { after: sum, isPostNorm: false };
  if (isFusedNorm) return { after: node.outputs[0] ?? null, isPostNorm: true };
  return { after: normOf(index, sum), isPostNorm: true };
}

function isSumOfData(index: GraphIndex, { inputs }: GraphNode): boolean {
  return inputs.every((input) => index.dataTensors.has(input));
}

function isNormBegin({ opType }: GraphNode): boolean {
  return /Normalization$|^ReduceMean$|^Pow$/.test(opType);
}

/** Operators of a norm that is written out, and what lies beside its way. */
const NORM_PARTS = /^(Sub|Div|Mul|Add|Cast|Pow|ReduceMean|Sqrt|Reciprocal)$/;

/** The last tensor of the norm that begins at a sum: written out, it ends where something else than a stored row takes it. */
function normOf(index: GraphIndex, sum: string): string | null {
  const norm = usesOf(index, sum).find(({ opType }) => opType.endsWith('Normalization'));
  if (norm !== undefined) return norm.outputs[0] ?? null;
  const inside = new Set([sum]);
  let last: string | null = null;
  for (const tensor of inside) {
    if (inside.size > 14) break;
    for (const node of usesOf(index, tensor)) {
      const isOwn = node.inputs.every((input) => inside.has(input) || !index.dataTensors.has(input));
      if (!NORM_PARTS.test(node.opType) || !isOwn) continue;
      const output = node.outputs[0] ?? '';
      inside.add(output);
      if (/^(Mul|Add|Div)$/.test(node.opType) && usesOf(index, output).some((use) => !isInside(index, use, inside)))
        last = output;
    }
  }
  return last;
}

function isInside(index: GraphIndex, node: GraphNode, inside: ReadonlySet<string>): boolean {
  return (
    NORM_PARTS.test(node.opType) && node.inputs.every((input) => inside.has(input) || !index.dataTensors.has(input))
  );
}

/** What a tensor was made from without a product: itself, and the tensors before a norm. */
function sourcesOf(index: GraphIndex, tensor: string, external: ExternalData): ReadonlySet<string> {
  const sources = new Set([tensor]);
  for (const each of sources) {
    const node = index.producerOf.get(each);
    if (node === undefined || sources.size > MAX_STEPS || endsWay(index, node, external)) continue;
    for (const input of node.inputs) if (index.activations.has(input)) sources.add(input);
  }
  return sources;
}

function endsWay(index: GraphIndex, node: GraphNode, external: ExternalData): boolean {
  return isDataProduct(index, node) || isFused(node) || projectionAt(index, node, external) !== null;
}

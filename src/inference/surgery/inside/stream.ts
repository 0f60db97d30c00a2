import type { ExternalData } from '../constants.ts';
import type { GraphIndex } from '../graph.ts';
import type { GraphNode } from '../graphProto.ts';
import { isDataProduct, isFused } from '../products.ts';
import { NORM_PARTS } from './lastNorm.ts';
import { isSummingNorm, usesOf } from './outputSide.ts';
import { projectionAt } from './projections.ts';

/** The stream around a layer. */
type Stream = {
  readonly before: string;
  readonly after: string | null;
  readonly isPostNorm: boolean;
  /** False where what the layer writes is normed, or scaled channel by channel, before it is added. */
  readonly isDirect: boolean;
};

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
      if (stream !== undefined && sum !== null) {
        const isPreNorm = hasNormBetween(index, stream, read, external);
        return {
          before: stream,
          isDirect: node.inputs.some((input) => isMoved(index, input, written)),
          ...behind(index, node, sum, isPreNorm),
        };
      }
      for (const output of node.outputs) if (output !== '') reached.add(output);
    }
  }
  return null;
}

const MOVES = /^(Reshape|Cast|Identity|Squeeze|Unsqueeze|Transpose|Dropout)$/;

/** Whether a tensor holds the numbers of another, moved at most. */
function isMoved(index: GraphIndex, tensor: string, from: string): boolean {
  let at = tensor;
  for (;;) {
    if (at === from) return true;
    const node = index.producerOf.get(at);
    if (node === undefined || !MOVES.test(node.opType)) return false;
    at = node.inputs[0] ?? '';
  }
}

/** The output of a node that sums, "" for a fused norm that keeps its sum inside; null for other nodes. */
function sumOf(node: GraphNode): string | null {
  if (node.opType === 'Add') return node.outputs[0] ?? null;
  return isSummingNorm(node) ? (node.outputs[3] ?? '') : null;
}

/**
 * What the sum becomes. It stays the stream where the layer reads a norm of that, where it is added to again or nothing norms
 * it; else a norm of the sum does.
 */
function behind(
  index: GraphIndex,
  node: GraphNode,
  sum: string,
  isPreNorm: boolean,
): Pick<Stream, 'after' | 'isPostNorm'> {
  const uses = sum === '' ? [] : usesOf(index, sum);
  const isAddedTo = uses.some((use) => isSummingNorm(use) || (use.opType === 'Add' && isSumOfData(index, use)));
  const isNormed = node.opType !== 'Add' || uses.some(({ opType }) => NORM.test(opType));
  if (isPreNorm || isAddedTo || !isNormed) return { after: sum === '' ? null : sum, isPostNorm: false };
  return { after: node.opType === 'Add' ? normOf(index, sum) : (node.outputs[0] ?? null), isPostNorm: true };
}

function isSumOfData(index: GraphIndex, { inputs }: GraphNode): boolean {
  return inputs.every((input) => index.dataTensors.has(input));
}

const NORM = /Norm|^ReduceMean$|^Pow$/;

/** Whether a norm lies between a stream and what is read of it. */
function hasNormBetween(index: GraphIndex, stream: string, read: string, external: ExternalData): boolean {
  const seen = new Set([read]);
  for (const tensor of seen) {
    const node = index.producerOf.get(tensor);
    if (tensor === stream || node === undefined || endsWay(index, node, external)) continue;
    if (NORM.test(node.opType)) return true;
    for (const input of node.inputs) if (index.activations.has(input)) seen.add(input);
  }
  return false;
}

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
    // A norm that sums before gives its sum as another output.
    if (isSummingNorm(node) && (node.outputs[3] ?? '') !== '') sources.add(node.outputs[3] ?? '');
  }
  return sources;
}

function endsWay(index: GraphIndex, node: GraphNode, external: ExternalData): boolean {
  return isDataProduct(index, node) || isFused(node) || projectionAt(index, node, external) !== null;
}

import { constantOf } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import type { GraphIndex } from '../graph.ts';
import { SHAPE_OPS } from '../dataTensors.ts';
import type { GraphNode } from '../graphProto.ts';
import { adaptedFrom } from './adapters.ts';
import { projectionAt, scaleBy } from './projections.ts';

/** The way from what the heads give to what the layer writes. */
export type OutputSide = {
  readonly weights: Constant | null;
  readonly bias: Constant | null;
  /** The sum of what the heads write and the bias; null where no product with stored weights follows. */
  readonly written: string | null;
  /** True where a fused norm adds the bias: `written` is the sum without it. */
  readonly isBiasBehind: boolean;
  /** Set if there are no weights. */
  readonly why: string | null;
};

/** Operators that bring numbers to another place or type, small integers and back included. */
const MOVES = /^(Transpose|Reshape|Cast|Identity|Squeeze|Unsqueeze|Flatten|Dropout|((Dynamic)?Q|Deq)uantizeLinear)$/;
const MAX_STEPS = 16;

/** Follows a context to the product with W_O; each tensor on the way may have one use only, shapes aside. */
export function outputSideOf(index: GraphIndex, context: string, external: ExternalData): OutputSide {
  let at = context;
  let factor = 1;
  for (let step = 0; step < MAX_STEPS; step++) {
    const uses = usesOf(index, at);
    const [node] = uses;
    if (node === undefined) return none('nothing takes what the heads give');
    const adapted = uses.length > 1 ? adaptedFrom(index, uses, external) : null;
    if (uses.length > 1 && adapted === null)
      return none(`what the heads give goes ${uses.length} ways, to ${listOf(uses)}`);
    const projection = adapted ?? projectionAt(index, node, external);
    if (projection !== null) {
      const { weights, output } = projection;
      const scaled: Constant | null =
        weights && (factor === 1 ? weights : { made: 'scaled', dims: weights.dims, by: factor, of: weights });
      const why = weights === null ? `the weights of ${node.opType} are stored in a form that is not read` : null;
      const added = projection.bias === null ? biasBehind(index, output, external) : null;
      const written = added?.output ?? output;
      const own = projection.bias ?? added?.bias ?? null;
      const behind = own === null ? biasOfNorm(index, written, external) : null;
      return { weights: scaled, bias: own ?? behind, written, isBiasBehind: behind !== null, why };
    }
    const by = scaleBy(index, node);
    if (by === null && !MOVES.test(node.opType)) return none(`${node.opType} lies between the heads and a product`);
    factor *= by ?? 1;
    at = node.outputs[0] ?? '';
  }
  return none('the way to a product with stored weights is too long');
}

/** A sum of a tensor with a stored row, if that is all that is done with it. */
function biasBehind(
  index: GraphIndex,
  tensor: string,
  external: ExternalData,
): { readonly bias: Constant; readonly output: string } | null {
  const [node, ...more] = usesOf(index, tensor);
  if (node?.opType !== 'Add' || more.length > 0) return null;
  const bias = constantOf(index, node.inputs.find((input) => input !== tensor) ?? '', external);
  return bias === null || !isRow(bias) ? null : { bias, output: node.outputs[0] ?? '' };
}

/** What a norm that sums before adds to that: its fifth input. */
function biasOfNorm(index: GraphIndex, tensor: string, external: ExternalData): Constant | null {
  const [node, ...more] = usesOf(index, tensor);
  if (node === undefined || !isSummingNorm(node) || more.length > 0) return null;
  return constantOf(index, node.inputs[4] ?? '', external);
}

/** A fused norm of the sum of its first two inputs; its fourth output is that sum. */
export function isSummingNorm({ opType }: GraphNode): boolean {
  return opType === 'SkipLayerNormalization' || opType === 'SkipSimplifiedLayerNormalization';
}

/** The same for all tokens. */
function isRow({ dims }: Constant): boolean {
  return dims.slice(0, -1).every((dim) => dim === 1);
}

/** The nodes that take the numbers of a tensor, not its shape alone. */
export function usesOf(index: GraphIndex, tensor: string): readonly GraphNode[] {
  const nodes = (index.usesOf.get(tensor) ?? []).map(({ node }) => node);
  return [...new Set(nodes)].filter(({ opType }) => !SHAPE_OPS.has(opType));
}

function none(why: string): OutputSide {
  return { weights: null, bias: null, written: null, isBiasBehind: false, why };
}

function listOf(nodes: readonly GraphNode[]): string {
  return [...new Set(nodes.map(({ opType }) => opType))].join(' and ');
}

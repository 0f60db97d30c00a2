import { equationOf } from './einsum.ts';
import { elementTypeAt } from './elementTypeAt.ts';
import { isFloat } from './elementTypes.ts';
import { SHAPE_OPS } from './dataTensors.ts';
import type { GraphIndex, Use } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import type { MaskAxes, MaskedTensor, MaskPoint } from './maskTypes.ts';
import { isDataProduct, isProductOperator } from './products.ts';
import { rankOf } from './rank.ts';
import type { Path } from './trace.ts';

/** Operators that show weights and change nothing of them. */
const SHOWS = new Set(['Identity', 'Cast', 'Transpose', 'Reshape']);
/** Operators that move weights to other places of a tensor. */
const MOVES = new Set(['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Expand', 'Transpose', 'Concat', 'Split']);

/**
 * Where masks fit around a product by values: `on` leads to it from the softmax, `at` is the place of the weights in
 * `on.tensors`, `order` brings them to [batch, head, query, key].
 */
export function maskPointOf(index: GraphIndex, on: Path, at: number, order: readonly number[] | null): MaskPoint {
  const name = on.tensors[at] ?? '';
  const elementType = elementTypeAt(index, name);
  const rank = order?.length ?? rankOf(index, name);
  const axes = axesOf(rank);
  if (axes === null) return nowhere(`its weights have ${rank} axes`);
  if (elementType !== 'undefined' && !isFloat(elementType)) return nowhere(`its weights are stored as ${elementType}`);
  const takers = takersOf(index, name);
  if (takers.some(({ node, input }) => input >= node.inputs.length)) {
    return nowhere('its weights are used inside a branch of the graph');
  }
  const moved = on.nodes.slice(at).filter((node) => MOVES.has(node.opType));
  const found = contextOf(index, on, axes, moved);
  const isAlone = takers.every(({ node }) => !isProductOperator(node) || node === on.product || on.mixes.has(node));
  const context = typeof found === 'string' ? null : isAlone ? found : null;
  const why = typeof found === 'string' ? found : isAlone ? null : 'its weights weight more than one set of values';
  return {
    at: 'product',
    weights: { name, axes, order, elementType },
    takers,
    product: on.product,
    context,
    why: why === null ? null : `the output of its heads can be neither read nor replaced: ${why}`,
  };
}

function nowhere(why: string): MaskPoint {
  return { at: 'nowhere', why };
}

function axesOf(rank: number | null): MaskAxes | null {
  if (rank === null) return 'unbatched';
  return rank === 4 ? 'batched' : rank === 3 ? 'folded' : null;
}

function takersOf(index: GraphIndex, weights: string): readonly Use[] {
  const outputs = new Set(index.graph.outputs.map((output) => output.name));
  // Chains may be as long as the graph, so they are walked and not called.
  const onlyShows = (start: GraphNode): boolean => {
    const seen = new Set([start]);
    for (const node of seen) {
      const [made = ''] = node.outputs;
      const uses = index.usesOf.get(made) ?? [];
      if (!SHOWS.has(node.opType) || isProductOperator(node)) return false;
      if (uses.length === 0 && !outputs.has(made)) return false;
      for (const use of uses) seen.add(use.node);
    }
    return true;
  };
  return (index.usesOf.get(weights) ?? []).filter(({ node }) => !SHAPE_OPS.has(node.opType) && !onlyShows(node));
}

/** The result of the product as heads with queries and channels, or why it is not that. */
function contextOf(
  index: GraphIndex,
  on: Path,
  weightAxes: MaskAxes,
  moved: readonly GraphNode[],
): MaskedTensor | string {
  const [name = ''] = on.product.outputs;
  const elementType = elementTypeAt(index, name);
  if (on.mixes.size > 0) return 'the heads are mixed before they meet the values';
  if (!isProductOperator(on.product)) return 'it is written as a sum over single products';
  if (!isDataProduct(index, on.product) || /Integer/.test(on.product.opType)) return 'it is computed in integers';
  const order = contextOrder(on);
  if (typeof order === 'string') return order;
  const rank = order?.length ?? rankOf(index, name);
  if (on.isFlipped && rank === null) return 'the graph does not tell how it lies';
  const axes = axesOf(rank);
  if (axes === null) return `it has ${rank} axes`;
  // Reshaping between four axes and three joins sequences and heads, and queries stay what they were.
  const isJoin = axes !== weightAxes && axes !== 'unbatched' && weightAxes !== 'unbatched';
  const isMoved = moved.some((node) => node.opType !== 'Transpose') ? !isJoin : moved.length > (on.isFlipped ? 1 : 0);
  if (isMoved) return 'weights of several heads are put together before they are used';
  const swapped = on.isFlipped && rank !== null ? swapLastTwo(rank) : null;
  return { name, axes, order: order ?? swapped, elementType };
}

function swapLastTwo(rank: number): readonly number[] {
  return Array.from({ length: rank }, (_, at) => (at < rank - 2 ? at : 2 * rank - 3 - at));
}

/** For an Einsum the permutation to [.., query, channel], null if it lies so; for other products null. */
function contextOrder({ product, input }: Path): readonly number[] | null | string {
  if (product.opType !== 'Einsum') return null;
  const equation = equationOf(product);
  if (equation === null) return 'its equation cannot be read';
  const { left, right, result } = equation;
  const [weights, values] = input === 0 ? [left, right] : [right, left];
  const key = weights.at(-1) ?? '';
  const inBoth = weights.split('').filter((axis) => axis !== key && values.includes(axis));
  const query = weights.split('').find((axis) => axis !== key && !values.includes(axis)) ?? '';
  const channels = result.split('').filter((axis) => !weights.includes(axis));
  const wanted = [...inBoth, query, ...channels];
  if (channels.length !== 1 || wanted.length !== result.length) return 'its equation joins heads';
  if (wanted.join('') === result) return null;
  const hasEllipsis = attributeText(product).includes('...');
  return hasEllipsis ? 'its equation leaves axes out' : wanted.map((axis) => result.indexOf(axis));
}

function attributeText(node: GraphNode): string {
  const attribute = node.attributes.get('equation');
  return attribute?.kind === 'text' ? attribute.value : '';
}

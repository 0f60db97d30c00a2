import type { ElementType } from './elementTypes.ts';
import { elementTypeOf } from './elementTypes.ts';
import type { GraphIndex } from './graph.ts';

/** Operators whose first input does not have the type of their output. */
const TYPE_FROM: Readonly<Record<string, number>> = {
  Where: 1,
  CastLike: 1,
  QuantizeLinear: 2,
  DequantizeLinear: 1,
  OneHot: 2,
  EmbedLayerNormalization: 2,
  GatherBlockQuantized: 2,
};

/** Operators whose result has a type of its own. */
const TYPE_OF: Readonly<Record<string, ElementType>> = {
  Shape: 'int64',
  Size: 'int64',
  NonZero: 'int64',
  ArgMax: 'int64',
  ArgMin: 'int64',
  IsNaN: 'bool',
  IsInf: 'bool',
  Equal: 'bool',
  Less: 'bool',
  LessOrEqual: 'bool',
  Greater: 'bool',
  GreaterOrEqual: 'bool',
  MatMulInteger: 'int32',
  ConvInteger: 'int32',
};
/** Operators whose results come out of graphs, or of which nothing is known. */
const UNKNOWN = new Set(['If', 'Loop', 'Scan', 'ConstantOfShape', 'Constant', 'SequenceAt', 'Optional']);
const DOMAINS = new Set(['', 'com.microsoft']);

/**
 * The element type of a tensor as far as the graph tells: declared, cast to, or that of what it was made from.
 * 'undefined' where it does not tell.
 */
export function elementTypeAt(index: GraphIndex, tensor: string): ElementType {
  let at = tensor;
  // The graph has no cycle, so this walk upwards ends.
  for (;;) {
    const declared =
      index.graph.declared.get(at)?.elementType ??
      index.fed.get(at)?.elementType ??
      index.constants.get(at)?.elementType ??
      index.graph.outputs.find((output) => output.name === at)?.elementType;
    if (declared !== undefined && declared !== 'undefined') return declared;
    const node = index.producerOf.get(at);
    if (node === undefined) return 'undefined';
    if (node.opType === 'Cast') {
      const to = node.attributes.get('to');
      return to?.kind === 'int' ? elementTypeOf(to.value) : 'undefined';
    }
    const own = TYPE_OF[node.opType];
    if (own !== undefined) return own;
    if (UNKNOWN.has(node.opType) || !DOMAINS.has(node.domain)) return 'undefined';
    const next = node.inputs[TYPE_FROM[node.opType] ?? 0];
    if (next === undefined || next === '') return 'undefined';
    at = next;
  }
}

import { allInputs } from './allInputs.ts';
import { SHAPE_OPS, traceData } from './dataTensors.ts';
import { isFloat } from './elementTypes.ts';
import type { GraphIndex } from './graph.ts';

/** Operators that make as many copies of stored vectors as there are sequences. */
const REPEATS = new Set(['Expand', 'Tile']);

/**
 * The graph with learned sequences taken for what is read: vectors that are stored (or zeros) and repeated for as many
 * sequences as are fed, as the queries of DETR and of pooling heads are. Everywhere else these are weights.
 */
export function withLearned(index: GraphIndex): GraphIndex {
  const weights = new Set(
    [...index.constants].flatMap(([name, { elementType }]) => (isFloat(elementType) ? [name] : [])),
  );
  const ofShapes = new Set<string>();
  const learned: string[] = [];
  for (const node of index.order) {
    const inputs = allInputs(node);
    if (SHAPE_OPS.has(node.opType)) for (const output of node.outputs) ofShapes.add(output);
    if (inputs.some((tensor) => index.dataTensors.has(tensor)) || SHAPE_OPS.has(node.opType)) continue;
    const [first = '', second = ''] = node.inputs;
    const isRepeated = REPEATS.has(node.opType) && weights.has(first) && ofShapes.has(second);
    const isFilled = node.opType === 'ConstantOfShape' && ofShapes.has(first);
    if (isRepeated || isFilled) learned.push(...node.outputs);
    for (const output of node.outputs) {
      if (inputs.some((tensor) => weights.has(tensor))) weights.add(output);
      if (inputs.some((tensor) => ofShapes.has(tensor))) ofShapes.add(output);
    }
  }
  const starts = { data: [...index.dataTensors, ...learned], activations: [...index.activations, ...learned] };
  return { ...index, ...traceData(index.order, index.constants, starts) };
}

import type { GraphNode } from './graphProto.ts';

/** What becomes of numbers behind an operator: they are `moved`, and still those that were fed, or `changed` one by one. */
type Passing = 'moved' | 'changed';

/** Operators behind which the numbers of an input can still be told. What moves them takes them first; how, stands in its other inputs. */
const PASSING: Readonly<Record<string, Passing>> = {
  Cast: 'moved',
  CastLike: 'moved',
  Identity: 'moved',
  Reshape: 'moved',
  Squeeze: 'moved',
  Unsqueeze: 'moved',
  Flatten: 'moved',
  Expand: 'moved',
  Tile: 'moved',
  Transpose: 'moved',
  Slice: 'moved',
  Split: 'moved',
  Gather: 'moved',
  Concat: 'changed',
  Clip: 'changed',
  Add: 'changed',
  Sub: 'changed',
  Mul: 'changed',
  Div: 'changed',
  Pad: 'changed',
  Where: 'changed',
  BatchNormalization: 'changed',
  QuantizeLinear: 'changed',
  DequantizeLinear: 'changed',
};

/** What becomes of the numbers of one input of a node; null where they are made something else. */
export function passing({ opType }: GraphNode, input: number): Passing | null {
  const how = PASSING[opType] ?? null;
  return how === 'moved' && input > 0 ? null : how;
}

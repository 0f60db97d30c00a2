import { readModel } from '../surgery/model.ts';

/** Bytes of a stored float16. */
const WIDTH = 2;

/**
 * A copy of a shipped model's file in which the rows that heads of one layer have in its output projection are zero,
 * as if these heads had never been connected. Throws RangeError if the file is not built as the shipped ones are.
 */
export function zeroedProjection(
  file: Uint8Array,
  layer: number,
  heads: readonly number[],
  nHeads: number,
): Uint8Array {
  // Not `slice`, which is no copy where the file is a Buffer of Node.
  const bytes = new Uint8Array(file);
  const { nodes, initializers } = readModel(bytes).graph;
  const sum = nodes.find(({ inputs }) => inputs.includes(`layers.${layer}.attention_out.bias`));
  const product = nodes.find(({ opType, outputs }) => opType === 'MatMul' && sum?.inputs.includes(outputs[0] ?? ''));
  const weights = initializers.get(`${product?.inputs[1]}_fp16`);
  const [nRows = 0, nColumns = 0] = weights?.dims ?? [];
  const data = weights?.data;
  if (!data || data.length !== nRows * nColumns * WIDTH || nRows % nHeads !== 0) {
    throw new RangeError(`invalid file: layer ${layer} has no output projection in float16`);
  }
  const size = data.length / nHeads;
  for (const head of heads) data.fill(0, head * size, (head + 1) * size);
  return bytes;
}

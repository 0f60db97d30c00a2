import { constantOf, partsOf } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import { bytesOf, keepConstant } from '../decodeConstant.ts';
import { isFloat } from '../elementTypes.ts';
import type { GraphIndex } from '../graph.ts';
import type { PickedRows, StreamPart } from './streamParts.ts';

/**
 * The table that tokens are embedded by, [scores, d], where what is scored is what is embedded; `tied` where its numbers are those that scores are
 * made by; or in words for people why it cannot be had.
 */
export type FoundEmbedding = Constant | 'tied' | { readonly whyNot: string };

const NOT_TOLD = { whyNot: 'the graph does not tell by which table the words that it scores are embedded' };
export const TABLE_NOT_READ = { whyNot: 'the table that words are embedded by is stored in a form that is not read' };

/** The one table of as many rows as there are scores whose rows are picked by what is fed. `weights`: [d, scores]. */
export function embeddingOf(
  index: GraphIndex,
  parts: readonly StreamPart[],
  weights: Constant,
  external: ExternalData,
): FoundEmbedding {
  const [d, nScores] = weights.dims;
  const tables = parts.flatMap(({ by, isFirst }) => {
    const table = isFirst && by !== null && typeof by === 'object' ? constantOf(index, by.table, external) : null;
    const isOfScores = table?.dims.length === 2 && table.dims[0] === nScores && table.dims[1] === d;
    return isOfScores && typeof by === 'object' ? [{ table, by }] : [];
  });
  const [found, ...more] = tables;
  if (!found?.by || more.length > 0) return NOT_TOLD;
  const table = numbersOf(index, found.table, found.by, external);
  if (table === null) return TABLE_NOT_READ;
  return weights.made === 'moved' && isSameStored(weights.of, table) ? 'tied' : table;
}

/** A table as it comes into the stream: whole numbers are scaled before their rows are picked, or behind that by one scale for all. */
function numbersOf(
  index: GraphIndex,
  table: Constant,
  { scaledBy }: PickedRows,
  external: ExternalData,
): Constant | null {
  if (scaledBy === null) return arePlain(table) ? table : null;
  const [, scaleName = '', zeroName = ''] = index.producerOf.get(scaledBy)?.inputs ?? [];
  const scale = constantOf(index, scaleName, external);
  const zero = zeroName === '' ? null : constantOf(index, zeroName, external);
  if (!isOne(scale) || !(zeroName === '' || isOne(zero))) return null;
  return { made: 'dequantised', dims: table.dims, axis: 1, blockSize: 0, scale, zero, of: table };
}

function arePlain(constant: Constant): boolean {
  if (constant.made === 'stored') return isFloat(constant.elementType);
  return constant.made === 'dequantised' || constant.made === 'blocks' || partsOf(constant).every(arePlain);
}

function isOne(constant: Constant | null): constant is Constant {
  return constant?.dims.every((dim) => dim === 1) ?? false;
}

/** What is said by it is less than scores are: it is left where it and the others take more than `maxBytes` together. */
export function keptEmbedding(embedding: FoundEmbedding, others: number, maxBytes: number): FoundEmbedding {
  if (embedding === 'tied' || 'whyNot' in embedding) return embedding;
  const bytes = bytesOf(embedding);
  if (bytes + others <= maxBytes) return keepConstant(embedding);
  const [own, both] = [bytes, bytes + others].map((each) => Math.round(each / 1e6));
  return {
    whyNot: `the table that words are embedded by (${own} MB) and the last weights are too large to be kept together (${both} MB)`,
  };
}

/** Whether two constants are one stored tensor of the file. */
function isSameStored(a: Constant, b: Constant): boolean {
  return a.made === 'stored' && b.made === 'stored' && a.at === b.at;
}

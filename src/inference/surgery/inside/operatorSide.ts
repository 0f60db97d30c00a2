import { constantOf, cutConstant } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import { keepConstant } from '../decodeConstant.ts';
import type { Draft } from '../draft.ts';
import type { GraphIndex } from '../graph.ts';
import { floatOf, intOf } from '../graphProto.ts';
import type { GraphNode } from '../graphProto.ts';
import { narrowed } from '../narrowed.ts';
import { operatorOf } from '../operators.ts';
import { plainOperand } from './operands.ts';
import type { Operand, SiteInside, Turned } from './types.ts';

/** What a fused operator takes, and what it does with it inside. */
type OperatorSide = Pick<SiteInside, 'query' | 'key' | 'value' | 'isRotaryInside' | 'softCap' | 'notes'> & {
  /** Null where it rotates nothing itself. */
  readonly rotation: SiteInside['rotation'] | null;
  readonly scale: number;
  /** What is added to scores, by place of the input. */
  readonly addends: readonly string[];
  /** Of queries and values, where the operator adds it itself. */
  readonly queryBias: Constant | null;
  readonly valueBias: Constant | null;
};

/** How an operator holds queries, keys and values; parts that come to it in another form than these are null. */
export function operatorSideOf(
  index: GraphIndex,
  node: GraphNode,
  draft: Pick<Draft, 'query' | 'key' | 'value'>,
  external: ExternalData,
): OperatorSide {
  const operator = operatorOf(node);
  const nHeads = intOf(node, operator?.heads ?? '', 0);
  const sharedBy = operator?.values?.heads ?? null;
  const nKeyHeads = sharedBy === null ? nHeads : intOf(node, sharedBy, nHeads);
  const isRotary = intOf(node, 'do_rotary', 0) === 1;
  const turned = isRotary ? turnedBy(index, node, external) : null;
  const rotation: OperatorSide['rotation'] = turned?.pairs ?? (isRotary ? 'unknown' : null);
  const common = {
    isRotaryInside: isRotary && turned === null,
    rotation,
    softCap: floatOf(node, 'softcap', 0) || null,
    scale: floatOf(node, 'scale', 0),
    addends: (operator?.masks ?? []).flatMap((place) => node.inputs[place] || []),
  };
  const { query, key, value } = draft;
  if (operator?.weights.by === 'parts') return { ...common, ...ofParts(index, node, draft, external) };
  const biasAt = operator?.values?.bias ?? null;
  const row = biasAt === null ? null : constantOf(index, node.inputs[biasAt] ?? '', external);
  const added = partsOf(row);
  const form = (name: string | null, heads: number, bias: Constant | null, turns: Turned | null): Operand | null =>
    name === null
      ? null
      : {
          ...plainOperand(name),
          joined: heads > 0 ? { nHeads: heads, from: 0, to: heads } : null,
          added: bias,
          turned: turns,
        };
  if (key === null && query !== null && nHeads > 0 && operator?.opType === 'GroupQueryAttention') {
    return { ...common, ...packedRows(query, nHeads, nKeyHeads, turned), queryBias: null, valueBias: null };
  }
  const isWhole = key !== null && value !== null;
  return {
    ...common,
    query: isWhole ? form(query, nHeads, added[0], turned) : null,
    key: isWhole ? form(key, nKeyHeads, added[1], turned) : null,
    value: isWhole ? form(value, nKeyHeads, added[2], null) : null,
    queryBias: added[0],
    valueBias: added[2],
    notes: isWhole ? [] : ['Queries, keys and values come to the operator in one piece.'],
  };
}

/** Tables of cosines and sines are the inputs 7 and 8 of GroupQueryAttention; positions of its own count from 0 without a past. */
function turnedBy(index: GraphIndex, node: GraphNode, external: ExternalData): Turned | null {
  const [cos, sin] = [7, 8].map((place) => constantOf(index, node.inputs[place] ?? '', external));
  if (node.opType !== 'GroupQueryAttention' || !cos || !sin) return null;
  return {
    cos: keptStart(cos),
    sin: keptStart(sin),
    pairs: intOf(node, 'rotary_interleaved', 0) === 1 ? 'neighbours' : 'halves',
  };
}

/** Tables reach as far as a model could ever read; kept is what a text of this page may need. */
const MAX_POSITIONS = 2048;

function keptStart(table: Constant): Constant {
  const nRows = Math.min(table.dims[0] ?? 0, MAX_POSITIONS);
  return keepConstant(narrowed(cutConstant(table, 0, 0, nRows) ?? table));
}

/** The tensors of an operator that was taken apart have an axis of heads; its biases are columns of one row. */
function ofParts(
  index: GraphIndex,
  node: GraphNode,
  { query, key, value }: Pick<Draft, 'query' | 'key' | 'value'>,
  external: ExternalData,
): Pick<OperatorSide, 'query' | 'key' | 'value' | 'queryBias' | 'valueBias' | 'notes'> {
  const row = constantOf(index, node.inputs[2] ?? '', external);
  const sizes = node.attributes.get('qkv_hidden_sizes');
  const widths = sizes?.kind === 'ints' && sizes.values.length === 3 ? sizes.values : null;
  return {
    query: query === null ? null : plainOperand(query),
    key: key === null ? null : plainOperand(key, true),
    value: value === null ? null : plainOperand(value),
    queryBias: partsOf(row, widths)[0],
    valueBias: partsOf(row, widths)[2],
    notes: [packedNote(row?.dims[0] ?? 0, widths)],
  };
}

/** Queries, keys and values side by side in one row. */
function packedRows(
  name: string,
  nHeads: number,
  nKeyHeads: number,
  turned: Turned | null,
): Pick<OperatorSide, 'query' | 'key' | 'value' | 'notes'> {
  const total = nHeads + 2 * nKeyHeads;
  const part = (from: number, to: number): Operand => ({
    ...plainOperand(name),
    joined: { nHeads: total, from, to },
  });
  return {
    query: { ...part(0, nHeads), turned },
    key: { ...part(nHeads, nHeads + nKeyHeads), turned },
    value: part(nHeads + nKeyHeads, total),
    notes: ['Queries, keys and values are packed in one product.'],
  };
}

/** A row of biases of queries, keys and values, cut in three. */
function partsOf(
  row: Constant | null,
  widths: readonly number[] | null = null,
): readonly [query: Constant | null, key: Constant | null, value: Constant | null] {
  const length = row?.dims[0] ?? 0;
  const [q = 0, k = 0] = widths ?? [length / 3, length / 3];
  if (row === null || row.dims.length !== 1 || !Number.isInteger(q)) return [null, null, null];
  return [cutConstant(row, 0, 0, q), cutConstant(row, 0, q, q + k), cutConstant(row, 0, q + k, length)];
}

function packedNote(length: number, widths: readonly number[] | null): string {
  const [q = 0, k = 0, v = 0] = widths ?? [length / 3, length / 3, length / 3];
  if (length === 0) return 'Queries, keys and values are packed in one product.';
  const columns = `0-${q - 1}, ${q}-${q + k - 1}, ${q + k}-${q + k + v - 1}`;
  return `Queries, keys and values are packed in one product; the three parts are its columns ${columns}.`;
}

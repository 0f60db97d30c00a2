import type { Constant, ExternalData } from '../constants.ts';
import { constantOf } from '../constants.ts';
import { SHAPE_OPS } from '../dataTensors.ts';
import type { GraphIndex } from '../graph.ts';
import type { GraphNode } from '../graphProto.ts';
import { normAt } from './lastNorm.ts';
import { numberOf } from './projections.ts';
import { isSummingNorm } from './outputSide.ts';
import { isMove } from './summands.ts';

/** Rows of a table that a fed input picks; `scaledBy` is what makes plain numbers of whole ones behind that, null for nothing. */
export type PickedRows = { readonly input: string; readonly table: string; readonly scaledBy: string | null };

/** One thing that is added up to the stream: a tensor of the run, or stored numbers. */
export type StreamPart = {
  /** Names of the tensor on its way, of which the first is fetched; none for stored numbers. */
  readonly names: readonly string[];
  readonly stored: Constant | null;
  /** What it is multiplied by on its way. */
  readonly factor: number;
  /**
   * Of rows of a stored table by which they are picked: a fed input as it is, or positions that are counted; `row` for numbers stored for one
   * token that all get, `rows` for those of all tokens; null for anything else.
   */
  readonly by: PickedRows | 'counted' | 'row' | 'rows' | null;
  /** Whether it is in the stream already before the first layer. */
  readonly isFirst: boolean;
};

type At = { readonly tensor: string; readonly factor: number; readonly names: readonly string[] };

/** Longer streams than any model has. */
const MAX_PARTS = 4096;

/**
 * All that is added up to a sum, in the order of computing, each once: a row that is stored behind what is added to the stream by itself stays
 * with it, one that a norm adds comes behind what it adds it to. `first` is the stream before the first layer. Empty for what is too long.
 */
export function streamPartsOf(
  index: GraphIndex,
  sums: readonly string[],
  first: string | null,
  external: ExternalData,
): readonly StreamPart[] {
  const before = new Set(first === null ? [] : partsIn(index, [first], external).map(keyOf));
  const parts = partsIn(index, sums, external);
  const depthOf = (node: GraphNode | null | undefined): number => (node ? (index.depthOf.get(node) ?? -1) : -1);
  const depth = ({ names: [name = ''], isFirst, addedBy }: Leaf & Pick<StreamPart, 'isFirst'>): number =>
    depthOf(isFirst ? index.producerOf.get(name) : (addedBy ?? index.producerOf.get(name)));
  return parts.map((part) => ({ ...part, isFirst: before.has(keyOf(part)) })).toSorted((a, b) => depth(a) - depth(b));
}

/** `addedBy`: the node that adds stored numbers to what is computed. */
type Leaf = Omit<StreamPart, 'isFirst'> & { readonly storedName: string; readonly addedBy: GraphNode | null };

function keyOf({ names: [name], storedName }: Leaf): string {
  return name ?? storedName;
}

function partsIn(index: GraphIndex, sums: readonly string[], external: ExternalData): readonly Leaf[] {
  const parts: Leaf[] = [];
  const queue: At[] = sums.map((tensor) => ({ tensor, factor: 1, names: [] }));
  for (const at of queue) {
    if (queue.length + parts.length > MAX_PARTS) return [];
    const node = index.producerOf.get(at.tensor);
    const more = node === undefined ? null : takenApart(index, node, at, external);
    if (more === null) parts.push(leafAt(index, at, external));
    else {
      queue.push(...more.sums);
      parts.push(...more.stored);
    }
  }
  return parts;
}

/** What a node adds up, or brings to another place; null for the end of the way. */
function takenApart(
  index: GraphIndex,
  node: GraphNode,
  { tensor, factor, names }: At,
  external: ExternalData,
): { readonly sums: readonly At[]; readonly stored: readonly Leaf[] } | null {
  const { opType, inputs } = node;
  const all = inputs.filter((input) => input !== '');
  const isStored = (input: string): boolean => constantOf(index, input, external) !== null;
  const apart = (of: readonly string[], by = 1) =>
    of.map((each): At => ({ tensor: each, factor: factor * by, names: [] }));
  const rowsOf = (of: readonly string[]) => of.map((each) => storedAt(index, each, { node, factor }, external));
  if (isSummingNorm(node) && node.outputs[3] === tensor) {
    const bias = inputs[opType.includes('Simplified') ? 3 : 4] ?? '';
    if (bias !== '' && !isStored(bias)) return null;
    return { sums: apart(inputs.slice(0, 2)), stored: bias === '' ? [] : rowsOf([bias]) };
  }
  const [moved = ''] = inputs;
  if (isMove(node)) return { sums: [{ tensor: moved, factor, names: [...names, tensor] }], stored: [] };
  if (opType === 'Mul' || opType === 'Div') {
    const number = inputs.map((input) => numberOf(index, input));
    const place = opType === 'Div' ? 1 : number.findIndex((each) => each !== null);
    const by = number[place];
    if (by === null || by === undefined) return null;
    return { sums: apart([inputs[1 - place] ?? ''], opType === 'Div' ? 1 / by : by), stored: [] };
  }
  if (opType !== 'Add' && opType !== 'Sum') return null;
  const [kept, computed] = [all.filter(isStored), all.filter((input) => !isStored(input))];
  const [only = ''] = computed;
  if (computed.some((each) => !index.producerOf.has(each)) || normAt(index, tensor, external) !== null) return null;
  const isOwnRow =
    computed.length === 1 && !isSum(index, only, external) && kept.every((each) => isRow(index, each, external));
  return isOwnRow ? null : { sums: apart(computed), stored: rowsOf(kept) };
}

/** Whether a tensor is itself a sum of several things that are computed. */
function isSum(index: GraphIndex, tensor: string, external: ExternalData): boolean {
  for (let at = tensor; ;) {
    const node = index.producerOf.get(at);
    if (node === undefined) return false;
    if (isSummingNorm(node) && node.outputs[3] === at) return true;
    if (node.opType === 'Add' || node.opType === 'Sum') {
      if (normAt(index, at, external) !== null) return false;
      const computed = node.inputs.filter((input) => constantOf(index, input, external) === null);
      if (computed.length > 1) return true;
      at = computed[0] ?? '';
    } else if (isMove(node)) at = node.inputs[0] ?? '';
    else return false;
  }
}

function isRow(index: GraphIndex, tensor: string, external: ExternalData): boolean {
  return (constantOf(index, tensor, external)?.dims.filter((dim) => dim > 1).length ?? 0) < 2;
}

function storedAt(
  index: GraphIndex,
  name: string,
  { node, factor }: { readonly node: GraphNode; readonly factor: number },
  external: ExternalData,
): Leaf {
  const by = isRow(index, name, external) ? 'row' : 'rows';
  return { names: [], storedName: name, addedBy: node, stored: constantOf(index, name, external), factor, by };
}

/** The end of the way, under all names that lie behind it: of a norm or of a row that is added the tensor below too. */
function leafAt(index: GraphIndex, { tensor, factor, names }: At, external: ExternalData): Leaf {
  const all = [...names, tensor];
  const norm = normAt(index, tensor, external);
  for (let at = norm?.stream.length === 1 ? norm.stream[0] : tensor; at !== undefined;) {
    if (!all.includes(at)) all.push(at);
    const node = index.producerOf.get(at);
    const isWay = node !== undefined && (isMove(node) || node.opType === 'Add');
    at = isWay ? node.inputs.find((input) => index.dataTensors.has(input)) : undefined;
  }
  return { names: all, storedName: '', addedBy: null, stored: null, factor, by: pickedBy(index, tensor) };
}

/** Operators that pick rows keep what they are picked by through these. */
const KEEPS = /^(Cast|Identity|Reshape|Squeeze|Unsqueeze|Dropout|DequantizeLinear|Slice|Expand|Clip)$/;

/** By what rows of a stored table are picked: one number that is fed picks a row as ids do, though nothing of it is data. */
function pickedBy(index: GraphIndex, tensor: string): StreamPart['by'] {
  const { dataTensors, fed, producerOf } = index;
  const isOfInput = dataTensors.has(tensor) || restsOn(index, tensor, (at) => fed.has(at));
  const otherwise = isOfInput ? null : 'counted';
  let at = tensor;
  let scaledBy: string | null = null;
  for (let node = producerOf.get(at); node !== undefined; node = producerOf.get(at)) {
    if (/^Gather(BlockQuantized)?$/.test(node.opType) && !dataTensors.has(node.inputs[0] ?? '')) break;
    if (!KEEPS.test(node.opType)) return otherwise;
    if (node.opType === 'DequantizeLinear') scaledBy = at;
    at = node.inputs[0] ?? '';
  }
  const [table = '', picked = ''] = producerOf.get(at)?.inputs ?? [];
  let ids = picked;
  if (ids === '') return otherwise;
  for (let node = producerOf.get(ids); node !== undefined; node = producerOf.get(ids)) {
    if (!KEEPS.test(node.opType)) return isCounted(index, ids) ? 'counted' : otherwise;
    ids = node.inputs[0] ?? '';
  }
  return fed.has(ids) ? { input: ids, table, scaledBy } : 'counted';
}

/** Whether positions are counted along tokens: they are summed up or made of a range. */
function isCounted(index: GraphIndex, tensor: string): boolean {
  return restsOn(index, tensor, (_, maker) => maker?.opType === 'CumSum' || maker?.opType === 'Range');
}

/** Whether a tensor, or any that its numbers come of, is such a one. */
function restsOn(
  { producerOf }: GraphIndex,
  tensor: string,
  isSuch: (tensor: string, maker: GraphNode | undefined) => boolean,
): boolean {
  const seen = new Set([tensor]);
  for (const at of seen) {
    const maker = producerOf.get(at);
    if (isSuch(at, maker)) return true;
    if (maker === undefined || SHAPE_OPS.has(maker.opType)) continue;
    for (const input of maker.inputs) if (input !== '') seen.add(input);
  }
  return false;
}

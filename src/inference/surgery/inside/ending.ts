import type { Constant, ExternalData } from '../constants.ts';
import { constantOf } from '../constants.ts';
import { elementTypeAt } from '../elementTypeAt.ts';
import type { GraphIndex } from '../graph.ts';
import { intOf } from '../graphProto.ts';
import type { GraphNode } from '../graphProto.ts';
import { elementAt } from '../tensorInfo.ts';
import type { LeftTable } from './leftTable.ts';
import { normAt } from './lastNorm.ts';
import type { NormAt } from './lastNorm.ts';
import { projectionEnding, scaleBy } from './projections.ts';
import type { Projection } from './projections.ts';
import { embeddingOf } from './embedding.ts';
import type { FoundEmbedding } from './embedding.ts';
import { streamPartsOf } from './streamParts.ts';
import type { StreamPart } from './streamParts.ts';
import { summandsOf } from './summands.ts';
import type { Summand } from './summands.ts';

/** How scores come of the stream: by one norm and one product with stored weights. */
export type Ending = {
  /** The output that holds the scores. */
  readonly scores: string;
  readonly norm: NormAt;
  /** [d, scores], and what is added, [scores]; weights that no layer leads to are not kept. */
  readonly weights: Constant | null;
  /** Weights that are too large to be kept, which are null then; null where they are not, or are not wanted. */
  readonly left: LeftTable | null;
  readonly bias: Constant | null;
  readonly nScores: number;
  /** What the normed stream is multiplied by before the product, and the sum behind it, both together before a cap. */
  readonly factor: number;
  readonly factorBehind: number;
  /** Whether the graph computes them in half precision. */
  readonly isHalf: boolean;
  /** C of C tanh(x / C) over the scores; null for none. */
  readonly softCap: number | null;
  /** The only token that scores are made of, -1 for the last; null for all. */
  readonly token: number | null;
  /** What is added up to the stream, whole or in part, and how each comes into it. */
  readonly summands: ReadonlyMap<string, Summand>;
  /** What is added up to the stream, each once; empty where no layer leads to it. */
  readonly parts: readonly StreamPart[];
  readonly embedding: FoundEmbedding;
  /** What is added to it by more than one way. */
  readonly several: ReadonlySet<string>;
};

/** The ending, or in words for people why there is none that can be read. */
export type FoundEnding = Ending | { readonly whyNot: string };

const MAX_STEPS = 16;

/** Outputs that are never scores. */
const NEVER = /^(present|past|hidden_states|last_hidden_state|encoder|attentions|cross_attentions)/;

/** How the scores of a graph come of its stream. `streams` are the streams before its layers, of which the first tells what comes before all. */
export function endingOf(index: GraphIndex, external: ExternalData, streams: readonly string[] = []): FoundEnding {
  const outputs = index.graph.outputs.map(({ name }) => name);
  const wanted = outputs.includes('logits') ? ['logits'] : outputs.filter((name) => !NEVER.test(name));
  const [first, ...others] = wanted.map((name) => endingIn(index, name, external, streams));
  return [first, ...others].find((found) => found && !('whyNot' in found)) ?? first ?? { whyNot: NO_SCORES };
}

const NO_SCORES = 'the model gives no scores, only vectors';

function endingIn(index: GraphIndex, scores: string, external: ExternalData, streams: readonly string[]): FoundEnding {
  const behind = behindProduct(index, scores, external);
  if ('whyNot' in behind) return behind;
  const { projection, factor: factorBehind, softCap, bias } = behind;
  const { weights } = projection;
  if (weights === null) return { whyNot: 'the last weights are stored in a form that is not read' };
  const before = beforeProduct(index, projection.data);
  const norm = normAt(index, before.tensor, external);
  if (norm === null) return { whyNot: whatStands(index, before.tensor, external) };
  const { factor, token } = before;
  const { summands, several } = summandsOf(index, norm.stream, external);
  const isHalf = elementTypeAt(index, projection.output).endsWith('float16');
  const nScores = weights.dims[1] ?? 0;
  const [first = null] = streams
    .filter((name) => summands.has(name))
    .toSorted((a, b) => depthAt(index, a) - depthAt(index, b));
  const parts = first === null ? [] : streamPartsOf(index, norm.stream, first, external);
  return {
    scores,
    norm,
    weights,
    left: null,
    bias,
    nScores,
    factor,
    factorBehind,
    isHalf,
    softCap,
    token,
    summands,
    several,
    parts,
    embedding: embeddingOf(index, parts, weights, external),
  };
}

function depthAt({ producerOf, depthOf }: GraphIndex, tensor: string): number {
  const node = producerOf.get(tensor);
  return node === undefined ? -1 : (depthOf.get(node) ?? -1);
}

type BehindProduct = Pick<Ending, 'bias' | 'softCap'> & { readonly projection: Projection; readonly factor: number };

/** Back from the scores to the product that makes them. */
function behindProduct(
  index: GraphIndex,
  scores: string,
  external: ExternalData,
): BehindProduct | { readonly whyNot: string } {
  let at = scores;
  let factor = 1;
  let softCap: number | null = null;
  let bias: Constant | null = null;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined) break;
    const projection = projectionEnding(index, node, external);
    if (projection !== null) return { projection, factor, softCap, bias: bias ?? scaled(projection.bias, factor) };
    const by = scaleBy(index, node);
    if (node.opType === 'Tanh' && softCap === null) softCap = factor;
    else if (by !== null) factor *= by;
    else if (node.opType === 'Add' && bias === null && factor === 1) bias = addedRow(index, node, external);
    else if (!/^(Cast|Identity|Reshape|Squeeze)$/.test(node.opType))
      return { whyNot: `the scores come out of ${node.opType}` };
    if (node.opType === 'Add' && bias === null) return { whyNot: 'the scores are a sum of several things' };
    at = firstComputed(index, node);
  }
  return { whyNot: NO_SCORES };
}

/** Back from what is multiplied to the end of a norm: the tensor there, what it is multiplied by, and which token is taken. */
function beforeProduct(
  index: GraphIndex,
  data: string,
): { readonly tensor: string; readonly factor: number; readonly token: number | null } {
  let at = data;
  let factor = 1;
  let token: number | null = null;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined) break;
    const taken: number | null = token === null ? takenToken(index, node) : null;
    const by = scaleBy(index, node);
    if (taken !== null) token = taken;
    else if (by !== null) factor *= by;
    else if (!/^(Cast|Identity|Reshape|Squeeze|Dropout)$/.test(node.opType)) break;
    at = firstComputed(index, node);
  }
  return { tensor: at, factor, token };
}

/** The place on the axis of tokens of the one token that a node takes; null for any other node. */
function takenToken(index: GraphIndex, node: GraphNode): number | null {
  const number = (input: number): number | null => {
    const stored = index.constants.get(node.inputs[input] ?? '');
    return stored?.nElements === 1 ? elementAt(stored, 0) : null;
  };
  if (node.opType === 'Gather' && intOf(node, 'axis', 0) === 1) return number(1);
  if (node.opType !== 'Slice' || number(3) !== 1) return null;
  const [start, end] = [number(1), number(2)];
  return start === -1 || (start !== null && end === start + 1) ? start : null;
}

/** Why there is no norm where one should be. */
function whatStands(index: GraphIndex, tensor: string, external: ExternalData): string {
  const node = index.producerOf.get(tensor);
  const isProduct = node !== undefined && projectionEnding(index, node, external) !== null;
  const what = isProduct ? 'another product' : (node?.opType ?? 'nothing');
  return `before the last product stands no norm that is read, but ${what}`;
}

function scaled(of: Constant | null, by: number): Constant | null {
  return of && { made: 'scaled', dims: of.dims, by, of };
}

function addedRow(index: GraphIndex, { inputs }: GraphNode, external: ExternalData): Constant | null {
  const stored = inputs.filter((input) => !index.dataTensors.has(input));
  return stored.length === 1 ? constantOf(index, stored[0] ?? '', external) : null;
}

function firstComputed(index: GraphIndex, { inputs }: GraphNode): string {
  return inputs.find((input) => index.dataTensors.has(input)) ?? '';
}

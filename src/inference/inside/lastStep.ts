import { averageToken, columnOf, frozenSigma, overAverage } from '../../core/inside/direct.ts';
import type { FrozenNorm, Unembedding } from '../../core/inside/direct.ts';
import { startSpeaking } from '../../core/inside/speaking.ts';
import type { Spoken } from '../../core/inside/speaking.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { Constant } from '../surgery/constants.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { Ending } from '../surgery/inside/ending.ts';
import type { NormAt } from '../surgery/inside/lastNorm.ts';
import type { LeftTable } from '../surgery/inside/leftTable.ts';
import { readWeights } from './readLeft.ts';
import { Refused } from './refuse.ts';

/** The last norm and the table of a model, decoded; what is multiplied besides is in gamma and beta. */
export type LastStep = {
  /** Null where it is too large to be in memory. */
  readonly table: Unembedding | null;
  readonly d: number;
  readonly nTokens: number;
  /** The table's own, [nTokens]. */
  readonly bias: Float32Array | null;
  /** With a divisor of 1, for what has no stream around it: then only order and ratios count. */
  readonly unit: FrozenNorm;
  /** With the divisor that a stream gives at one position. Shape: stream [d]. */
  readonly normAt: (stream: Float32Array) => FrozenNorm;
  /**
   * What vectors of the normed stream say, and the columns of some tokens; of a table that is not in memory by one pass over its file.
   * Throws Refused where that cannot be read. Shapes: vectors [d] each.
   */
  readonly speak: (vectors: readonly Float64Array[], ids: readonly number[], turn: Turn) => Promise<Spoken>;
};

const decoded = new WeakMap<Ending, LastStep | null>();

/** Decodes the weights at the first need; null for a form that is not read. They stay while the model does. */
export function lastStepOf(model: Pick<RunnableModel, 'prepared' | 'readPart'>, ending: Ending): LastStep | null {
  const known = decoded.get(ending);
  if (known !== undefined) return known;
  const step = decode(model, ending);
  decoded.set(ending, step);
  return step;
}

/** A norm held as it is where it reads a row, [d]; null for weights that are not read. */
export function frozenNorm({ kind, epsilon, gamma, beta }: NormAt, row: Float32Array): FrozenNorm | null {
  const [weights, shift] = [rowOf(gamma, row.length), rowOf(beta, row.length)];
  if (weights === 'unread' || shift === 'unread') return null;
  const sigma = frozenSigma(row, kind, epsilon);
  return { kind, sigma, gamma: weights ?? new Float32Array(row.length).fill(1), beta: shift };
}

function decode(model: Pick<RunnableModel, 'prepared' | 'readPart'>, ending: Ending): LastStep | null {
  const { norm, weights, left, bias, factor, factorBehind } = ending;
  const [d = 0, nTokens = 0] = left === null ? (weights?.dims ?? []) : [left.d, left.nTokens];
  const [gamma, beta, biases] = [rowOf(norm.gamma, d), rowOf(norm.beta, d), rowOf(bias, nTokens)];
  if (gamma === 'unread' || beta === 'unread' || biases === 'unread') return null;
  const table = weights && tableOf(weights, biases);
  if (table === null && left === null) return null;
  const by = factor * factorBehind;
  const scaled = (row: Float32Array): Float32Array => row.map((value) => value * by);
  const ones = gamma ?? new Float32Array(d).fill(1);
  const unit: FrozenNorm = { kind: norm.kind, sigma: 1, gamma: scaled(ones), beta: beta && scaled(beta) };
  const graph = model.prepared.graphs.findIndex((facts) => facts.ending === ending);
  return {
    table,
    d,
    nTokens,
    bias: biases,
    unit,
    normAt: (stream) => ({ ...unit, sigma: frozenSigma(stream, norm.kind, norm.epsilon) }),
    speak: table === null ? speakByFile(model, graph, left) : speakByTable(table),
  };
}

function tableOf(weights: Constant, bias: Float32Array | null): Unembedding | null {
  const [d = 0, nTokens = 0] = weights.dims;
  // A table that embeds tokens too lies token by token, and large ones are not turned round.
  const isTurned = weights.made === 'moved' && weights.perm.join() === '1,0';
  const lying = isTurned ? weights.of : weights;
  const numbers = asStored(lying) ?? decodeConstant(lying)?.data;
  if (numbers?.length !== d * nTokens) return null;
  return { weights: numbers, layout: isTurned ? 'token-dim' : 'dim-token', d, nTokens, bias };
}

function speakByTable(table: Unembedding): LastStep['speak'] {
  let average: Float64Array | null = null;
  return async (vectors, ids, turn) => {
    average ??= averageToken(table);
    const over: Float64Array[] = [];
    for (const vector of vectors) {
      over.push(overAverage(vector, table));
      await turn();
    }
    return { over, columns: new Map(ids.map((id) => [id, columnOf(id, table)])), average };
  };
}

function speakByFile(
  model: Pick<RunnableModel, 'prepared' | 'readPart'>,
  graph: number,
  left: LeftTable | null,
): LastStep['speak'] {
  return async (vectors, ids, turn) => {
    if (left === null) throw new RangeError('invalid table: it lies nowhere');
    const speaking = startSpeaking(left, vectors, ids);
    for (const stretch of left.stretches) {
      const read = await readWeights(model, graph, stretch, turn);
      if (typeof read === 'string') throw new Refused('no-direct-path', `of the last weights: ${read}`);
      const rows = decodeConstant(read);
      if (rows === null) throw new Refused('no-direct-path', 'the last weights are stored in a form that is not read');
      speaking.add(rows.data);
      await turn();
    }
    return speaking.end();
  };
}

/** A view on numbers that are stored as they are wanted, since these may be large; null for any other. Never handed over. */
function asStored(constant: Constant): Float32Array | null {
  if (constant.made !== 'stored' || constant.elementType !== 'float32' || constant.areVarints) return null;
  const { buffer, byteOffset, byteLength } = constant.bytes();
  return byteOffset % 4 === 0 && byteLength % 4 === 0 ? new Float32Array(buffer, byteOffset, byteLength / 4) : null;
}

/** A stored row, null where there is none, or 'unread'. */
function rowOf(constant: Constant | null, length: number): Float32Array | null | 'unread' {
  if (constant === null) return null;
  const data = decodeConstant(constant)?.data;
  return data?.length === length ? data : 'unread';
}

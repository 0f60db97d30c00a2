import { averageToken, frozenSigma } from '../../core/inside/direct.ts';
import type { FrozenNorm, Unembedding } from '../../core/inside/direct.ts';
import type { Constant } from '../surgery/constants.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { Ending } from '../surgery/inside/ending.ts';
import type { NormAt } from '../surgery/inside/lastNorm.ts';

/** The last norm and the table of a model, decoded; what is multiplied besides is in gamma and beta. */
export type LastStep = {
  readonly table: Unembedding;
  /** `averageToken` of the table, [d]. */
  readonly average: Float64Array;
  /** With a divisor of 1, for what has no stream around it: then only order and ratios count. */
  readonly unit: FrozenNorm;
  /** With the divisor that a stream gives at one position. Shape: stream [d]. */
  readonly normAt: (stream: Float32Array) => FrozenNorm;
};

const decoded = new WeakMap<Ending, LastStep | null>();

/** Decodes the weights at the first need; null for a form that is not read. They stay while the model does. */
export function lastStepOf(ending: Ending): LastStep | null {
  const known = decoded.get(ending);
  if (known !== undefined) return known;
  const step = decode(ending);
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

function decode({ norm, weights, bias, factor, factorBehind }: Ending): LastStep | null {
  if (weights === null) return null;
  const [d = 0, nTokens = 0] = weights.dims;
  // A table that embeds tokens too lies token by token, and large ones are not turned round.
  const isTurned = weights.made === 'moved' && weights.perm.join() === '1,0';
  const lying = isTurned ? weights.of : weights;
  const numbers = asStored(lying) ?? decodeConstant(lying)?.data;
  const [gamma, beta, biases] = [rowOf(norm.gamma, d), rowOf(norm.beta, d), rowOf(bias, nTokens)];
  if (numbers?.length !== d * nTokens || gamma === 'unread' || beta === 'unread' || biases === 'unread') return null;
  const table: Unembedding = {
    weights: numbers,
    layout: isTurned ? 'token-dim' : 'dim-token',
    d,
    nTokens,
    bias: biases,
  };
  const by = factor * factorBehind;
  const scaled = (row: Float32Array): Float32Array => row.map((value) => value * by);
  const ones = gamma ?? new Float32Array(d).fill(1);
  const unit: FrozenNorm = { kind: norm.kind, sigma: 1, gamma: scaled(ones), beta: beta && scaled(beta) };
  return {
    table,
    average: averageToken(table),
    unit,
    normAt: (stream) => ({ ...unit, sigma: frozenSigma(stream, norm.kind, norm.epsilon) }),
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

import { bytesOf, keepConstant } from '../decodeConstant.ts';
import type { GraphIndex } from '../graph.ts';
import type { AttentionSite } from '../types.ts';
import { endingOf } from './ending.ts';
import { keptEmbedding } from './embedding.ts';
import type { FoundEnding } from './ending.ts';
import type { NormAt } from './lastNorm.ts';
import { leftTable } from './leftTable.ts';
import type { GraphBytes } from './leftWeights.ts';

/** Larger weights than these are not kept beside the model but read from its file when they are asked for: 50,257 tokens of 768 channels in 32 bits, as GPT-2 has, are 154 MB. */
const MAX_BYTES = 160 * 2 ** 20;

/** The ending with weights in memory of their own, so that the file can be let go; those that no layer leads to are left. */
export function keptEnding(
  index: GraphIndex,
  sites: readonly Pick<AttentionSite, 'inside'>[],
  files: GraphBytes,
  maxBytes = MAX_BYTES,
): FoundEnding {
  const streams = sites.flatMap(({ inside }) => inside?.streamBefore ?? []);
  const found = endingOf(index, files.external, streams);
  if ('whyNot' in found) return found;
  const { norm, bias, embedding } = found;
  const isReached = sites.some(({ inside }) => found.summands.has(inside?.attentionOutput ?? ''));
  const weights = isReached ? found.weights : null;
  const bytes = weights === null ? 0 : bytesOf(weights);
  const left = weights !== null && bytes > maxBytes ? leftTable(weights, files) : null;
  if (bytes > maxBytes && left === null) {
    return {
      whyNot: `the last weights are too large to be kept beside the model (${Math.round(bytes / 1e6)} MB), and lie in no file as plain numbers`,
    };
  }
  const summands = new Map(
    [...found.summands].map(([tensor, summand]) => [
      tensor,
      { ...summand, norm: summand.norm && keptNorm(summand.norm) },
    ]),
  );
  return {
    ...found,
    summands,
    parts:
      weights === null
        ? []
        : found.parts.map((part) => ({ ...part, stored: part.stored && keepConstant(part.stored) })),
    norm: keptNorm(norm),
    weights: left === null ? weights && keepConstant(weights) : null,
    left,
    bias: bias && keepConstant(bias),
    embedding:
      weights === null
        ? { whyNot: 'no layer leads to the scores by sums alone' }
        : left !== null
          ? { whyNot: 'the last weights are too large to be kept beside the model' }
          : keptEmbedding(embedding, bytes, maxBytes),
  };
}

function keptNorm(norm: NormAt): NormAt {
  return { ...norm, gamma: norm.gamma && keepConstant(norm.gamma), beta: norm.beta && keepConstant(norm.beta) };
}

import type * as Ort from 'onnxruntime-web';
import type { Logits } from '../../core/run.ts';
import { toFloat32 } from './floats.ts';
import { findLogits, maybeLogits } from './logitsOutput.ts';
import type { VocabularySize } from './logitsOutput.ts';

type Outputs = Ort.InferenceSession.OnnxValueMapType;

/** What a model says of its input: scores over the vocabulary, or vectors (one for each token, or one in all). */
type SaidOutput = {
  /** The outputs to fetch: at first all that may be it, later the one that is. */
  names(): readonly string[];
  /** Looks at the outputs of a run of one sequence, once. */
  settle(outputs: Outputs): void;
  readonly isSettled: () => boolean;
  logitsIn(outputs: Outputs): Logits | null;
  /** Vectors, where the model gives no logits. Shape: [token, channel], or one row. */
  vectorsIn(outputs: Outputs): Logits | null;
  /** Logits, else vectors, of each sequence of a batch, as views on one array; null if there are neither. */
  splitIn(outputs: Outputs, nSequences: number): readonly Logits[] | null;
};

/** `nVocab` tells the scores over the vocabulary from other outputs; without it there are no logits. */
export function createSaidOutput(
  outputs: readonly string[],
  attentionNames: readonly string[],
  nVocab: VocabularySize,
): SaidOutput {
  const scores = maybeLogits(outputs, attentionNames);
  const hidden = outputs.filter((name) => name.startsWith('last_hidden_state'));
  const candidates = [...new Set([...hidden, ...scores])];
  let logitsName: string | null = null;
  let vectorsName: string | null = null;
  let isSettled = false;

  return {
    names: () => (isSettled ? [logitsName ?? vectorsName].filter((name) => name !== null) : candidates),
    isSettled: () => isSettled,
    settle(found) {
      if (isSettled) return;
      const dimsOf = (name: string) => found[name]?.dims ?? [];
      const isFloat = (name: string) => /^float(16|32)$/.test(found[name]?.type ?? '');
      logitsName = findLogits(scores, dimsOf, nVocab);
      const ofRank = (rank: number) =>
        candidates.find((name) => isFloat(name) && dimsOf(name).length === rank && dimsOf(name)[0] === 1);
      vectorsName = logitsName === null ? (ofRank(3) ?? ofRank(2) ?? null) : null;
      isSettled = true;
    },
    logitsIn: (found) => rowsOf(found, logitsName, 1)?.[0] ?? null,
    vectorsIn: (found) => rowsOf(found, vectorsName, 1)?.[0] ?? null,
    splitIn: (found, nSequences) => rowsOf(found, logitsName ?? vectorsName, nSequences),
  };
}

function rowsOf(outputs: Outputs, name: string | null, nSequences: number): readonly Logits[] | null {
  const tensor = name === null ? undefined : outputs[name];
  if (!tensor) return null;
  const data = toFloat32(tensor);
  const nVocab = tensor.dims.at(-1) ?? 0;
  const size = data.length / nSequences;
  return Array.from({ length: nSequences }, (_, sequence) => ({
    nTokens: size / nVocab,
    nVocab,
    data: nSequences === 1 ? data : data.subarray(sequence * size, (sequence + 1) * size),
  }));
}

/** Outputs that are large and never logits: caches of keys and values, hidden states, attentions the file has by itself. */
const NEVER_LOGITS = /^(present|past|hidden_states|last_hidden_state|encoder|attentions|cross_attentions)/;

/** The outputs of a graph that may hold scores over the vocabulary; only the one called `logits` where there is one. */
export function maybeLogits(outputs: readonly string[], attentionNames: readonly string[]): readonly string[] {
  if (outputs.includes('logits')) return ['logits'];
  return outputs.filter((name) => !attentionNames.includes(name) && !NEVER_LOGITS.test(name));
}

/**
 * Size of the vocabulary; 'any' for a model that surely gives scores over one, of a size that no file says; null where
 * it is unknown whether there are such scores at all.
 */
export type VocabularySize = number | 'any' | null;

/**
 * The first output of shape [1, token, vocabulary], or null: also for a classifier's scores, whose last axis is its classes.
 * Where any size will do, the one called `logits` has to tell.
 */
export function findLogits(
  names: readonly string[],
  dimsOf: (name: string) => readonly number[],
  nVocab: VocabularySize,
): string | null {
  return (
    names.find((name) => {
      const [batch, , size, ...more] = dimsOf(name);
      const fits = nVocab === 'any' ? name === 'logits' && size !== undefined : size === nVocab;
      return batch === 1 && fits && more.length === 0;
    }) ?? null
  );
}

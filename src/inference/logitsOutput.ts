/** Outputs that are large and never logits: caches of keys and values, hidden states, attentions the file has by itself. */
const NEVER_LOGITS = /^(present|past|hidden_states|last_hidden_state|encoder|attentions|cross_attentions)/;

/** The outputs of a graph that may hold scores over the vocabulary; only the one called `logits` where there is one. */
export function maybeLogits(outputs: readonly string[], attentionNames: readonly string[]): readonly string[] {
  if (outputs.includes('logits')) return ['logits'];
  return outputs.filter((name) => !attentionNames.includes(name) && !NEVER_LOGITS.test(name));
}

/** The first output of shape [1, token, vocabulary], or null: also for a classifier's scores, whose last axis is its classes. */
export function findLogits(
  names: readonly string[],
  dimsOf: (name: string) => readonly number[],
  nVocab: number | null,
): string | null {
  const isLogits = (dims: readonly number[]) => dims.length === 3 && dims[0] === 1 && dims[2] === nVocab;
  return names.find((name) => isLogits(dimsOf(name))) ?? null;
}

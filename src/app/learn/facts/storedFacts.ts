import { prunedSize } from '../../../core/cost/prunedSize.ts';
import { storedModel } from '../../shown/storedModel.ts';
import type { StoredModel } from '../../shown/prunedWords.ts';
import type { FactRows, Found, Seen } from './fact.ts';
import { headIn } from './headIn.ts';

/** Facts of what the file of the model stores. */
export const STORED_FACTS: FactRows = {
  /** In percent of the bytes of the file: all weights of attention, and one head of the first layer; and the bytes of that in thousands. */
  attentionShare: {
    args: [],
    digits: 0,
    of: (seen) => withStored(seen, ({ attention, total }) => (100 * attention.bytes) / total.bytes),
  },
  headShare: {
    args: ['head'],
    of: (seen, text = '') => ofOneHead(seen, text, (bytes, { total }) => (100 * bytes) / total.bytes),
  },
  headKilobytes: { args: ['head'], digits: 0, of: (seen, text = '') => ofOneHead(seen, text, (bytes) => bytes / 1000) },
};

function withStored({ state }: Seen, of: (stored: StoredModel) => number | undefined): Found {
  const stored = storedModel(state);
  return stored === null ? (state.model.status === 'ready' ? undefined : null) : of(stored);
}

function ofOneHead(seen: Seen, text: string, of: (bytes: number, stored: StoredModel) => number): Found {
  const head = headIn(seen, text);
  if (!head) return head;
  return withStored(seen, (stored) => {
    const saved = prunedSize(stored.layers, [{ ...head, kind: seen.stack.tensor.kind, keep: 0 }]);
    return saved === null ? undefined : of(saved.bytes, stored);
  });
}

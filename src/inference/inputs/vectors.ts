import type { Token } from '../../core/tokens.ts';
import type { LayerOutput } from '../run/pack.ts';
import { isFloat } from '../surgery/elementTypes.ts';
import type { Modality } from './modality.ts';
import { randomInputNotice } from './modelNotices.ts';
import type { InputRole } from './roles.ts';
import { isCache, isStates } from './sequenceInputs.ts';
import { vectorFeed } from './vectorFeed.ts';

const SEED = 1;

/**
 * Nothing that a person gives: a block of a model in a file of its own, as tests of attention are, reads random vectors,
 * the same at each run.
 */
export const vectors: Modality<'nothing'> = {
  inputs: [
    {
      role: 'numbers',
      named: null,
      // Beside what a model is known to read, vectors of no known meaning are a guess.
      looks: (input, taken) => {
        const isAnother = taken.isRead && !taken.roles.has('numbers');
        const areVectors = isFloat(input.elementType) && input.dims.length >= 3;
        return areVectors && !isAnother && !isCache(input, taken) && !isStates(input, taken);
      },
      isRead: true,
    },
  ],
  fits({ inputs }) {
    const has = (role: InputRole): boolean => inputs.some((input) => input.role === role);
    return has('numbers') && !has('ids') && !has('encoder-states');
  },
  firstRun: () => ({ feed: vectorFeed(SEED), lengths: { nSource: null, nTarget: null, isOpen: true } }),
  vocabulary: null,
  maxTokens: (_, { nKeys }) => nKeys,
  // Attention over numbers that nobody wrote must not be taken for attention over a text.
  notices({ inputs }) {
    const random = inputs.filter(({ role }) => role === 'numbers' || role === 'past');
    return [randomInputNotice(random.map(({ name }) => name))];
  },
  read: () => ({
    feed: vectorFeed(SEED),
    words: (layers) => ({ text: '', pair: null, ...vectorTokens(layers), image: null, cut: null }),
  }),
};

/** Names for rows and columns that no text stands behind: "position 0", or "query 0" and "key 0" where the two differ. */
function vectorTokens(layers: readonly LayerOutput[]): {
  readonly tokens: readonly Token[];
  readonly targetTokens: readonly Token[] | null;
} {
  const nKeys = layers[0]?.dims.at(-1) ?? 0;
  const nQueries = layers[0]?.dims.at(-2) ?? 0;
  const isCross = layers.some(({ kind }) => kind === 'cross');
  return {
    tokens: named(isCross ? 'key' : 'position', nKeys),
    targetTokens: isCross ? named('query', nQueries) : null,
  };
}

function named(what: string, n: number): readonly Token[] {
  return Array.from({ length: n }, (_, position) => {
    const text = `${what} ${position}`;
    return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 };
  });
}

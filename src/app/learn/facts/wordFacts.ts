import { headName } from '../../../core/tensor.ts';
import { nearestOf } from '../../../core/words/wordsFound.ts';
import type { HeadWords, WordsFound } from '../../../core/words/wordsFound.ts';
import { refOf, shownWords } from '../../shown/shownWords.ts';
import { wordsStudy } from '../measures.ts';
import type { FactRows, Found, Seen } from './fact.ts';

/** Facts of the words of `words=`, over the sentences that come with the page. */
export const WORD_FACTS: FactRows = {
  /** How many heads stand out; then of the one that gives them most beyond what is expected. */
  nWordHeads: { args: [], of: (seen) => withWords(seen, ({ heads }) => heads.filter((one) => one.standsOut).length) },
  wordHead: {
    args: [],
    of: (seen) => ofNearest(seen, (head) => headName(seen.stack.tensor, refOf(head, seen.stack.tensor.nHeads))),
  },
  wordAttention: { args: [], of: (seen) => ofNearest(seen, ({ attention }) => attention) },
  wordByPlace: { args: [], of: (seen) => ofNearest(seen, ({ byPlace }) => byPlace) },
  wordChance: { args: [], of: (seen) => withWords(seen, ({ chance }) => chance) },
  nWordSentences: { args: [], of: (seen) => withWords(seen, ({ nSentences }) => nSentences) },
};

function withWords({ state, stack }: Seen, of: (found: WordsFound) => Found): Found {
  const study = wordsStudy(state);
  if (study?.status !== 'done') return study?.status === 'failed' ? undefined : null;
  const found = shownWords(study, stack);
  return found === null ? undefined : of(found);
}

function ofNearest(seen: Seen, of: (head: HeadWords) => Found): Found {
  return withWords(seen, (found) => {
    const head = nearestOf(found);
    return head === null ? undefined : of(head);
  });
}

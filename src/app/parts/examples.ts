/** A sentence worth trying, and what to look for in it. */
type Example = { readonly name: string; readonly text: string; readonly pair: string | null };

export const EXAMPLES: readonly Example[] = [
  { name: 'the first sentence', text: 'The boy sprinted to the bank because he needed cash quickly.', pair: null },
  {
    name: 'a phrase that returns: induction',
    text: 'The old man and the sea met the young man by the sea, and the old man and the sea met again.',
    pair: null,
  },
  { name: 'who is “it”?', text: 'The trophy does not fit into the brown case because it is too large.', pair: null },
  { name: 'punctuation', text: 'Well, yes, I think, and so does she, that we agree; do we not?', pair: null },
  { name: 'one word, three times', text: 'That that is, is; that that is not, is not.', pair: null },
  { name: 'a word to fill in', text: 'She opened the [MASK] and went out into the garden.', pair: null },
  { name: 'two sentences', text: 'The dog slept by the fire.', pair: 'Nobody wanted to wake the dog.' },
];

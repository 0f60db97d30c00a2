/** Texts on which heads show what they do; a second sentence goes to models that take pairs. */
export const TEXTS = {
  /** No word comes twice. */
  fresh: {
    text: 'Yesterday my younger sister bought several ripe oranges from another farmer near our village.',
    pair: null,
  },
  story: {
    text: 'It was late, and nobody spoke. The clerk closed his ledger, took a hat, and walked home through heavy rain.',
    pair: null,
  },
  /** Words that come again. */
  echo: {
    text: 'The red fox chased the brown dog, and then the brown dog chased the red fox around the farm.',
    pair: null,
  },
  /** Ends where the name of the receiver must follow. */
  names: { text: 'Then, Mary and John went to the store, and John gave a drink to', pair: null },
  market: { text: 'On the way to the market I bought apples. They tasted sweet.', pair: null },
  cats: { text: 'The cat sat on the mat.', pair: 'The cat lay on the rug.' },
} as const satisfies Readonly<Record<string, { readonly text: string; readonly pair: string | null }>>;

export type TextName = keyof typeof TEXTS;

/** A list of names, each checked. */
export function texts(...names: readonly TextName[]): readonly TextName[] {
  return names;
}

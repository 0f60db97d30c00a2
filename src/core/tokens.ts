/** One token of a run: a piece of the text with its place in the sequence and in the characters. */
export type Token = {
  /** Place in the sequence, from 0: the row and the column of every pattern. */
  readonly position: number;
  /** Number in the model's vocabulary. */
  readonly id: number;
  /** The vocabulary's own string, as in tokenizer.json: "Ġboy", "##ing", "[CLS]". */
  readonly piece: string;
  /** The piece as readable text: " boy", "ing", "[CLS]"; bytes that are no whole character as "<E2>". */
  readonly text: string;
  /** First UTF-16 code unit in the text (segment 0) or the pair (segment 1). */
  readonly start: number;
  /** Exclusive; equals start for a token that stands for no characters, such as an added [CLS]. */
  readonly end: number;
  /** True for [CLS], [SEP], <|endoftext|>, ...; also for [MASK]: see `isContent`. */
  readonly special: boolean;
  /** 0 for the text, 1 for the pair. */
  readonly segment: 0 | 1;
  /** Set if the model wrote it on behind what was typed. */
  readonly isWritten?: true;
};

/** Special tokens that stand for a word (a mask to be filled) are content: labels score them like words. */
export function isMaskToken(token: Token): boolean {
  return token.special && /^(\[MASK\]|<mask>)$/i.test(token.piece);
}

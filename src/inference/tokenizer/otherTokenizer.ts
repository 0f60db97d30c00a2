import { tokenizerFromSentencePiece } from './fromSentencePiece.ts';
import { tokenizerFromVocabText } from './fromVocabText.ts';
import type { Json } from './parse.ts';

/** What may lie beside a model in place of a tokenizer.json. */
type Found = {
  readonly spiece: Uint8Array | undefined;
  readonly vocabText: unknown;
  readonly tokenizerConfig: unknown;
  readonly config: unknown;
};

/** A tokenizer.json of files of other kinds; null where they are of none that is known. Throws AppError 'tokenizer-failed' for a broken one. */
export function otherTokenizer({ spiece, vocabText, tokenizerConfig, config }: Found): Json | null {
  const made = spiece === undefined ? null : tokenizerFromSentencePiece(spiece, { tokenizerConfig, config });
  if (made !== null || typeof vocabText !== 'string') return made;
  return tokenizerFromVocabText(vocabText, tokenizerConfig);
}

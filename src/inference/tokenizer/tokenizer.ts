import type { Cut } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import { normaliseBert } from './align/bertNormalizer.ts';
import { byteLevelAligner } from './align/byteLevel.ts';
import { mapNormalised } from './align/charMap.ts';
import { mapIdentity } from './align/mappedText.ts';
import type { Aligner, MappedText } from './align/mappedText.ts';
import { unigramAligner } from './align/unigram.ts';
import { wordPieceAligner } from './align/wordPiece.ts';
import { makeSplitter } from './addedTokens.ts';
import { arrange } from './arrange.ts';
import type { SequenceToken } from './arrange.ts';
import { openLibrary } from './library.ts';
import type { LibraryTokenizer } from './library.ts';
import { fail } from './parse.ts';
import { isRecord } from '../../core/isRecord.ts';
import { makePieceText } from './readable.ts';
import { takesPair } from './template.ts';
import { findMaskToken, parseTokenizerFile } from './tokenizerFile.ts';
import type { PieceStyle, TokenizerFile } from './tokenizerFile.ts';

/** A text as the model takes it. Shape: typeIds [tokens.length]; cut is null where everything fitted. */
export type Encoding = {
  readonly tokens: readonly Token[];
  readonly typeIds: readonly number[];
  readonly cut: Cut | null;
};

/** Turns text into tokens that know their characters. */
export interface ModelTokenizer {
  /** True where the model can tell a second text from the first. */
  readonly takesPair: boolean;
  /** The name to type for a hidden word, for example "[MASK]"; null where the model has none. */
  readonly maskToken: string | null;
  /**
   * Tokens of the text, and of the pair unless that is null, with the model's special tokens around them.
   * Offsets count UTF-16 code units of the text (segment 0) or the pair (segment 1).
   * Longer texts are cut from the end, the longer of two first; special tokens stay.
   * Throws AppError 'tokenizer-failed' if maxTokens has no room for the special tokens.
   */
  encode(text: string, pair: string | null, maxTokens: number): Encoding;
  /** Readable text of a vocabulary id, also of one that the text does not have: for predictions. */
  pieceText(id: number): string;
  /** Whether the files call the token of an id special. */
  isSpecial(id: number): boolean;
}

/**
 * Makes a tokenizer from a parsed tokenizer.json and tokenizer_config.json (null where a model comes without one).
 * Ids are those of transformers.js, except where that differs from Hugging Face's tokenizers, which trained the
 * models: see align/bertNormalizer.ts and library.ts.
 * Throws AppError 'tokenizer-failed' where the files are broken or of an unknown kind.
 */
export function createTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown): ModelTokenizer {
  const config = tokenizerConfig ?? {};
  if (!isRecord(config)) return fail('tokenizer_config.json is not an object');
  if (!isRecord(tokenizerJson)) return fail('tokenizer.json is not an object');
  const file = parseTokenizerFile(tokenizerJson);
  const encodeText = makeTextEncoder(file, openLibrary(tokenizerJson, config, file));
  const pieceText = makePieceText(file);
  const special = new Set(file.added.flatMap((token) => (token.special ? [token.id] : [])));
  return {
    takesPair: takesPair(file.templates),
    maskToken: findMaskToken(config, file.added),
    pieceText,
    isSpecial: (id) => special.has(id),
    encode(text, pair, maxTokens) {
      const template = pair === null ? file.templates.single : file.templates.pair;
      const texts = [text, pair ?? ''] as const;
      const sequences = [encodeText(text), pair === null ? [] : encodeText(pair)] as const;
      return arrange(template, texts, sequences, maxTokens, (id) => ({
        piece: file.pieces[id] ?? '',
        text: pieceText(id),
      }));
    },
  };
}

function makeTextEncoder(file: TokenizerFile, library: LibraryTokenizer): (text: string) => readonly SequenceToken[] {
  const split = makeSplitter(file.added.filter((token) => !(token.normalized && file.hasNormalizer)));
  const align = ALIGNERS[file.style](file);
  return (text) => {
    const tokens: SequenceToken[] = [];
    let before: string | null = null;
    for (const { start, end, token } of split(text)) {
      if (token !== null) {
        tokens.push({ id: token.id, start, end, special: token.special });
        before = token.content;
        continue;
      }
      const section = text.slice(start, end);
      const mapped = normalise(section, file, library);
      // BERT's text is handed over normalised, which changes nothing more; other normalizers may not be run twice.
      const found = library.encode(file.bert === null ? section : mapped.text, before);
      const spans = align(found.pieces, mapped);
      found.ids.forEach((id, i) => {
        const span = spans[i] ?? { start: 0, end: 0 };
        tokens.push({ id, start: start + span.start, end: start + span.end, special: false });
      });
    }
    return tokens;
  };
}

function normalise(section: string, file: TokenizerFile, library: LibraryTokenizer): MappedText {
  if (file.bert !== null) return normaliseBert(section, file.bert);
  return library.normalise === null ? mapIdentity(section) : mapNormalised(section, library.normalise);
}

const ALIGNERS: Readonly<Record<PieceStyle, (file: TokenizerFile) => Aligner>> = {
  byteLevel: (file) => byteLevelAligner(file.endOfWord),
  wordPiece: (file) => wordPieceAligner({ continuation: file.continuation, unknown: file.unknown }),
  metaspace: (file) => unigramAligner(file.unknown),
};

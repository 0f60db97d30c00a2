import { PreTrainedTokenizer } from '@xenova/transformers';
import { messageOf } from '../errors.ts';
import { encodeUtf8 } from './bytes.ts';
import type { Normaliser } from './align/charMap.ts';
import { fail } from './parse.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { Json } from './parse.ts';
import type { TokenizerFile } from './tokenizerFile.ts';

/** Pieces as the library wrote them (an unknown piece may be the text itself) and their ids, same length. */
type Pieces = { readonly pieces: readonly string[]; readonly ids: readonly number[] };

/** The part of transformers.js that is used: text to pieces, without template, places or files. */
export interface LibraryTokenizer {
  /** Pieces of one section; `before` is the added token that stands in front of it, for tokenizers that look back. */
  encode(section: string, before: string | null): Pieces;
  /** The tokenizer.json's normalizer, or null where it has none. */
  readonly normalise: Normaliser | null;
}

/**
 * Opens transformers.js on files that are already here: it fetches nothing and its ONNX Runtime is never started.
 * Throws AppError 'tokenizer-failed' with the library's own words, also when it is used.
 */
export function openLibrary(json: Json, config: Json, file: TokenizerFile): LibraryTokenizer {
  const tokenizer = construct(json, config);
  const { normalizer } = tokenizer;
  const idOf = new Map(file.pieces.flatMap((piece, id) => (piece === undefined ? [] : [[piece, id] as const])));
  return {
    normalise: normalizer === null ? null : (text) => orFail(() => normalizer.normalize(text)),
    encode(section, before) {
      const encoded = orFail(() => tokenizer.encode((before ?? '') + section, { add_special_tokens: false }));
      if (!encoded.tokens.every(isPiece) || !encoded.ids.every(isId)) return fail('it gives pieces without text or id');
      const nBefore = before === null ? 0 : 1;
      const found = { pieces: encoded.tokens.slice(nBefore), ids: encoded.ids.slice(nBefore) };
      return file.splitsUnknown ? splitUnknown(found, idOf) : found;
    },
  };
}

function construct(json: Json, config: Json): PreTrainedTokenizer['_tokenizer'] {
  // The library wants every part named, if only as null.
  const parts = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [] };
  const { _tokenizer: tokenizer } = orFail(
    () => new PreTrainedTokenizer({ ...parts, ...json }, withPlainTokens(config)),
  );
  return tokenizer;
}

/** What the library throws as the declared error: it trusts the file. */
function orFail<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    return fail(messageOf(error));
  }
}

// An entry that was left out of the file comes out as null or undefined, whatever the types say.
function isPiece(piece: unknown): boolean {
  return typeof piece === 'string';
}

function isId(id: unknown): boolean {
  return Number.isSafeInteger(id);
}

// Configs name a special token by its text or by an object that holds it; the library takes few of the latter.
function withPlainTokens(config: Json): Json {
  const entries = Object.entries(config).map(([key, value]) => {
    return [key, key.endsWith('_token') && isRecord(value) ? value['content'] : value];
  });
  return Object.fromEntries(entries);
}

/** Unigram's byte fallback, which the library leaves out: an unknown piece becomes its bytes if all have pieces. */
function splitUnknown({ pieces, ids }: Pieces, idOf: ReadonlyMap<string, number>): Pieces {
  const out: { pieces: string[]; ids: number[] } = { pieces: [], ids: [] };
  pieces.forEach((piece, i) => {
    const names = idOf.has(piece) ? [] : Array.from(encodeUtf8(piece), byteName);
    const byteIds = names.map((name) => idOf.get(name));
    const isSplit = names.length > 0 && byteIds.every((id) => id !== undefined);
    out.pieces.push(...(isSplit ? names : [piece]));
    out.ids.push(...(isSplit ? byteIds.filter((id) => id !== undefined) : ids.slice(i, i + 1)));
  });
  return out;
}

function byteName(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}

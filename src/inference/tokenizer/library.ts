import { PreTrainedTokenizer } from '@xenova/transformers';
import { encodeUtf8 } from './bytes.ts';
import type { Normaliser } from './align/charMap.ts';
import { fail, isRecord } from './parse.ts';
import type { Json } from './parse.ts';
import type { TokenizerFile } from './tokenizerFile.ts';

/** Pieces as the library wrote them (an unknown piece may be the text itself) and their ids, same length. */
export type Pieces = { readonly pieces: readonly string[]; readonly ids: readonly number[] };

/** The part of transformers.js that is used: text to pieces, without template, places or files. */
export interface LibraryTokenizer {
  /** Pieces of one section; `before` is the added token that stands in front of it, for tokenizers that look back. */
  encode(section: string, before: string | null): Pieces;
  /** The tokenizer.json's normalizer, or null where it has none. */
  readonly normalise: Normaliser | null;
}

/**
 * Opens transformers.js on files that are already here: it fetches nothing and its ONNX Runtime is never started.
 * Throws AppError 'tokenizer-failed' with the library's own words.
 */
export function openLibrary(json: Json, config: Json, file: TokenizerFile): LibraryTokenizer {
  const tokenizer = construct(json, config);
  const { normalizer } = tokenizer;
  const idOf = new Map(file.pieces.map((piece, id) => [piece, id]));
  return {
    normalise: normalizer === null ? null : (text) => normalizer.normalize(text),
    encode(section, before) {
      const encoded = tokenizer.encode((before ?? '') + section, { add_special_tokens: false });
      const nBefore = before === null ? 0 : 1;
      const found = { pieces: encoded.tokens.slice(nBefore), ids: encoded.ids.slice(nBefore) };
      return file.splitsUnknown ? splitUnknown(found, idOf) : found;
    },
  };
}

function construct(json: Json, config: Json): PreTrainedTokenizer['_tokenizer'] {
  try {
    // The library wants every part named, if only as null.
    const parts = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [] };
    const { _tokenizer: tokenizer } = new PreTrainedTokenizer({ ...parts, ...json }, withPlainTokens(config));
    return tokenizer;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

// Configs name a special token by its text or by an object that holds it; the library takes few of the latter.
function withPlainTokens(config: Json): Json {
  const entries = Object.entries(config).map(([key, value]) => {
    return [key, key.endsWith('_token') && isRecord(value) ? value['content'] : value];
  });
  return Object.fromEntries(entries);
}

/** Unigram's byte fallback, which the library leaves out: an unknown piece becomes its bytes if all have pieces. */
function splitUnknown({ pieces, ids }: Pieces, idOf: ReadonlyMap<string | undefined, number>): Pieces {
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

import { AppError } from '../../core/errors.ts';
import type { Cut } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import { readIds } from '../../core/modelInputs.ts';
import type { TokenIds } from '../runtime/feeds.ts';
import type { PreparedModel } from '../run/prepared.ts';
import type { Encoding, ModelTokenizer } from '../tokenizer/tokenizer.ts';

/** The ids that the model is fed for an encoding. */
export function idsOf({
  tokens,
  typeIds,
  nPadding,
}: Pick<PaddedEncoding, 'tokens' | 'typeIds' | 'nPadding'>): TokenIds {
  const ids = tokens.map((token) => token.id);
  return nPadding === undefined ? { ids, typeIds } : { ids, typeIds, nPadding };
}

/** An encoding as long as the graph demands. */
type PaddedEncoding = Encoding & { readonly nPadding?: number };

/** Fills an encoding up with padding tokens where the graph takes sequences of one length only. */
export function fillUp({ tokenizer, config, sequence }: PreparedModel, encoding: Encoding): PaddedEncoding {
  const nPadding = Math.max(0, (sequence.length ?? 0) - encoding.tokens.length);
  if (nPadding === 0) return encoding;
  const { tokens, typeIds } = encoding;
  const id = config.padId ?? 0;
  const text = tokenizer?.pieceText(id) ?? '[PAD]';
  const last = tokens.at(-1);
  const [end, segment] = [last?.end ?? 0, last?.segment ?? 0];
  const padding = Array.from({ length: nPadding }, (_, i): Token => {
    return { position: tokens.length + i, id, piece: text, text, start: end, end, special: true, segment };
  });
  return { ...encoding, tokens: [...tokens, ...padding], typeIds: [...typeIds, ...padding.map(() => 0)], nPadding };
}

/** Token ids as tokens that show as their numbers, with places in `writeIds(ids)`; cut to `maxTokens`. */
export function encodeIds(ids: readonly number[], maxTokens: number): Encoding {
  let end = -1;
  const all = ids.map((id, position): Token => {
    const piece = String(id);
    const start = end + 1;
    end = start + piece.length;
    return { position, id, piece, text: piece, start, end, special: false, segment: 0 };
  });
  const tokens = all.slice(0, maxTokens);
  const first = all[maxTokens];
  const cut: Cut | null = first ? { nTokensWanted: ids.length, segment: 0, offset: first.start } : null;
  return { tokens, typeIds: tokens.map(() => 0), cut };
}

/** The text that stands for a list of ids. */
export function writeIds(ids: readonly number[]): string {
  return ids.join(' ');
}

/** A text as tokens; numbers where the model came without a tokenizer. Throws AppError 'bad-input'. */
export function encodeText(tokenizer: ModelTokenizer | null, text: string, maxTokens: number): Encoding {
  return tokenizer ? tokenizer.encode(text, null, maxTokens) : encodeIds(readIds(text), maxTokens);
}

/** A target as the decoder reads it: the start token, then the text, whose places count in `text`. */
export type Target = { readonly tokens: readonly Token[]; readonly text: string; readonly cut: Cut | null };

/** The id that the decoder reads first. Throws AppError 'file-missing' where no file names it. */
export function startOf({ generation }: PreparedModel): number {
  if (generation.start !== null) return generation.start;
  throw new AppError(
    'file-missing',
    'no file says which token a target begins with (decoder_start_token_id): open config.json and generation_config.json together with the model',
  );
}

/**
 * A typed target behind its start token. Of what the tokenizer adds, an end token is left out, because the decoder would
 * only predict it, and so is a start token; where the text begins with special tokens of its own, all before them are.
 */
export function encodeTarget(model: PreparedModel, text: string, maxTokens: number): Target {
  const { tokenizer, generation } = model;
  const id = startOf(model);
  // Room for the start token and the end token of the tokenizer, which go, and for one start token.
  const { tokens, cut } = encodeText(tokenizer, text, maxTokens + 1);
  const last = tokens.at(-1);
  const end = tokenizer && last?.special && generation.ends.includes(last.id) ? tokens.length - 1 : tokens.length;
  const typed = tokens.slice(tokenizer ? nAddedBefore(tokens, id) : 0, end);
  const kept = typed.slice(0, maxTokens - 1);
  const nWanted = (cut?.nTokensWanted ?? tokens.length) - tokens.length + typed.length + 1;
  const offset = typed[kept.length]?.start ?? cut?.offset;
  return {
    tokens: renumber([startToken(tokenizer, id), ...kept], 1),
    text,
    cut: offset === undefined ? null : { nTokensWanted: nWanted, segment: 1, offset },
  };
}

/** Tokens at the head of a target that the start token, or special tokens of the text, stand for. */
function nAddedBefore(tokens: readonly Token[], start: number): number {
  const isTyped = ({ start: from, end }: Token) => end > from;
  const nAdded = tokens.findIndex((token) => !token.special || isTyped(token));
  const own = tokens[nAdded];
  const nBefore = own?.special ? nAdded : 0;
  const first = tokens[nBefore];
  return first?.special && first.id === start ? nBefore + 1 : nBefore;
}

/** A target that the model wrote: ids with the start token first. */
export function decodeTarget({ tokenizer }: PreparedModel, ids: readonly number[]): Target {
  const [start = 0, ...written] = ids;
  const first = startToken(tokenizer, start);
  if (!tokenizer) {
    return {
      tokens: renumber([first, ...encodeIds(written, written.length).tokens], 1),
      text: writeIds(written),
      cut: null,
    };
  }
  let text = '';
  const tokens = written.map((id, index): Token => {
    const piece = tokenizer.pieceText(id);
    // The space before the first word belongs to no text.
    const added = index === 0 ? piece.replace(/^ /, '') : piece;
    const begin = text.length;
    text += added;
    const special = tokenizer.isSpecial(id);
    return { position: 0, id, piece, text: piece, start: begin, end: text.length, special, segment: 1 };
  });
  return { tokens: renumber([first, ...tokens], 1), text, cut: null };
}

/** What a decoder reads that makes its own input out of the source: the same tokens, one place later. */
export function shiftRight(
  tokenizer: ModelTokenizer | null,
  tokens: readonly Token[],
  start: number,
): readonly Token[] {
  return renumber([startToken(tokenizer, start), ...tokens.slice(0, -1)], 0);
}

function startToken(tokenizer: ModelTokenizer | null, id: number): Token {
  const piece = tokenizer?.pieceText(id) ?? String(id);
  return { position: 0, id, piece, text: piece, start: 0, end: 0, special: true, segment: 0 };
}

function renumber(tokens: readonly Token[], segment: 0 | 1): readonly Token[] {
  return tokens.map((token, position) => ({ ...token, position, segment }));
}

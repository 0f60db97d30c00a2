import { AppError } from '../../core/errors.ts';
import type { BertNormalizerOptions } from './align/bertNormalizer.ts';
import { parseTemplates } from './template.ts';
import type { Templates } from './template.ts';
import { bool, fail, records, text } from './parse.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { Json } from './parse.ts';

/** A token that is looked for in the text by its own name before anything else happens to it. */
export type AddedToken = {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  /** True where the name is looked for in the normalised text, not in the text as typed. */
  readonly normalized: boolean;
  /** Takes the spaces before it (lstrip) or after it (rstrip). */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
};

/** How pieces are written: bytes as letters, "##" continuations, or "▁" for spaces. */
export type PieceStyle = 'byteLevel' | 'wordPiece' | 'metaspace';

/** What the aligner and the readable text need to know of a tokenizer.json. */
export type TokenizerFile = {
  readonly style: PieceStyle;
  /** Index is the token id; ids without a piece are holes. */
  readonly pieces: readonly (string | undefined)[];
  readonly added: readonly AddedToken[];
  readonly unknown: string | null;
  /** WordPiece's mark of a piece that continues a word: "##". */
  readonly continuation: string;
  /** Mark of a piece that ends a word ("</w>"), or null. */
  readonly endOfWord: string | null;
  /** True for a Unigram model whose unknown characters become byte pieces. */
  readonly splitsUnknown: boolean;
  readonly bert: BertNormalizerOptions | null;
  readonly hasNormalizer: boolean;
  readonly templates: Templates;
};

/**
 * Reads a parsed tokenizer.json.
 * Throws AppError 'tokenizer-failed' where a part is missing or of a kind that the product does not know.
 */
export function parseTokenizerFile(json: unknown): TokenizerFile {
  if (!isRecord(json)) return fail('tokenizer.json is not an object');
  const model = json['model'];
  if (!isRecord(model)) return fail('tokenizer.json has no model');
  const added = records(json['added_tokens']).map(parseAdded);
  const pieces = parsePieces(model['vocab'], added);
  const style = parseStyle(model, json);
  return {
    style,
    pieces,
    added,
    unknown: parseUnknown(model, pieces),
    continuation: text(model['continuing_subword_prefix']) ?? '##',
    endOfWord: text(model['end_of_word_suffix']),
    splitsUnknown: model['type'] === 'Unigram' && bool(model['byte_fallback'], false),
    bert: parseBertNormalizer(json['normalizer']),
    hasNormalizer: isRecord(json['normalizer']),
    templates: parseTemplates(json['post_processor'], (piece) => pieces.indexOf(piece)),
  };
}

/** The mask token of tokenizer_config.json, or one of the added tokens that is named like a mask; else null. */
export function findMaskToken(config: Json, added: readonly AddedToken[]): string | null {
  const entry = config['mask_token'];
  const named = text(isRecord(entry) ? entry['content'] : entry);
  if (named !== null) return named;
  return added.find((token) => token.special && /^(\[MASK\]|<mask>)$/i.test(token.content))?.content ?? null;
}

function parseAdded(entry: Json): AddedToken {
  const content = text(entry['content']);
  const id = entry['id'];
  if (content === null || content === '' || typeof id !== 'number') return fail('an added token has no content or id');
  const special = bool(entry['special'], false);
  return {
    id,
    content,
    special,
    normalized: bool(entry['normalized'], !special),
    lstrip: bool(entry['lstrip'], false),
    rstrip: bool(entry['rstrip'], false),
  };
}

/** So many ids may stand in a table whatever its entries are; and so many for each entry. */
const FREE_IDS = 2 ** 20;
const IDS_PER_ENTRY = 16;

/**
 * A vocabulary is an object piece -> id (BPE, WordPiece) or a list of [piece, score] in id order (Unigram). Ids may have
 * holes, but the table may not be larger than what fills it warrants.
 */
function parsePieces(vocab: unknown, added: readonly AddedToken[]): (string | undefined)[] {
  const entries: (readonly [piece: string, id: number])[] = [];
  if (Array.isArray(vocab)) {
    for (const [id, entry] of vocab.entries()) {
      const piece = text(Array.isArray(entry) ? entry[0] : entry);
      if (piece === null) return fail('the vocabulary has an entry without a piece');
      entries.push([piece, id]);
    }
  } else if (isRecord(vocab)) {
    for (const [piece, id] of Object.entries(vocab)) {
      if (typeof id !== 'number') return fail(`the vocabulary has no id for ${piece}`);
      entries.push([piece, id]);
    }
  }
  if (entries.length === 0) return fail('the vocabulary is missing or empty');
  const nIds = Math.max(FREE_IDS, IDS_PER_ENTRY * (entries.length + added.length));
  const pieces: (string | undefined)[] = [];
  const place = (piece: string, id: number): void => {
    if (!Number.isInteger(id) || id < 0) fail(`the vocabulary has the id ${id}, which is no whole number from 0 on`);
    if (id >= nIds) fail(`the vocabulary has the id ${id}, though it has only ${entries.length} entries`);
    // Filled, since what walks a list takes a hole for its end or leaves it out.
    while (pieces.length < id) pieces.push(undefined);
    pieces[id] = piece;
  };
  for (const [piece, id] of entries) place(piece, id);
  for (const { content, id } of added) place(content, id);
  return pieces;
}

function parseStyle(model: Json, json: Json): PieceStyle {
  const type = text(model['type']) ?? ('merges' in model ? 'BPE' : 'none');
  if (type === 'WordPiece') return 'wordPiece';
  if (type === 'Unigram') return 'metaspace';
  if (type !== 'BPE') throw new AppError('tokenizer-failed', `tokenizer model of type ${type} is not supported`);
  return mentions(json['pre_tokenizer'], 'ByteLevel') || mentions(json['decoder'], 'ByteLevel')
    ? 'byteLevel'
    : 'metaspace';
}

/** True where the part is of this type or is a sequence that has one. */
function mentions(part: unknown, type: string): boolean {
  if (!isRecord(part)) return false;
  if (part['type'] === type) return true;
  return [...records(part['pretokenizers']), ...records(part['decoders'])].some((inner) => mentions(inner, type));
}

function parseUnknown(model: Json, pieces: readonly (string | undefined)[]): string | null {
  const id = model['unk_id'];
  return text(model['unk_token']) ?? (typeof id === 'number' ? (pieces[id] ?? null) : null);
}

function parseBertNormalizer(normalizer: unknown): BertNormalizerOptions | null {
  if (!isRecord(normalizer) || normalizer['type'] !== 'BertNormalizer') return null;
  const lowercase = bool(normalizer['lowercase'], true);
  return {
    cleanText: bool(normalizer['clean_text'], true),
    spaceChinese: bool(normalizer['handle_chinese_chars'], true),
    stripAccents: bool(normalizer['strip_accents'], lowercase),
    lowercase,
  };
}

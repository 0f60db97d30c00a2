import type { AttentionKind } from '../tensor.ts';
import { refuse } from '../files/arrays.ts';
import type { ArrayAbout, NumberArray, TextArray } from '../files/arrays.ts';
import { parseJsonText } from '../files/json.ts';
import { isRecord } from '../isRecord.ts';
import type { PackedStack } from './packRecorded.ts';
import { tokensOfPieces } from './pieces.ts';
import type { ReadTokens } from './pieces.ts';

/** Which axis a list of tokens names; `both` where its name does not tell. */
type Side = 'query' | 'key' | 'both';

/** A list of tokens as a file has it: the pieces, or only their numbers in the vocabulary. */
export type TokenList = {
  readonly side: Side;
  /** How many sentences the list was one of. */
  readonly nSentences: number;
  readonly pieces: readonly string[] | null;
  readonly ids: readonly number[] | null;
};

/** The tokens of both axes; for attention of a sequence to itself twice the same. */
export type SidedTokens = { readonly query: ReadTokens; readonly key: ReadTokens };

/** The token list that a value of JSON is, or null: texts, numbers, or objects with `piece` or `text`; of a batch the first. */
export function tokenListOf(name: string, value: unknown): TokenList | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const isBatch = value.every(Array.isArray);
  const items: readonly unknown[] = isBatch ? (value[0] ?? []) : value;
  const about = { side: sideOf(name), nSentences: isBatch ? value.length : 1 };
  if (items.length === 0) return null;
  if (items.every((item) => typeof item === 'number')) return { ...about, pieces: null, ids: items };
  const pieces = items.map((item) => (isRecord(item) ? (item['piece'] ?? item['text']) : item));
  return pieces.every((piece) => typeof piece === 'string') ? { ...about, pieces, ids: null } : null;
}

/** Whether a name says that a list holds the tokens of the recording. */
export function namesTokens(name: string): boolean {
  const isList = /(^|[^a-z])(tokens?|pieces?|words?|ids)([^a-z]|$)/i.test(name);
  const isSide = /^(query|queries|keys?|source|target|src|tgt|encoder|decoder)$/i.test(name);
  // Configurations have lists of other tokens: "suppress_tokens", "forced_decoder_ids".
  return (isList || isSide) && !/special|added|type|suppress|forced|bad|mask/i.test(name);
}

/** The token lists among the arrays of a file; a single list of texts needs no telling name. */
export function tokenListsOf(numbers: readonly NumberArray[], texts: readonly TextArray[]): readonly TokenList[] {
  const rows = texts.filter(({ shape }) => shape.length === 1 || shape.length === 2);
  const named = rows.filter(({ name }) => namesTokens(name));
  const chosen = named.length > 0 || rows.length !== 1 ? named : rows;
  const ids = numbers
    .filter(({ shape }) => (shape.length === 1 || shape.length === 2) && !shape.includes(0))
    .map((array) => ({
      ...aboutList(array),
      pieces: null,
      ids: Array.from(array.read().subarray(0, array.shape.at(-1))),
    }));
  return [
    ...chosen.map((array) => ({ ...aboutList(array), pieces: array.texts, ids: null })),
    ...ids.filter((list) => list.ids.every(Number.isSafeInteger)),
  ];
}

function aboutList({ name, shape }: ArrayAbout): Pick<TokenList, 'side' | 'nSentences'> {
  return { side: sideOf(name), nSentences: shape.length === 2 ? (shape[0] ?? 1) : 1 };
}

/** The token lists in the notes of a .safetensors file, where a list is JSON text. */
export function tokenListsInNotes(metadata: Readonly<Record<string, string>>): readonly TokenList[] {
  return Object.entries(metadata).flatMap(([name, text]) => {
    if (!namesTokens(name) || !text.trimStart().startsWith('[')) return [];
    const list = tokenListOf(name, parseJsonText(text, `the list ${name} in __metadata__`));
    return list ? [list] : [];
  });
}

/**
 * The tokens of both axes of a recording with the given stacks; positions are numbered, with a warning, where no list is given.
 * Decoder queries are the queries of cross-attention, encoder tokens its keys.
 * Throws AppError 'bad-recording' if a list and an axis differ in length.
 */
export function sidedTokens(
  lists: readonly TokenList[],
  stacks: readonly PackedStack[],
  warnings: string[],
): SidedTokens {
  const ofKind = (wanted: AttentionKind) => stacks.find(({ tensor }) => tensor.kind === wanted)?.tensor;
  const [encoder, decoder, cross] = [ofKind('encoder'), ofKind('decoder'), ofKind('cross')];
  const nQueries = agree(decoder?.nQueries, cross?.nQueries, 'decoder') ?? encoder?.nQueries ?? 0;
  const nKeys = agree(encoder?.nQueries, cross?.nKeys, 'encoder') ?? decoder?.nQueries ?? 0;
  const nFed = stacks.some(({ isGenerated }) => isGenerated === true) ? nQueries : null;
  const [query, key, both] = (['query', 'key', 'both'] as const).map((side) =>
    withoutLast(listFor(lists, side), nFed, warnings),
  );
  if (stacks.length === 1 && !cross) {
    const own = decoder ? (query ?? both ?? key) : (key ?? both ?? query);
    const tokens = tokensFor(own, nQueries, 'tokens', warnings);
    return { query: tokens, key: tokens };
  }
  const isBothQuery =
    both !== undefined && !query && (key !== undefined || lengthOf(both) === nQueries || lengthOf(both) !== nKeys);
  return {
    query: tokensFor(query ?? (isBothQuery ? both : undefined), nQueries, 'query tokens', warnings),
    key: tokensFor(key ?? (isBothQuery ? undefined : both), nKeys, 'key tokens', warnings),
  };
}

function agree(own: number | undefined, cross: number | undefined, stack: string): number | undefined {
  if (own !== undefined && cross !== undefined && own !== cross) {
    const isStep = cross === 1 && own > 1;
    refuse(
      `the ${stack}'s own attention has ${own} positions, cross-attention ${cross}${isStep ? '; of a text that generate() wrote, feed the finished text through the model once more' : ''}`,
    );
  }
  return own ?? cross;
}

/** Pieces and ids of one side may lie in two lists. */
function listFor(lists: readonly TokenList[], side: Side): TokenList | undefined {
  const own = lists.filter((list) => list.side === side);
  const pieces = own.find((list) => list.pieces)?.pieces ?? null;
  const ids = own.find((list) => list.ids)?.ids ?? null;
  return (pieces ?? ids) ? { side, nSentences: own[0]?.nSentences ?? 1, pieces, ids } : undefined;
}

/** The last token that generate() wrote was not fed again: it has no row. */
function withoutLast(list: TokenList | undefined, nFed: number | null, warnings: string[]): TokenList | undefined {
  if (list === undefined || nFed === null || lengthOf(list) !== nFed + 1) return list;
  const { pieces, ids } = list;
  warnings.push('The last token that was generated was not looked from: it is left out.');
  return { ...list, pieces: pieces?.slice(0, nFed) ?? null, ids: ids?.slice(0, nFed) ?? null };
}

function lengthOf({ pieces, ids }: TokenList): number {
  return pieces?.length ?? ids?.length ?? 0;
}

function tokensFor(list: TokenList | undefined, count: number, what: string, warnings: string[]): ReadTokens {
  if (!list) {
    warnings.push(`No ${what} were given: positions are numbered.`);
    return tokensOfPieces(
      Array.from({ length: count }, (_, position) => String(position)),
      null,
    );
  }
  const length = lengthOf(list);
  if (length !== count) refuse(`${length} ${what} for patterns of ${count} positions`);
  const ids = list.ids?.length === count ? list.ids : null;
  return tokensOfPieces(list.pieces ?? (ids ?? []).map(String), ids);
}

function sideOf(name: string): Side {
  if (/quer|decoder|target|tgt/i.test(name)) return 'query';
  return /key|encoder|source|src/i.test(name) ? 'key' : 'both';
}

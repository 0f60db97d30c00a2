import type { Token } from '../tokens.ts';
import { bytesOfPiece, readableBytes } from '../byteAlphabet.ts';
import { isByteLevel } from './byteLevel.ts';

/** Tokens and the text that their `start` and `end` count in. */
export type ReadTokens = { readonly tokens: readonly Token[]; readonly text: string };

/**
 * Tokens of pieces as Python tokenizers give them: "Ġboy", "▁boy", "##ing", "boy</w>", "un@@", or text as it is (" boy" or
 * plain words). Without ids, equal pieces get equal ids, which is all that labels ask of them. Special tokens stand for no
 * characters.
 */
export function tokensOfPieces(pieces: readonly string[], ids: readonly number[] | null): ReadTokens {
  const read = readerFor(pieces);
  const known = new Map<string, number>();
  let line = '';
  let before: string | null = null;
  const tokens = pieces.map((piece, position): Token => {
    const special = isSpecialPiece(piece);
    const { text, isJoined } = special ? { text: piece, isJoined: false } : read(piece, before);
    if (!special && !isJoined && line !== '') line += ' ';
    const start = line.length;
    if (!special) line += text;
    before = special ? null : piece;
    if (!known.has(piece)) known.set(piece, known.size);
    const id = ids?.[position] ?? known.get(piece) ?? 0;
    return { position, id, piece, text, start, end: line.length, special, segment: 0 };
  });
  return { tokens, text: line };
}

/** Square brackets, bars (also the wide ones of DeepSeek), or a tag; not "<0x0A>" and "<E2>", which are bytes, nor a word's end. */
const SPECIAL =
  /^(\[(\/?[A-Z]+(_[A-Z]+)*\d*|[a-z]?[A-Z]+|unused\d+)\]|<\|[^\s<>]+\|>|<｜[^\s<>]+｜>|<(?!0x|[0-9A-F]{2}>|\/w>)\/?[A-Za-z_][\w-]*>)$/;

/** Whether a piece is a special token by its looks: "[CLS]", "<s>", "</s>", "<BOS>", "<|endoftext|>", "<extra_id_0>". */
export function isSpecialPiece(piece: string): boolean {
  return SPECIAL.test(piece);
}

/** How a piece reads after the one before it, null after none or after a special token. */
type Reader = (piece: string, before: string | null) => { readonly text: string; readonly isJoined: boolean };

const END_OF_WORD = /<\/w>$/;
const GOES_ON = /(?<=.)@@$/;

/** One reader for the whole list: a single piece does not tell which vocabulary it is of. */
function readerFor(pieces: readonly string[]): Reader {
  const runs = runsOf(pieces);
  const plain = runs.flat();
  if (plain.some((piece) => piece.startsWith('▁'))) return readMetaspace;
  if (plain.some((piece) => END_OF_WORD.test(piece))) {
    const decode = decoderFor(runs.map((run) => run.map((piece) => piece.replace(END_OF_WORD, ''))));
    return (piece, before) => ({
      text: decode(piece.replace(END_OF_WORD, '')),
      isJoined: before !== null && !END_OF_WORD.test(before),
    });
  }
  if (plain.some((piece) => GOES_ON.test(piece))) {
    return (piece, before) => ({
      text: piece.replace(GOES_ON, ''),
      isJoined: before !== null && GOES_ON.test(before),
    });
  }
  if (isByteLevel(runs)) {
    const decode = decoderFor(runs);
    return (piece) => ({ text: decode(piece), isJoined: true });
  }
  if (plain.some((piece) => /^\s/.test(piece))) return (text) => ({ text, isJoined: true });
  return (piece) => {
    const isJoined = piece.startsWith('##') && piece.length > 2;
    return { text: isJoined ? piece.slice(2) : piece, isJoined };
  };
}

/** Stretches of pieces between special tokens. */
function runsOf(pieces: readonly string[]): readonly (readonly string[])[] {
  const runs: string[][] = [[]];
  for (const piece of pieces) {
    if (isSpecialPiece(piece)) runs.push([]);
    else runs.at(-1)?.push(piece);
  }
  return runs;
}

/** Pieces with a letter that stands for no byte are added tokens ("    " in vocabularies of code), and read as they are. */
function decoderFor(runs: readonly (readonly string[])[]): (piece: string) => string {
  if (!isByteLevel(runs)) return (piece) => piece;
  return (piece) => {
    const bytes = bytesOfPiece(piece);
    return bytes === null ? piece : readableBytes(bytes);
  };
}

function readMetaspace(piece: string): ReturnType<Reader> {
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(piece)?.[1];
  const text = byte === undefined ? piece.replaceAll('▁', ' ') : readableBytes([Number.parseInt(byte, 16)]);
  return { text, isJoined: true };
}

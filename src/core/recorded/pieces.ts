import type { Token } from '../tokens.ts';
import { characterAt } from './utf8.ts';

/** Tokens and the text that their `start` and `end` count in. */
export type ReadTokens = { readonly tokens: readonly Token[]; readonly text: string };

/**
 * Tokens of pieces as Python tokenizers give them: "Ġboy", "▁boy", "##ing", or text as it is (" boy" or plain words).
 * Without ids, equal pieces get equal ids, which is all that labels ask of them. Special tokens stand for no characters.
 */
export function tokensOfPieces(pieces: readonly string[], ids: readonly number[] | null): ReadTokens {
  const read = readerFor(pieces);
  const known = new Map<string, number>();
  let line = '';
  const tokens = pieces.map((piece, position): Token => {
    const special = SPECIAL.test(piece);
    const { text, isJoined } = special ? { text: piece, isJoined: false } : read(piece);
    if (!special && !isJoined && line !== '') line += ' ';
    const start = line.length;
    if (!special) line += text;
    if (!known.has(piece)) known.set(piece, known.size);
    const id = ids?.[position] ?? known.get(piece) ?? 0;
    return { position, id, piece, text, start, end: line.length, special, segment: 0 };
  });
  return { tokens, text: line };
}

/** "[CLS]", "<s>", "</s>", "<|endoftext|>", "<extra_id_0>"; not "<0x0A>", which is a byte. */
const SPECIAL = /^(\[[A-Z]+\d*\]|<\|[^\s<>]+\|>|<\/?(?!0x)[a-z_]+\d*>)$/;

type Reader = (piece: string) => { readonly text: string; readonly isJoined: boolean };

/** One reader for the whole list: a single piece does not tell which vocabulary it is of. */
function readerFor(pieces: readonly string[]): Reader {
  const plain = pieces.filter((piece) => !SPECIAL.test(piece));
  if (plain.some((piece) => piece.startsWith('▁'))) return readMetaspace;
  if (plain.some((piece) => /^[ĠĊ]/.test(piece)) && plain.every((piece) => bytesOf(piece) !== null))
    return readByteLevel;
  if (plain.some((piece) => /^\s/.test(piece))) return (text) => ({ text, isJoined: true });
  return (piece) => {
    const isJoined = piece.startsWith('##') && piece.length > 2;
    return { text: isJoined ? piece.slice(2) : piece, isJoined };
  };
}

function readMetaspace(piece: string): ReturnType<Reader> {
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(piece)?.[1];
  const text = byte === undefined ? piece.replaceAll('▁', ' ') : readBytes([Number.parseInt(byte, 16)]);
  return { text, isJoined: true };
}

function readByteLevel(piece: string): ReturnType<Reader> {
  return { text: readBytes(bytesOf(piece) ?? []), isJoined: true };
}

/** The letter that GPT-2's vocabulary writes for each byte: itself where it is printable, else U+0100 and on. */
const BYTE_OF_LETTER: ReadonlyMap<string, number> = new Map(letters());

function* letters(): Generator<readonly [string, number]> {
  let nMoved = 0;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    yield [String.fromCharCode(isPrintable ? byte : 0x100 + nMoved++), byte];
  }
}

function bytesOf(piece: string): readonly number[] | null {
  const bytes = Array.from(piece, (letter) => BYTE_OF_LETTER.get(letter));
  return bytes.every((byte) => byte !== undefined) ? bytes : null;
}

/** Whole characters as themselves, other bytes as "<E2>" or, several together, "<F0 9F>". */
function readBytes(bytes: readonly number[]): string {
  let text = '';
  let loose: string[] = [];
  const flush = (): void => {
    if (loose.length > 0) text += `<${loose.join(' ')}>`;
    loose = [];
  };
  for (let at = 0; at < bytes.length;) {
    const character = characterAt(bytes, at);
    if (character) {
      flush();
      text += String.fromCodePoint(character.code);
    } else loose.push((bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0'));
    at += character?.nBytes ?? 1;
  }
  flush();
  return text;
}

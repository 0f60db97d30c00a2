import type { LabelContext } from '../context.ts';
import { contextOf } from '../context.ts';

const SPECIAL = new Set(['[CLS]', '[SEP]', '[PAD]', '<s>', '</s>', '<pad>', '<|endoftext|>', '<bos>', '<eos>']);

/** A context straight from token strings: special tokens are known by their spelling, segments end after each [SEP]. */
export function contextOfStrings(
  pieces: readonly string[],
  isCausal: boolean,
  { hasSegments = false, nPadding = 0 }: { hasSegments?: boolean; nPadding?: number } = {},
): LabelContext {
  let segment = 0;
  const tokens = pieces.map((piece) => {
    const token = {
      piece,
      identity: piece,
      isSpecial: SPECIAL.has(piece.trim()),
      segment: hasSegments ? segment : 0,
      isPadding: false,
    };
    if (piece === '[SEP]') segment++;
    return token;
  });
  const pad = { piece: '[PAD]', identity: '[PAD]', isSpecial: true, segment: 0, isPadding: true };
  return contextOf([...tokens, ...Array.from({ length: nPadding }, () => pad)], isCausal);
}

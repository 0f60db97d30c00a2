import { refuse } from '../files/arrays.ts';

/** Most tokens of a sentence, and most weights of all heads, that a page can hold, draw and be moved about in without a stop. */
const MAX_TOKENS = 2048;
const MAX_WEIGHTS = 2 ** 27;

/** Bytes that a list of texts may unpack to: numpy gives each of them the room of the longest. */
export const MAX_TEXT_BYTES = 2 ** 26;

/**
 * Refuses attention that is larger than can be shown, by its shape alone: before it is unpacked, copied or drawn.
 * Shape: [layer, head, query, key]. Throws AppError 'bad-recording', with the limit and a way out.
 */
export function checkLimits(shape: readonly number[], name: string): void {
  const [nKeys = 0, nQueries = 0] = shape.toReversed();
  const claimed = `${name} is [${shape.join(', ')}]`;
  if (Math.max(nQueries, nKeys) > MAX_TOKENS) {
    refuse(
      `${claimed}: ${grouped(Math.max(nQueries, nKeys))} tokens, and up to ${grouped(MAX_TOKENS)} can be shown; save a part of the text`,
    );
  }
  const count = shape.reduce((product, length) => product * length, 1);
  if (count > MAX_WEIGHTS) {
    refuse(
      `${claimed}: ${millions(count)} million weights, and up to ${millions(MAX_WEIGHTS)} million can be shown; save fewer layers or heads, or a part of the text`,
    );
  }
}

/** 2048 -> "2,048" */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function millions(count: number): string {
  return grouped(Math.floor(count / 1e6));
}

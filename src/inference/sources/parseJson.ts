import { AppError } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { messageOf } from '../errors.ts';

/** Deeper than the JSON of any model; what reads it part by part would exhaust the stack. */
const MAX_DEPTH = 100;

/** The value of a JSON file. Throws AppError `broken` where it is none, 'unsupported-graph' where it is nested too deep. */
export function parseJson(path: string, bytes: Uint8Array, broken: ErrorCode): unknown {
  if (depthOf(bytes) > MAX_DEPTH) {
    throw new AppError('unsupported-graph', `${path} is nested more than ${MAX_DEPTH} deep`);
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new AppError(broken, `${path}: ${messageOf(error)}`);
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** How many brackets and braces are open at once, at most; those within texts do not count. */
function depthOf(bytes: Uint8Array): number {
  let [depth, deepest] = [0, 0];
  let isText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isText && byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) isText = !isText;
    else if (isText) continue;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return deepest;
}

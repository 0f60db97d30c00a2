import { counted } from '../numberWords.ts';
import type { Slices } from '../slices.ts';
import type { AttentionTensor } from '../tensor.ts';
import type { Token } from '../tokens.ts';
import { countElements, makeWeights } from '../files/arrays.ts';
import type { PackedStack } from './packRecorded.ts';
import { tokensOfPieces } from './pieces.ts';
import type { ReadTokens } from './pieces.ts';
import type { SidedTokens } from './tokenLists.ts';

/** Positions from `from` to before `end`: those of a sequence that are not padding. */
type Kept = { readonly from: number; readonly end: number };

/** How a sequence stands in a stack: its positions are rows, columns, or both. */
type Role = { readonly tensor: AttentionTensor; readonly isRows: boolean; readonly isColumns: boolean };

/** Who looks at the positions of a sequence, over all heads. Shapes: [token]. */
type Looks = {
  /** First and last row of the sequence with weight on a position; a row of another sequence counts as both. */
  readonly first: Int32Array;
  readonly last: Int32Array;
};

const NOBODY = 2 ** 30;

/** Rows gone through in a slice: about a millisecond with hundreds of keys. */
const SLICE_ROWS = 512;

/**
 * Stacks and tokens without the padding before or after the text, with a warning. In slices.
 * Padding is never looked at from the text: that is what its mask does. A run of it at either end is known by the name of
 * its token, by a special token that comes more than once, or by rows that say nothing at all.
 */
export function* withoutPadding(
  stacks: readonly PackedStack[],
  tokens: SidedTokens,
  warnings: string[],
): Slices<{ readonly stacks: readonly PackedStack[]; readonly tokens: SidedTokens }> {
  const isOne = tokens.query === tokens.key;
  const isQueries = ({ kind }: AttentionTensor): boolean => isOne || kind !== 'encoder';
  const isKeys = ({ kind }: AttentionTensor): boolean => isOne || kind !== 'decoder';
  const tensors = stacks.map(({ tensor }) => tensor);
  const query = yield* keptOf(
    tokens.query.tokens,
    tensors
      .filter(isQueries)
      .map((tensor) => ({ tensor, isRows: true, isColumns: isOne || tensor.kind === 'decoder' })),
  );
  const key = isOne
    ? query
    : yield* keptOf(
        tokens.key.tokens,
        tensors.filter(isKeys).map((tensor) => ({ tensor, isRows: tensor.kind === 'encoder', isColumns: true })),
      );
  const cropped = {
    query: croppedTokens(tokens.query, query, isOne ? '' : 'decoder', warnings),
    key: isOne ? tokens.query : croppedTokens(tokens.key, key, 'encoder', warnings),
  };
  const kept: PackedStack[] = [];
  for (const stack of stacks) {
    const [rows, columns] = [isQueries(stack.tensor) ? query : key, isKeys(stack.tensor) ? key : query];
    kept.push({ ...stack, tensor: yield* croppedTensor(stack.tensor, rows, columns) });
  }
  return { stacks: kept, tokens: isOne ? { query: cropped.query, key: cropped.query } : cropped };
}

function* keptOf(tokens: readonly Token[], roles: readonly Role[]): Slices<Kept> {
  const nTokens = tokens.length;
  const whole = { from: 0, end: nTokens };
  const [before, after] = [runAt(tokens, 0, 1, roles), runAt(tokens, nTokens - 1, -1, roles)];
  // Most recordings have none, and are looked through no further.
  if (before.longest === 0 && after.longest === 0) return whole;
  const { first, last } = yield* looksAt(nTokens, roles);
  // A name alone is not enough: the text of T5's decoder begins with <pad>, which is looked at.
  if (!hasColumns(roles)) return { from: before.nIdle, end: nTokens - after.nIdle };
  for (let from = Math.min(before.longest, nTokens - 1); from > 0; from--) {
    if (from > before.nIdle && !tellsPadding(tokens.slice(0, from))) continue;
    if (last.subarray(0, from).every((row) => row < from)) return { from, end: nTokens };
  }
  for (let count = Math.min(after.longest, nTokens - 1); count > 0; count--) {
    const end = nTokens - count;
    const rest = tokens.slice(end);
    if (count > after.nIdle && !tellsPadding(rest)) continue;
    if (!first.subarray(end).every((row) => row >= end)) continue;
    // Nobody looks at the end of a causal text but the end itself: what is masked does not even do that.
    const isSure = count <= after.nIdle || rest.every(({ piece }) => PADDING.test(piece));
    if (isSure || last.subarray(end).every((row) => row < 0)) return { from: 0, end };
  }
  return whole;
}

/** Whether anybody could look at the positions at all. */
function hasColumns(roles: readonly Role[]): boolean {
  return roles.some(({ isColumns }) => isColumns);
}

/** "[PAD]", "<pad>", "<|finetune_right_pad_id|>", "<|padding|>" */
const PADDING = /^[[<].*pad(ding)?(?![a-z])/i;

/** Padding by its name, or a special token more than once: at the end of a text or at its beginning it stands once. */
function tellsPadding(tokens: readonly Token[]): boolean {
  return tokens.every(({ piece, special }) => PADDING.test(piece) || (special && tokens.length > 1));
}

/** How many positions from an end inward may be padding: as many as are the same special token, or say nothing. */
function runAt(tokens: readonly Token[], start: number, step: 1 | -1, roles: readonly Role[]) {
  const piece = tokens[start]?.piece;
  let [nSame, nIdle] = [0, 0];
  while (nSame < tokens.length && tokens[start + nSame * step]?.piece === piece) nSame += 1;
  while (nIdle < tokens.length && isIdle(start + nIdle * step, step === 1 && hasColumns(roles), roles)) nIdle += 1;
  const isPadding = tokens[start] !== undefined && tellsPadding(tokens.filter((token) => token.piece === piece));
  // Where no row says anything, none is padding beside a text.
  if (nIdle === tokens.length) nIdle = 0;
  return { nIdle, longest: Math.max(isPadding ? nSame : 0, nIdle) };
}

/**
 * Whether all rows of a position are all NaN, all zero, or all flat over every key: what softmax makes of nothing but mask.
 * A flat row that ends the text may have come to be so, and one over the keys of another text too.
 */
function isIdle(position: number, canBeFlat: boolean, roles: readonly Role[]): boolean {
  const rows = roles.filter(({ isRows }) => isRows);
  return (
    rows.length > 0 &&
    rows.every(({ tensor: { data, nQueries, nKeys } }) => {
      for (let start = position * nKeys; start < data.length; start += nQueries * nKeys) {
        const weight = data[start]!;
        if (weight > 0 && !canBeFlat) return false;
        for (let at = start + 1; at < start + nKeys; at++) if (!Object.is(data[at], weight)) return false;
        if (nKeys === 1 && weight > 0) return false;
      }
      return true;
    })
  );
}

function* looksAt(nTokens: number, roles: readonly Role[]): Slices<Looks> {
  const first = new Int32Array(nTokens).fill(NOBODY);
  const last = new Int32Array(nTokens).fill(-1);
  for (const { tensor, isRows, isColumns } of roles) {
    if (!isColumns) continue;
    const { data, nQueries, nKeys } = tensor;
    for (let start = 0, query = 0; start < data.length; start += nKeys, query = (query + 1) % nQueries) {
      if (query % SLICE_ROWS === 0) yield;
      for (let key = 0; key < nKeys; key++) {
        if (data[start + key] === 0) continue;
        first[key] = Math.min(first[key]!, isRows ? query : -1);
        last[key] = Math.max(last[key]!, isRows ? query : NOBODY);
      }
    }
  }
  return { first, last };
}

function croppedTokens(read: ReadTokens, { from, end }: Kept, side: string, warnings: string[]): ReadTokens {
  const { tokens } = read;
  const count = tokens.length - (end - from);
  if (count === 0) return read;
  const piece = tokens[from > 0 ? 0 : end]?.piece ?? '';
  const of = side === '' ? '' : ` of the ${side}`;
  warnings.push(
    `Padding ${from > 0 ? 'before' : 'after'} the text${of} is left out: ${counted(count, 'position')} (${piece}).`,
  );
  const kept = tokens.slice(from, end);
  return tokensOfPieces(
    kept.map((token) => token.piece),
    kept.map(({ id }) => id),
  );
}

function* croppedTensor(tensor: AttentionTensor, rows: Kept, columns: Kept): Slices<AttentionTensor> {
  const { nLayers, nHeads } = tensor;
  const [nQueries, nKeys] = [rows.end - rows.from, columns.end - columns.from];
  if (nQueries === tensor.nQueries && nKeys === tensor.nKeys) return tensor;
  const data = makeWeights(countElements([nLayers, nHeads, nQueries, nKeys], tensor.kind));
  for (let row = 0; row < nLayers * nHeads * nQueries; row++) {
    if (row % SLICE_ROWS === 0) yield;
    const [head, query] = [Math.floor(row / nQueries), row % nQueries];
    const start = (head * tensor.nQueries + rows.from + query) * tensor.nKeys + columns.from;
    data.set(tensor.data.subarray(start, start + nKeys), row * nKeys);
  }
  return { ...tensor, nQueries, nKeys, data };
}

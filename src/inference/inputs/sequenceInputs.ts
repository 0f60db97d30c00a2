import { isFloat } from '../surgery/elementTypes.ts';
import { isScalar } from '../surgery/graphInput.ts';
import { tableOf } from './roles.ts';
import type { InputEvidence, RoleRow, Taken } from './roles.ts';
import { isState } from './states.ts';

/** A table with fewer rows tells segments of a text apart, not its positions. */
const MAX_TYPES = 4;

/** The inputs of graphs that read sequences of token ids, of one text or two, and what stands beside them. */
export const SEQUENCE_INPUTS: readonly RoleRow[] = [
  { role: 'lengths', named: null, looks: isLengths },
  { role: 'past-length', named: /^(past_(seq(uence)?_)?(len|length)|start_pos)$/, looks: isPastLength },
  // One number picks a row too, of adapters or speakers say, however large the table, and is no sequence.
  {
    role: 'setting',
    named: null,
    looks: (input, taken) => isNumber(input) && (isScalar(input) || isOnce(input, taken)),
  },
  { role: 'ids', named: /^input_ids$/, looks: (input, { isRead }) => !isRead && picksRows(input), isRead: true },
  {
    role: 'types',
    named: /^(token_type_ids|segment_ids)$/,
    looks: (input) => picksRows(input) && tableOf(input) <= MAX_TYPES,
  },
  // Of two texts the second picks from a vocabulary as large as that of the first.
  {
    role: 'decoder-ids',
    named: /^(decoder_input_ids|tgt|target|trg)$/,
    looks: (input, { roles }) =>
      picksRows(input) && !roles.has('decoder-ids') && tableOf(input) === tableOf(roles.get('ids')),
  },
  { role: 'positions', named: /^(position_ids|cache_position)$/, looks: (input) => picksRows(input) || turnsBy(input) },
  { role: 'ids', named: null, looks: (input, { isRead }) => !isRead && isInteger(input) && isRow(input), isRead: true },
  { role: 'boxes', named: /^bbox$/, looks: null },
  { role: 'mask', named: /^(attention_mask|input_mask)$/, looks: isMask },
  { role: 'global-mask', named: /^global_attention_mask$/, looks: null },
  { role: 'decoder-mask', named: /^decoder_attention_mask$/, looks: null },
  { role: 'decoder-positions', named: /^decoder_position_ids$/, looks: null },
  { role: 'encoder-states', named: /^encoder_hidden_states$/, looks: isStates, isRead: true },
  { role: 'token-vectors', named: /^inputs_embeds$/, looks: null, isRead: true },
  { role: 'encoder-mask', named: /^encoder_attention_mask$/, looks: isMaskOfStates },
  { role: 'past', named: /^past([._]|$)/, looks: isCache },
  { role: 'cache-switch', named: /^use_cache_branch$/, looks: null },
  { role: 'scores-kept', named: /^(num_)?logits_to_keep$/, looks: null },
  { role: 'labels', named: /^labels$/, looks: null },
  { role: 'head-mask', named: /^head_mask$/, looks: null },
  { role: 'setting', named: null, looks: isSetting },
];

function isInteger({ elementType }: InputEvidence): boolean {
  return /^u?int(32|64)$/.test(elementType);
}

/** Positions that rotate queries and keys are looked up in no table. */
function turnsBy(input: InputEvidence): boolean {
  return isInteger(input) && isRow(input) && input.uses.isTurned;
}

/**
 * Keys or values by heads, [batch, head, token, channel] or both in one, or the last columns that a convolution saw,
 * [batch, channel, place]: what is computed of the text is put behind them.
 */
export function isCache(input: InputEvidence, { roles }: Taken): boolean {
  const { elementType, dims, uses } = input;
  const hasAxes = dims.length === 4 || dims.length === 5 || isState(input);
  const isOfText = roles.has('ids') || roles.has('token-vectors');
  return isOfText && isFloat(elementType) && hasAxes && (uses.isJoined || uses.isWritten === true);
}

function isNumber({ elementType }: InputEvidence): boolean {
  return /^(u?int(32|64)|float(16|32)|bool)$/.test(elementType);
}

/** One number beside what is read: which adapter, how fast. */
function isSetting(input: InputEvidence, { isRead }: Taken): boolean {
  return isRead && isNumber(input) && input.dims.length > 0 && input.dims.every((dim) => dim === 1);
}

/** One number, or one for each text, beside a sequence of any length that picks its rows. */
function isOnce({ dims }: InputEvidence, { inputs }: Taken): boolean {
  const sequences = inputs.filter((other) => picksRows(other) && other.dims.some((dim) => typeof dim === 'string'));
  const isOne = dims.length > 0 && dims.every((dim) => dim === 1);
  return sequences.some((other) => isOne || isOnePerText(dims, other));
}

/** One number a text: the axis bears the name of the other's batch. */
function isOnePerText(dims: InputEvidence['dims'], other: InputEvidence): boolean {
  const [batch, length] = other.dims;
  const isNamed = typeof batch === 'string' && batch !== length;
  return isNamed && other.dims.length === 2 && dims.length === 1 && dims[0] === batch;
}

/** Integers, one a text, that pick nothing. */
function isLengths(input: InputEvidence, { inputs }: Taken): boolean {
  const picksNothing = isInteger(input) && tableOf(input) === 0;
  return picksNothing && inputs.some((other) => picksRows(other) && isOnePerText(input.dims, other));
}

/** Vectors of a text, [batch, token, channel], beside the ids of another: what an encoder made of a source. */
export function isStates({ elementType, dims, uses }: InputEvidence, { roles }: Taken): boolean {
  const isVectors = isFloat(elementType) && dims.length === 3 && typeof dims[1] === 'string';
  return roles.has('ids') && isVectors && uses.isWeighted;
}

/** One number a position, with or without an axis for the batch. */
function isRow({ dims }: InputEvidence): boolean {
  return dims.length === 1 || dims.length === 2;
}

/** One number for each token of the text, or for each pair of vectors; a setting or a style of its own length is no mask. */
function isMask(input: InputEvidence, taken: Taken): boolean {
  const { roles } = taken;
  const ids = roles.get('ids');
  if (input.dims.length > 2) return isMaskOfPairs(input, taken);
  const isOfVectors = roles.has('numbers') || roles.has('token-vectors');
  if (isMaskOfStates(input, taken)) return false;
  if (ids === undefined) return isOfVectors && isRow(input);
  const [own, length] = [input.dims.at(-1), ids.dims.at(-1)];
  const isAsLong = typeof own === 'number' || typeof length === 'number' ? own === length : true;
  const isOfBatch = input.dims.length === ids.dims.length || own === length;
  return isRow(input) && isOfBatch && isAsLong;
}

/** A number for each query and each key of a text, [batch, 1 or heads, query, key], by which scores are hidden, or which is added to them. */
function isMaskOfPairs({ dims, uses }: InputEvidence, { roles }: Taken): boolean {
  const isOfText = roles.has('ids') || roles.has('token-vectors');
  const hides = uses.opensWith !== undefined || uses.isAddedToScores === true;
  const ofSource = roles.get('encoder-states')?.dims[1];
  const isCached = uses.isJoined || uses.isWritten === true;
  return isOfText && hides && !isCached && dims.length <= 4 && (ofSource === undefined || dims.at(-1) !== ofSource);
}

/** One number, beside a past, at which the graph begins to count positions. */
function isPastLength(input: InputEvidence, { inputs }: Taken): boolean {
  const isOne = input.dims.every((dim) => dim === 1);
  const hasPast = inputs.some(({ dims, uses }) => dims.length > 3 && (uses.isJoined || uses.isWritten === true));
  return isInteger(input) && isOne && hasPast && input.uses.isStart === true;
}

/** One number for each vector of the source, whose length is not that of the target. */
function isMaskOfStates(input: InputEvidence, { roles }: Taken): boolean {
  const [own, ofStates] = [input.dims.at(-1), roles.get('encoder-states')?.dims[1]];
  return own !== undefined && own === ofStates && input.dims.length === 2 && own !== roles.get('ids')?.dims.at(-1);
}

/** Numbers of rows of a stored table; of a shape that is not declared too. */
function picksRows(input: InputEvidence): boolean {
  return isInteger(input) && tableOf(input) > 0 && input.dims.length <= 2;
}

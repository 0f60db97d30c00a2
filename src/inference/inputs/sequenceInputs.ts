import { tableOf } from './roles.ts';
import type { InputEvidence, RoleRow, Taken } from './roles.ts';

/** A table with fewer rows tells segments of a text apart, not its positions. */
const MAX_TYPES = 4;

/** The inputs of graphs that read sequences of token ids, of one text or two, and what stands beside them. */
export const SEQUENCE_INPUTS: readonly RoleRow[] = [
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
  { role: 'positions', named: /^(position_ids|cache_position)$/, looks: picksRows },
  { role: 'ids', named: null, looks: (input, { isRead }) => !isRead && isInteger(input) && isRow(input), isRead: true },
  { role: 'mask', named: /^(attention_mask|input_mask)$/, looks: isMask },
  { role: 'global-mask', named: /^global_attention_mask$/, looks: null },
  { role: 'decoder-mask', named: /^decoder_attention_mask$/, looks: null },
  { role: 'decoder-positions', named: /^decoder_position_ids$/, looks: null },
  { role: 'encoder-states', named: /^encoder_hidden_states$/, looks: null, isRead: true },
  { role: 'encoder-mask', named: /^encoder_attention_mask$/, looks: null },
  { role: 'past', named: /^past([._]|$)/, looks: null },
  { role: 'cache-switch', named: /^use_cache_branch$/, looks: null },
  { role: 'scores-kept', named: /^(num_)?logits_to_keep$/, looks: null },
  { role: 'labels', named: /^labels$/, looks: null },
  { role: 'head-mask', named: /^head_mask$/, looks: null },
];

function isInteger({ elementType }: InputEvidence): boolean {
  return /^u?int(32|64)$/.test(elementType);
}

/** One number a position, with or without an axis for the batch. */
function isRow({ dims }: InputEvidence): boolean {
  return dims.length === 1 || dims.length === 2;
}

/** One number for each token of the text, or for each pair of vectors; a setting or a style of its own length is no mask. */
function isMask(input: InputEvidence, { roles }: Taken): boolean {
  const ids = roles.get('ids');
  if (ids === undefined) return roles.has('numbers') && isRow(input);
  const [own, length] = [input.dims.at(-1), ids.dims.at(-1)];
  const isAsLong = typeof own === 'number' || typeof length === 'number' ? own === length : true;
  return isRow(input) && input.dims.length === ids.dims.length && isAsLong;
}

/** Numbers of rows of a stored table; of a shape that is not declared too. */
function picksRows(input: InputEvidence): boolean {
  return isInteger(input) && tableOf(input) > 0 && input.dims.length <= 2;
}

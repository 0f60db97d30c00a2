import { isFloat } from '../surgery/elementTypes.ts';
import type { InputUses } from '../surgery/inputUses.ts';
import type { GraphInput } from '../surgery/graphInput.ts';

/** What an input of a graph stands for, which decides what it is fed with. */
export type InputRole =
  | 'ids'
  | 'mask'
  | 'types'
  | 'positions'
  | 'global-mask'
  | 'decoder-ids'
  | 'decoder-mask'
  | 'decoder-positions'
  | 'encoder-states'
  | 'encoder-mask'
  | 'pixels'
  | 'pixel-mask'
  | 'past'
  | 'cache-switch'
  | 'scores-kept'
  | 'labels'
  | 'head-mask'
  /** Vectors of no known meaning: a block of a model in a file of its own. */
  | 'numbers'
  | 'unknown';

/** All that an input is judged by. */
export type InputEvidence = GraphInput & { readonly uses: InputUses };

/** An input and what was found out about it. */
export type FedInput = GraphInput & {
  readonly role: InputRole;
  /** Of ids: rows of the table that they pick from, so that a larger id is none; null where the graph does not tell. */
  readonly nRows: number | null;
};

type Taken = ReadonlyMap<InputRole, InputEvidence>;

type Row = {
  readonly role: InputRole;
  /** Names in the exports of the Hub and of converted TensorFlow models, which are believed; null where only looks tell. */
  readonly named: RegExp | null;
  /** What an input of another name must look like, given what was taken before; null where only a name tells. */
  readonly looks: ((input: InputEvidence, taken: Taken) => boolean) | null;
};

/** A table with fewer rows tells segments of a text apart, not its positions. */
const MAX_TYPES = 4;

/** An input is taken for the first row that it is named for, else for the first that it looks like. */
const ROWS: readonly Row[] = [
  { role: 'pixels', named: /^pixel_values/, looks: (input, taken) => !isRead(taken) && isPicture(input) },
  { role: 'ids', named: /^input_ids$/, looks: (input, taken) => !isRead(taken) && picksRows(input) },
  {
    role: 'types',
    named: /^(token_type_ids|segment_ids)$/,
    looks: (input) => picksRows(input) && rows(input) <= MAX_TYPES,
  },
  // Of two texts the second picks from a vocabulary as large as that of the first.
  {
    role: 'decoder-ids',
    named: /^(decoder_input_ids|tgt|target|trg)$/,
    looks: (input, taken) => picksRows(input) && !taken.has('decoder-ids') && rows(input) === rows(taken.get('ids')),
  },
  { role: 'positions', named: /^(position_ids|cache_position)$/, looks: picksRows },
  { role: 'ids', named: null, looks: (input, taken) => !isRead(taken) && isInteger(input) && isRow(input) },
  { role: 'mask', named: /^(attention_mask|input_mask)$/, looks: isMask },
  { role: 'global-mask', named: /^global_attention_mask$/, looks: null },
  { role: 'decoder-mask', named: /^decoder_attention_mask$/, looks: null },
  { role: 'decoder-positions', named: /^decoder_position_ids$/, looks: null },
  { role: 'encoder-states', named: /^encoder_hidden_states$/, looks: null },
  { role: 'encoder-mask', named: /^encoder_attention_mask$/, looks: null },
  { role: 'pixel-mask', named: /^pixel_mask$/, looks: null },
  { role: 'past', named: /^past([._]|$)/, looks: null },
  { role: 'cache-switch', named: /^use_cache_branch$/, looks: null },
  { role: 'scores-kept', named: /^(num_)?logits_to_keep$/, looks: null },
  { role: 'labels', named: /^labels$/, looks: null },
  { role: 'head-mask', named: /^head_mask$/, looks: null },
  { role: 'numbers', named: null, looks: isVectors },
];

/** Converted TensorFlow models number the outputs of their inputs. */
const OUTPUT_NUMBER = /:0$/;

/**
 * The role of each input of a graph, in the order given: by its name where that is known, else by element type, axes,
 * declared sizes and where its numbers go. Of several that pick rows of tables, the largest table is the vocabulary.
 */
export function rolesOf(inputs: readonly InputEvidence[]): readonly FedInput[] {
  const roles = new Map<InputEvidence, InputRole>();
  const taken = new Map<InputRole, InputEvidence>();
  const take = (input: InputEvidence, role: InputRole | undefined): void => {
    if (role === undefined) return;
    roles.set(input, role);
    if (!taken.has(role)) taken.set(role, input);
  };
  for (const input of inputs) {
    const name = input.name.replace(OUTPUT_NUMBER, '');
    take(input, ROWS.find(({ named }) => named?.test(name))?.role);
  }
  const unnamed = inputs.filter((input) => !roles.has(input)).toSorted((a, b) => rows(b) - rows(a));
  for (const input of unnamed) take(input, ROWS.find(({ looks }) => looks?.(input, taken))?.role);
  return inputs.map((input) => {
    const { name, elementType, dims, uses } = input;
    return { name, elementType, dims, role: roles.get(input) ?? 'unknown', nRows: uses.table };
  });
}

/** True once something is known that the model reads. */
function isRead(taken: Taken): boolean {
  return taken.has('ids') || taken.has('pixels') || taken.has('encoder-states') || taken.has('numbers');
}

function rows(input: InputEvidence | undefined): number {
  return input?.uses.table ?? 0;
}

function isInteger({ elementType }: InputEvidence): boolean {
  return /^u?int(32|64)$/.test(elementType);
}

/** One number a position, with or without an axis for the batch. */
function isRow({ dims }: InputEvidence): boolean {
  return dims.length === 1 || dims.length === 2;
}

/** One number for each token of the text, or for each pair of vectors; a setting or a style of its own length is no mask. */
function isMask(input: InputEvidence, taken: Taken): boolean {
  const ids = taken.get('ids');
  if (ids === undefined) return taken.has('numbers') && isRow(input);
  const [own, length] = [input.dims.at(-1), ids.dims.at(-1)];
  const isAsLong = typeof own === 'number' || typeof length === 'number' ? own === length : true;
  return isRow(input) && input.dims.length === ids.dims.length && isAsLong;
}

/** Numbers of rows of a stored table; of a shape that is not declared too. */
function picksRows(input: InputEvidence): boolean {
  return isInteger(input) && rows(input) > 0 && input.dims.length <= 2;
}

/** [1, 3 or 1, row, column], with weights on the way: queries of one head have as many axes. */
function isPicture({ elementType, dims, uses }: InputEvidence): boolean {
  const [, nChannels] = dims;
  const fits = typeof nChannels !== 'number' || nChannels === 1 || nChannels === 3;
  return isFloat(elementType) && dims.length === 4 && fits && uses.isWeighted;
}

function isVectors({ elementType, dims }: InputEvidence): boolean {
  return isFloat(elementType) && dims.length >= 3;
}

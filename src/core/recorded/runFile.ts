import { RUN_FORMAT } from '../runJson.ts';
import type { AttentionKind } from '../tensor.ts';
import type { Token } from '../tokens.ts';
import { refuse } from './arrays.ts';
import { base64Numbers } from './base64Numbers.ts';
import { isRecord } from './json.ts';
import { packStack } from './packRecorded.ts';
import type { PackedStack } from './packRecorded.ts';
import { measureRows, refuseRow } from './rows.ts';

/** What a `headlight-run/1` file holds that can be shown without its model; see docs/run-format.md. */
export type RunFile = {
  readonly stacks: readonly PackedStack[];
  readonly tokens: readonly Token[];
  /** Tokens of the decoder beside an encoder, or null; the file's `pair` is their text, else that of a second sentence. */
  readonly targetTokens: readonly Token[] | null;
  /** Columns where they are more than the rows (an added sink), or null. */
  readonly keyTokens: readonly Token[] | null;
  readonly text: string;
  readonly pair: string | null;
  readonly modelName: string;
  readonly isCausal: boolean;
};

/** As far as a run's own rows may be from 1: models of half precision come close to it. */
const TOLERANCE = 1e-2;

const KINDS: readonly string[] = ['encoder', 'decoder', 'cross'] satisfies AttentionKind[];

/** Whether a value of JSON says that it is a run of this program, of any version. */
export function isRunFile(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && typeof value['format'] === 'string' && value['format'].startsWith('headlight-run/');
}

/**
 * A run read back as it was exported; its rows are checked, but not renormalised.
 * Throws AppError 'bad-recording'.
 */
export function readRunFile(value: Readonly<Record<string, unknown>>, name: string): RunFile {
  const { format, model, attention, text, pair } = value;
  if (format !== RUN_FORMAT) refuse(`${name} is of the format ${String(format)}; this page reads ${RUN_FORMAT}`);
  if (!Array.isArray(attention) || attention.length === 0) refuse(`${name} holds no attention`);
  const tokens = readTokens(value['tokens'], name);
  if (tokens === null) refuse(`${name} holds no tokens`);
  const targetTokens = readTokens(value['targetTokens'], name);
  const keyTokens = readTokens(value['keyTokens'], name);
  const stacks = attention.map((stack, i) => readStack(stack, keyTokens !== null, `attention ${i} of ${name}`));
  for (const { tensor } of stacks) {
    const queries = tensor.kind === 'encoder' ? tokens : (targetTokens ?? tokens);
    const keys = tensor.kind === 'cross' ? tokens : (keyTokens ?? queries);
    if (tensor.nQueries !== queries.length) {
      refuse(`${name} has ${queries.length} tokens and patterns of ${tensor.nQueries} queries`);
    }
    // Cross-attention of a file without target tokens has keys that the file does not name.
    const isNamed = tensor.kind !== 'cross' || targetTokens !== null;
    if (isNamed && tensor.nKeys !== keys.length) {
      refuse(`${name} has ${keys.length} key tokens and patterns of ${tensor.nKeys} keys`);
    }
  }
  const about = isRecord(model) ? model : {};
  return {
    stacks,
    tokens,
    targetTokens,
    keyTokens,
    text: typeof text === 'string' ? text : '',
    pair: typeof pair === 'string' ? pair : null,
    modelName: [about['name'], about['id']].find((word) => typeof word === 'string') ?? name,
    isCausal: about['causal'] === true,
  };
}

function readTokens(list: unknown, name: string): readonly Token[] | null {
  return Array.isArray(list) ? list.map((token, position) => readToken(token, position, name)) : null;
}

/** With a sink key there is one column more than rows, which only this file format can tell from cross-attention. */
function readStack(value: unknown, hasSink: boolean, name: string): PackedStack {
  const array = base64Numbers(value, name);
  if (!array || array.shape.length !== 4) refuse(`${name} is not [layer, head, query, key] in base64`);
  const kind = isRecord(value) ? value['kind'] : undefined;
  if (!isKind(kind)) refuse(`${name} is of the kind ${String(kind)}; encoder, decoder and cross are known`);
  const packed = packStack({ kind: hasSink ? null : kind, arrays: [array], layers: null }, []);
  const stack = { ...packed, tensor: { ...packed.tensor, kind } };
  const { worst, offRow } = measureRows(stack, TOLERANCE);
  if (worst >= TOLERANCE) refuseRow(stack, offRow);
  const layers = isRecord(value) ? value['layerNumbers'] : undefined;
  return isLayerNumbers(layers, stack.tensor.nLayers) ? { ...stack, layers } : stack;
}

function isLayerNumbers(value: unknown, nLayers: number): value is readonly number[] {
  return Array.isArray(value) && value.length === nLayers && value.every(Number.isSafeInteger);
}

function isKind(value: unknown): value is AttentionKind {
  return typeof value === 'string' && KINDS.includes(value);
}

function readToken(value: unknown, position: number, name: string): Token {
  if (!isRecord(value)) refuse(`token ${position} of ${name} is no object`);
  const { id, piece, text, start, end, special, segment } = value;
  const isWhole = [id, start, end].every(Number.isSafeInteger);
  if (!isWhole || typeof id !== 'number' || typeof start !== 'number' || typeof end !== 'number') {
    refuse(`token ${position} of ${name} lacks its id or its place in the text`);
  }
  if (typeof piece !== 'string' || typeof text !== 'string') refuse(`token ${position} of ${name} has no text`);
  return { position, id, piece, text, start, end, special: special === true, segment: segment === 1 ? 1 : 0 };
}

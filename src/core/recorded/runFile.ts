import { RUN_FORMAT } from '../runJson.ts';
import type { Logits } from '../run.ts';
import type { RunExtras } from '../runExtras.ts';
import type { Slices } from '../slices.ts';
import type { Token } from '../tokens.ts';
import { readLogits } from './ablatedPart.ts';
import { refuse } from '../files/arrays.ts';
import { orLeaveOut, shownValue } from './fields.ts';
import { isRecord } from '../isRecord.ts';
import { judgeCausal, looksAhead } from './packRecorded.ts';
import type { PackedStack } from './packRecorded.ts';
import { readParts } from './runParts.ts';
import { readStack } from './runStack.ts';
import { readStages } from './runStages.ts';
import type { ReadStage } from './runStages.ts';
import { readRunTokens } from './runTokens.ts';

/** What a `headlight-run/1` file holds that can be shown without its model; see docs/run-format.md. */
export type RunFile = {
  readonly stacks: readonly PackedStack[];
  /** Further stages of a pyramid. */
  readonly stages: readonly ReadStage[];
  readonly tokens: readonly Token[];
  /** Tokens of the decoder beside an encoder, or null; the file's `pair` is their text, else that of a second sentence. */
  readonly targetTokens: readonly Token[] | null;
  /** Columns where they are more than the rows (an added sink), or null. */
  readonly keyTokens: readonly Token[] | null;
  readonly text: string;
  readonly pair: string | null;
  readonly modelName: string;
  readonly isCausal: boolean;
  /** What the model said; null where the file holds none. */
  readonly logits: Logits | null;
  /** What was worked out beside the run. */
  readonly extras: RunExtras;
  /** Sentences for people: which of the last two are broken and left out. */
  readonly warnings: readonly string[];
};

/** Whether a value of JSON says that it is a run of this program, of any version. */
export function isRunFile(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && typeof value['format'] === 'string' && value['format'].startsWith('headlight-run/');
}

/**
 * A run read back as it was exported, in slices; its rows are checked, but not renormalised.
 * Throws AppError 'bad-recording'.
 */
export function* readRunFile(value: Readonly<Record<string, unknown>>, name: string): Slices<RunFile> {
  const { format, model, attention, text, pair } = value;
  if (format !== RUN_FORMAT) refuse(`${name} is of the format ${shownValue(format)}; this page reads ${RUN_FORMAT}`);
  if (!Array.isArray(attention) || attention.length === 0) refuse(`${name} holds no attention`);
  const texts = [textOf(text), textOf(pair)] as const;
  const read = readRunTokens(value['tokens'], texts, name);
  if (read === null) refuse(`${name} holds no tokens`);
  const { tokens } = read;
  const target = readRunTokens(value['targetTokens'], [texts[1], null], name);
  const targetTokens = target?.tokens ?? null;
  const keyTokens = readRunTokens(value['keyTokens'], texts, name)?.tokens ?? null;
  const stacks: PackedStack[] = [];
  for (const [i, stack] of attention.entries()) {
    stacks.push(yield* readStack(stack, keyTokens !== null, `attention ${i} of ${name}`));
  }
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
  const warnings: string[] = [];
  const stages = yield* readStages(value['stages'], name, warnings);
  const nTokens = (targetTokens ?? tokens).length;
  const { logits } = value;
  const isAhead =
    stacks.some(({ tensor }) => tensor.looksAhead) ||
    (stacks[0] !== undefined && (yield* looksAhead(stacks[0].tensor)));
  if (isAhead && about['causal'] === true) {
    warnings.push('The file calls the model causal, but weights look ahead: no cell counts as not allowed.');
  }
  return {
    stacks,
    stages,
    tokens,
    targetTokens,
    keyTokens,
    text: read.text,
    pair: target?.text ?? texts[1],
    modelName: [about['name'], about['id']].find((word) => typeof word === 'string') ?? name,
    isCausal: (about['causal'] ?? (yield* isCausalByItself(stacks[0]))) === true && !isAhead,
    logits:
      logits === undefined
        ? null
        : orLeaveOut('What the model said', warnings, () => readLogits(logits, nTokens, `logits of ${name}`)),
    extras: readParts(value, { stacks, nTokens, hasSink: keyTokens !== null }, warnings),
    warnings,
  };
}

/** What a file that does not say is taken for, as arrays are. */
function* isCausalByItself(stack: PackedStack | undefined): Slices<boolean> {
  return stack !== undefined && (yield* judgeCausal(stack.tensor));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

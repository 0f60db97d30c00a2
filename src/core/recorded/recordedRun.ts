import { cutText } from '../quote.ts';
import type { Logits, RunStage } from '../run.ts';
import { NO_EXTRAS } from '../runExtras.ts';
import type { RunExtras } from '../runExtras.ts';
import type { Slices } from '../slices.ts';
import type { AttentionKind, AttentionTensor } from '../tensor.ts';
import type { Token } from '../tokens.ts';
import { cutNames, refuse, stemOf } from '../files/arrays.ts';
import type { ClosedArray, NumberArray, ReadTools } from '../files/arrays.ts';
import { checkSize, guessKind, judgeCausal, markedAhead, packStackInSlices } from './packRecorded.ts';
import type { PackedStack } from './packRecorded.ts';
import { withoutPadding } from './padding.ts';
import { tokensOfPieces } from './pieces.ts';
import { readFile } from './readFile.ts';
import type { DroppedFile, FileContents } from './readFile.ts';
import { checkedRows } from './rows.ts';
import type { RunFile } from './runFile.ts';
import { groupStacks, kindOf } from './stacks.ts';
import { sidedTokens } from './tokenLists.ts';
import type { TokenList } from './tokenLists.ts';

/** Attention that was computed elsewhere, ready to be shown without a model. */
export type RecordedAttention = {
  /** Encoder, decoder, cross, as far as there are any, and further stages of a pyramid; at most one of each. */
  readonly attention: readonly AttentionTensor[];
  /** For each tensor of `attention`, the true number of each of its layers. */
  readonly layerNumbers: readonly (readonly number[])[];
  /** What stands at rows and columns of further stages of a pyramid. */
  readonly stages: readonly RunStage[];
  /** Rows of cross-attention and both axes of the decoder. */
  readonly queryTokens: readonly Token[];
  /** Columns of cross-attention and both axes of the encoder; the same array as `queryTokens` where there is one sequence. */
  readonly keyTokens: readonly Token[];
  /** Whether the queries are a sequence of their own, a target beside the source, and no other keys of one sequence. */
  readonly hasTarget: boolean;
  /** The texts that `start` and `end` of the tokens count in. */
  readonly queryText: string;
  readonly keyText: string;
  /** The text that tokens of segment 1 count in, or null where the tokens are those of one text. */
  readonly pairText: string | null;
  /** Position of the last key where it was added for weight that the rows lack (a learned sink), else null. */
  readonly sinkKey: number | null;
  /** Whether no weight of the first tensor of `attention` looks ahead. */
  readonly isCausal: boolean;
  readonly modelName: string;
  /** What the model said, in a run that was exported from here; else null. */
  readonly logits: Logits | null;
  /** What was worked out beside such a run. */
  readonly extras: RunExtras;
  /** Sentences for people: what was assumed, changed or left out. */
  readonly warnings: readonly string[];
};

type NamedContents = FileContents & { readonly stem: string };

const ORDER: readonly AttentionKind[] = ['encoder', 'decoder', 'cross'];

/**
 * Attention and tokens from files that were dropped together: .npy, .npz, .safetensors, JSON, or a run exported from here.
 * Shapes: [query, key], [head, query, key], [layer, head, query, key] or [layer, batch, head, query, key]; docs/python.md
 * tells more. What takes long is handed to the tools' `work` in slices; where that rejects so does this.
 * Throws AppError: 'bad-recording' with what is wrong and where, 'out-of-memory'.
 */
export async function readRecorded(files: readonly DroppedFile[], tools: ReadTools): Promise<RecordedAttention> {
  const all: NamedContents[] = [];
  for (const file of files) {
    // One file at a time keeps the peak of memory low.
    all.push({ ...(await readFile(file, tools)), stem: stemOf(file.name) });
  }
  const run = all.find((contents) => contents.run)?.run;
  const recorded = run ? fromRun(run, files.length) : await fromArrays(all, tools);
  const { modelName, warnings } = recorded;
  return { ...recorded, modelName: cutText(modelName), warnings: warnings.map(cutNames) };
}

async function fromArrays(all: readonly NamedContents[], tools: ReadTools): Promise<RecordedAttention> {
  const warnings: string[] = [];
  // Token lists beside the arrays come before those inside them.
  const lists = [...all.filter(({ arrays }) => arrays.length === 0), ...all].flatMap((contents) => contents.lists);
  const packed = await packAll(all, lists, tools, warnings);
  const tokenWarnings: string[] = [];
  const sided = sidedTokens(lists, packed, tokenWarnings);
  const { stacks, tokens } = await tools.work(withoutPadding(packed, sided, warnings));
  const judged = await tools.work(judgeAll(stacks, warnings));
  const checked = await tools.work(checkAll(judged, warnings));
  const { query, key } = tokens;
  const sinkKey = checked.some(({ hasSink }) => hasSink) ? key.tokens.length : null;
  const source = all.find(({ arrays }) => arrays.length > 0);
  return {
    attention: checked.map(({ tensor }) => tensor),
    layerNumbers: judged.map(({ layers }) => layers),
    stages: [],
    queryTokens: query.tokens,
    keyTokens: sinkKey === null ? key.tokens : [...key.tokens, sinkToken(key.tokens, key.text)],
    hasTarget: query.tokens !== key.tokens && sinkKey === null,
    queryText: query.text,
    keyText: key.text,
    pairText: null,
    sinkKey,
    isCausal: judged[0] !== undefined && (await tools.work(judgeCausal(judged[0].tensor))),
    modelName: all.find(({ modelName }) => modelName !== null)?.modelName ?? source?.stem ?? '',
    logits: null,
    extras: NO_EXTRAS,
    warnings: [...warnings, ...tokenWarnings],
  };
}

async function packAll(
  all: readonly NamedContents[],
  lists: readonly TokenList[],
  tools: ReadTools,
  warnings: string[],
): Promise<readonly PackedStack[]> {
  const nSentences = lists.reduce((most, list) => Math.max(most, list.nSentences), 1);
  const { stacks, warnings: more } = groupStacks(uniquelyNamed(all), nSentences);
  warnings.push(...more);
  // Nothing is unpacked of what is too large to be shown.
  for (const stack of stacks) checkSize(stack);
  const packed: PackedStack[] = [];
  for (const stack of stacks) {
    const arrays: NumberArray[] = [];
    for (const array of stack.arrays) arrays.push(await array.open());
    packed.push(await tools.work(packStackInSlices({ ...stack, arrays }, warnings)));
  }
  const sorted = packed.toSorted((a, b) => ORDER.indexOf(a.tensor.kind) - ORDER.indexOf(b.tensor.kind));
  for (const [i, { tensor }] of sorted.entries()) {
    if (sorted[i - 1]?.tensor.kind === tensor.kind) {
      refuse(`there are two stacks of the kind ${tensor.kind}; name arrays encoder..., decoder... and cross...`);
    }
  }
  return sorted;
}

/** What stacks are, once padding is left out: a single one without a name by its weights, and no decoder that looks ahead is causal. */
function* judgeAll(stacks: readonly PackedStack[], warnings: string[]): Slices<readonly PackedStack[]> {
  const judged: PackedStack[] = [];
  for (const stack of stacks) {
    const isSaid = stack.isNamed || stacks.length > 1;
    const kind = isSaid ? stack.tensor.kind : yield* guessKind(stack.tensor);
    const tensor = yield* markedAhead({ ...stack.tensor, kind });
    if (tensor.looksAhead) warnings.push('Weights of the decoder look ahead, so no cell of it counts as not allowed.');
    judged.push({ ...stack, tensor });
  }
  return judged;
}

function* checkAll(stacks: readonly PackedStack[], warnings: string[]) {
  const checked: { readonly tensor: AttentionTensor; readonly hasSink: boolean }[] = [];
  for (const stack of stacks) checked.push(yield* checkedRows(stack, stacks.length === 1, warnings));
  return checked;
}

/** Arrays of one name in several files ("arr_0" in layer_0.npz and layer_1.npz), or of a stack that only the file tells. */
function uniquelyNamed(all: readonly NamedContents[]): readonly ClosedArray[] {
  const seen = new Map<string, number>();
  for (const { arrays } of all) for (const { name } of arrays) seen.set(name, (seen.get(name) ?? 0) + 1);
  return all.flatMap(({ arrays, stem }) =>
    arrays.map((array) => {
      const needsStem = seen.get(array.name) !== 1 || (kindOf(array.name) === null && kindOf(stem) !== null);
      return needsStem && array.name !== stem ? { ...array, name: `${stem}.${array.name}` } : array;
    }),
  );
}

function sinkToken(before: readonly Token[], { length }: string): Token {
  const id = before.reduce((most, token) => Math.max(most, token.id), -1) + 1;
  return {
    position: before.length,
    id,
    piece: '(sink)',
    text: '(sink)',
    start: length,
    end: length,
    special: true,
    segment: 0,
  };
}

function fromRun(run: RunFile, nFiles: number): RecordedAttention {
  const { stacks, tokens, targetTokens, keyTokens, text, pair, modelName, isCausal, logits, extras } = run;
  const warnings = [...(nFiles > 1 ? ['A run was among the files; the others were not read.'] : []), ...run.warnings];
  const all = [...stacks, ...run.stages.map(({ stack }) => stack)];
  const cross = stacks.find(({ tensor }) => tensor.kind === 'cross')?.tensor;
  const nCrossKeys = cross?.nKeys ?? tokens.length;
  const numbered = (): readonly Token[] => {
    warnings.push('The file has no key tokens: their positions are numbered.');
    return tokensOfPieces(
      Array.from({ length: nCrossKeys }, (_, position) => String(position)),
      null,
    ).tokens;
  };
  const isOneSequence = targetTokens === null && nCrossKeys === tokens.length;
  return {
    attention: all.map(({ tensor }) => tensor),
    layerNumbers: all.map(({ layers }) => layers),
    stages: run.stages.map(({ stage }) => stage),
    queryTokens: targetTokens ?? tokens,
    keyTokens: targetTokens !== null ? tokens : (keyTokens ?? (isOneSequence ? tokens : numbered())),
    // Cross-attention tells of a second sequence even where the file does not name it.
    hasTarget: targetTokens !== null || (cross !== undefined && keyTokens === null && !isOneSequence),
    queryText: targetTokens === null ? text : (pair ?? ''),
    keyText: targetTokens !== null || isOneSequence ? text : '',
    pairText: targetTokens === null && isOneSequence ? pair : null,
    // One key more than queries is an added sink; other keys of their own are regions of a picture.
    sinkKey: keyTokens?.length === tokens.length + 1 ? tokens.length : null,
    isCausal,
    modelName,
    logits,
    extras,
    warnings,
  };
}

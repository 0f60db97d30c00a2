import type { ModelCard } from '../../core/card.ts';
import { AppError } from '../../core/errors.ts';
import { cutText } from '../../core/quote.ts';
import { MAX_BYTES } from '../../core/files/arrays.ts';
import { readRecorded } from '../../core/recorded/recordedRun.ts';
import type { RecordedAttention } from '../../core/recorded/recordedRun.ts';
import type { BackendInfo, ModelInfo, ModelRun } from '../../core/run.ts';
import type { RunExtras } from '../../core/runExtras.ts';
import type { Slices, Work } from '../../core/slices.ts';
import { numbersByStack, patternOf } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { readWeights } from '../../core/weights/readWeights.ts';
import { isShared } from '../../core/weights/sharedWeights.ts';
import { smallThumbnails } from '../../core/weights/smallThumbnails.ts';
import { emptyThumbnails } from '../../core/weights/thumbnails.ts';
import { inflateRaw, inflateRawStart } from './inflate.ts';
import type { Notice, RecordingSource } from '../protocol.ts';

/** A recording that was read: what stands in the place of a model, and the one run it holds. */
export type OpenedRecording = {
  readonly info: ModelInfo;
  readonly backend: BackendInfo;
  readonly card: ModelCard;
  readonly notices: readonly Notice[];
  /** The run, with arrays of its own that can be handed over. */
  readonly makeRun: (runId: number, work: Work) => Promise<ModelRun>;
  /** The patterns of that run, in arrays that stay. */
  readonly attention: readonly AttentionTensor[];
  /** What was worked out beside the run while its model was there. */
  readonly extras: RunExtras;
};

const BACKEND: BackendInfo = { name: 'recorded', threads: 0, adapter: null, isSoftware: false };

/** Layers may lie in files of their own; more than this is a folder of something else. */
const MAX_FILES = 1000;

/** Reads dropped files as attention, in slices that are handed to `work`. Throws AppError 'bad-recording' or 'out-of-memory'. */
export async function openRecording(source: RecordingSource, work: Work): Promise<OpenedRecording> {
  checkFiles(source);
  const files = await Promise.all(
    source.files.map(async ({ path, blob }) => ({ name: path, bytes: new Uint8Array(await blob.arrayBuffer()) })),
  );
  const recorded = await readRecorded(files, { inflate: inflateRaw, inflateStart: inflateRawStart, work });
  const info = infoOf(source, recorded);
  const read = await work(readStacks(numberedIn(recorded)));
  return {
    info,
    backend: BACKEND,
    card: cardOf(source, info, recorded),
    notices: recorded.warnings.map((detail) => ({ code: 'recording-warning', detail })),
    makeRun: (runId, inSlices) => inSlices(runOf(runId, info, recorded, read)),
    attention: numberedIn(recorded),
    extras: recorded.extras,
  };
}

/** Before anything is read. */
function checkFiles({ files }: RecordingSource): void {
  if (files.length > MAX_FILES) {
    throw new AppError(
      'bad-recording',
      `these are ${files.length} files; up to ${MAX_FILES} are read as one recording`,
    );
  }
  for (const { path, blob } of files) {
    if (blob.size <= MAX_BYTES) continue;
    throw new AppError('bad-recording', `${cutText(path)} has ${blob.size} bytes; up to ${MAX_BYTES} can be read`);
  }
}

function mainOf({ attention }: RecordedAttention): AttentionTensor {
  const [main] = attention;
  if (main === undefined) throw new AppError('bad-recording', 'there is no attention in these files');
  return main;
}

function infoOf({ id, name }: RecordingSource, recorded: RecordedAttention): ModelInfo {
  const { nLayers, nHeads } = mainOf(recorded);
  const layerNumbers = numbersByStack(numberedIn(recorded));
  return {
    id,
    name: recorded.modelName || name,
    type: 'recorded',
    nLayers,
    nHeads,
    dModel: null,
    isCausal: recorded.isCausal,
    maxTokens: recorded.queryTokens.length,
    precision: 'recorded',
    takesPair: false,
    takes: 'nothing',
    ...(layerNumbers && { layerNumbers }),
  };
}

function cardOf({ files }: RecordingSource, info: ModelInfo, { attention }: RecordedAttention): ModelCard {
  return {
    architecture: 'recorded attention; no model runs',
    nLayers: info.nLayers,
    nHeads: info.nHeads,
    dModel: null,
    dHead: null,
    nParameters: 0,
    precision: 'as recorded',
    opset: 0,
    files: files.map(({ path, blob }) => ({ path, bytes: blob.size })),
    sites: attention.map(({ kind, nLayers, nHeads, nQueries, nKeys }) => ({
      kind,
      layer: 0,
      nodeName: '',
      how: `${nLayers} layers of ${nHeads} heads, ${nQueries} queries by ${nKeys} keys, read from the file`,
    })),
    notShown: [],
  };
}

/** Two sequences are those of an encoder-decoder model: the source is what the encoder read, hence the keys. */
function* runOf(runId: number, model: ModelInfo, recorded: RecordedAttention, read: ReadStacks): Slices<ModelRun> {
  const { queryTokens, keyTokens, queryText, keyText, pairText, hasTarget } = recorded;
  const { thumbnails, rowSumError } = read;
  // Copied where it is not shared, because what is posted is handed over, and the recording may be asked for again.
  const attention: AttentionTensor[] = [];
  for (const tensor of numberedIn(recorded)) attention.push({ ...tensor, data: yield* copyOf(tensor.data) });
  return {
    runId,
    model,
    backend: BACKEND,
    text: hasTarget ? keyText : queryText,
    pair: hasTarget ? queryText : pairText,
    tokens: hasTarget ? keyTokens : queryTokens,
    targetTokens: hasTarget ? queryTokens : null,
    ...(keyTokens !== queryTokens && !hasTarget && { keyTokens }),
    image: null,
    ...(recorded.stages.length > 0 && { stages: recorded.stages }),
    cut: null,
    attention,
    ...(thumbnails.length > 0 && { thumbnails: thumbnails.map((one) => ({ ...one, data: one.data.slice() })) }),
    logits: recorded.logits && { ...recorded.logits, data: recorded.logits.data.slice() },
    rowSumError,
    forwardMs: 0,
  };
}

/** The stacks with the numbers of their layers where these do not count. */
function numberedIn({ attention, layerNumbers }: RecordedAttention): readonly AttentionTensor[] {
  return attention.map((tensor, index) => ({
    ...tensor,
    ...(isCounting(layerNumbers[index]) ? {} : { layerNumbers: layerNumbers[index] ?? [] }),
  }));
}

function isCounting(numbers: readonly number[] | undefined): boolean {
  return numbers === undefined || numbers.every((number, index) => number === index);
}

/** Numbers gone through in a slice: about a millisecond. */
const SLICE = 2 ** 20;

function* copyOf(data: Float32Array): Slices<Float32Array> {
  if (isShared(data)) return data;
  const copy = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += SLICE) {
    copy.set(data.subarray(start, start + SLICE), start);
    yield;
  }
  return copy;
}

/** What reading all weights once tells: how far the worst row is from a sum of 1, and the thumbnails. */
type ReadStacks = { readonly thumbnails: readonly AttentionTensor[]; readonly rowSumError: number };

function* readStacks(attention: readonly AttentionTensor[]): Slices<ReadStacks> {
  const all: AttentionTensor[] = [];
  let rowSumError = 0;
  for (const tensor of attention) {
    const thumbnails = emptyThumbnails(tensor);
    for (let index = 0; index < tensor.nLayers * tensor.nHeads; index++) {
      // Once a head: that is a slice of a few milliseconds at most.
      yield;
      const head = { layer: Math.floor(index / tensor.nHeads), head: index % tensor.nHeads };
      const patterns = { ...tensor, data: patternOf(tensor, head) };
      const room = thumbnails && { ...thumbnails, data: patternOf(thumbnails, head) };
      const { worst } = readWeights(patterns, { mostError: Infinity, mayFallShort: false, thumbnails: room });
      rowSumError = Math.max(rowSumError, worst);
    }
    if (thumbnails !== null) all.push(thumbnails, smallThumbnails(thumbnails));
  }
  return { thumbnails: all, rowSumError };
}

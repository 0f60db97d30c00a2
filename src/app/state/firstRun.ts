import { decodeBase64, encodeBase64 } from '../../core/files/base64.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { Reply } from '../../inference/protocol.ts';
import { SAVED_RUN_ID } from './firstView.ts';

/**
 * What the worker said of the first sentence on the day the page was made: it is painted while the model is on its way. Scores over
 * the vocabulary are left off, and so is how long the pass took, which says nothing of the machine that the page is opened on.
 */
export type FirstRun = {
  readonly loaded: Pick<Extract<Reply, { readonly type: 'loaded' }>, 'model' | 'card' | 'ablation'>;
  readonly run: ModelRun;
  readonly reports: readonly HeadReport[];
};

const FORMAT = 'headlight-first-run 1';
/** A weight is kept as its nearest of 65,536 steps from 0 to 1: off by at most 7.7e-6. */
const STEPS = 65_535;
/** Of all other numbers; so many digits as no label or figure on screen has. */
const DIGITS = 7;

type Written = Omit<FirstRun, 'run'> & {
  readonly format: typeof FORMAT;
  readonly run: Omit<ModelRun, 'attention'> & {
    readonly attention: readonly (Omit<AttentionTensor, 'data'> & { readonly data: string })[];
  };
};

/** As JSON. Weights are base64 of unsigned 16-bit numbers, low byte first; `{"$":"NaN"}` stands for what JSON has no word for. */
export function writeFirstRun({ loaded: { model, card, ablation }, run, reports }: FirstRun): string {
  const { attention, ...rest } = run;
  const saved = {
    ...rest,
    runId: SAVED_RUN_ID,
    logits: null,
    forwardMs: 0,
    attention: attention.map(({ data, ...tensor }) => ({ ...tensor, data: encodeBase64(stepsOf(data)) })),
  };
  return JSON.stringify({ format: FORMAT, loaded: { model, card, ablation }, run: saved, reports }, (_, value) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value as unknown;
    return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : { $: String(value) };
  });
}

/** Its reading. Throws where the text is no such file; what the file holds is the project's own, and believed. */
export function readFirstRun(text: string): FirstRun {
  const written = restored(JSON.parse(text));
  if (!isWritten(written)) throw new RangeError(`no ${FORMAT}`);
  const { loaded, run, reports } = written;
  const attention = run.attention.map((tensor) => ({ ...tensor, data: weightsOf(tensor.data) }));
  return { loaded, run: { ...run, attention }, reports };
}

/** With the numbers that JSON has no word for, in place: a function handed to `JSON.parse` would be called for every value. */
function restored(value: unknown): unknown {
  if (!holds(value)) return value;
  if ('$' in value) return Number(value['$']);
  for (const key in value) if (holds(value[key])) value[key] = restored(value[key]);
  return value;
}

/** Objects, and lists, whose places are keys. */
function holds(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isWritten(value: unknown): value is Written {
  return isRecord(value) && value['format'] === FORMAT;
}

function stepsOf(weights: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(weights.length * 2));
  for (const [at, weight] of weights.entries()) view.setUint16(at * 2, Math.round(weight * STEPS), true);
  return new Uint8Array(view.buffer);
}

function weightsOf(text: string): Float32Array {
  const bytes = decodeBase64(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const weights = new Float32Array(bytes.length / 2);
  for (let at = 0; at < weights.length; at++) weights[at] = view.getUint16(at * 2, true) / STEPS;
  return weights;
}

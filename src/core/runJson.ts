import { base64Parts } from './files/base64.ts';
import type { HeadReport } from './labels/report.ts';
import type { Logits, ModelRun } from './run.ts';
import { NO_EXTRAS } from './runExtras.ts';
import type { OneHeadPart, RunExtras, StudyPart } from './runExtras.ts';
import { stagesOf } from './stack.ts';
import { isStage } from './tensor.ts';
import type { AttentionTensor } from './tensor.ts';

export const RUN_FORMAT = 'headlight-run/1';

/** Logits above this many numbers are left out of an export (40 MB of text). */
const MAX_LOGITS = 4_000_000;

/**
 * A run as JSON text in parts, to be joined in order; the form is documented in docs/run-format.md.
 * Parts keep a large run from being one huge string: an array is many, so that whoever makes the file can pause in between.
 */
export function* runJsonParts(
  run: ModelRun,
  reports: readonly HeadReport[],
  extras: RunExtras = NO_EXTRAS,
): Generator<string> {
  const { model, backend } = run;
  const head = {
    format: RUN_FORMAT,
    model: {
      id: model.id,
      name: model.name,
      type: model.type,
      nLayers: model.nLayers,
      nHeads: model.nHeads,
      causal: model.isCausal,
      precision: model.precision,
    },
    backend: { name: backend.name, threads: backend.threads },
    text: run.text,
    pair: run.pair,
    tokens: run.tokens,
    cut: run.cut,
    ...(run.targetTokens === null ? {} : { targetTokens: run.targetTokens }),
    ...(run.keyTokens === undefined ? {} : { keyTokens: run.keyTokens }),
  };
  yield JSON.stringify(head).slice(0, -1);
  yield ',"attention":[';
  yield* tensorParts(run.attention.filter(({ kind }) => !isStage(kind)));
  yield ']';
  yield* stageParts(run);
  yield* logitsParts(run.logits);
  yield `,"labels":${JSON.stringify(reports.flatMap(labelRows))}`;
  yield `,"stats":${JSON.stringify(reports.map(({ kind, layer, head: index, strongest, lean, stats }) => ({ kind, layer, head: index, strongest, lean, ...stats })))}`;
  yield* extraParts(extras);
  yield '}';
}

/** The field `stages` with its comma: further stages of a pyramid with what stands at their rows and columns; nothing where there are none. */
function* stageParts(run: ModelRun): Generator<string> {
  const stages = stagesOf(run);
  for (const [index, { kind, queryTokens, keyTokens }] of stages.entries()) {
    yield `${index === 0 ? ',"stages":[' : ','}{"queryTokens":${JSON.stringify(queryTokens)},"keyTokens":${JSON.stringify(keyTokens)},"attention":`;
    yield* tensorParts(run.attention.filter((tensor) => tensor.kind === kind));
    yield index === stages.length - 1 ? '}]' : '}';
  }
}

/** Stacks of patterns, as parts of a JSON array without its brackets. */
function* tensorParts(tensors: readonly AttentionTensor[]): Generator<string> {
  for (const [index, tensor] of tensors.entries()) {
    const dims = [tensor.nLayers, tensor.nHeads, tensor.nQueries, tensor.nKeys];
    const layers = tensor.layerNumbers === undefined ? {} : { layerNumbers: tensor.layerNumbers };
    yield index > 0 ? ',' : '';
    yield* arrayParts({ kind: tensor.kind, dims, axes: 'layer,head,query,key', ...layers }, tensor.data);
  }
}

/** The field `logits` with its comma; nothing where there are none or too many. */
function* logitsParts(logits: Logits | null): Generator<string> {
  if (logits === null || logits.data.length > MAX_LOGITS) return;
  yield ',"logits":';
  yield* arrayParts({ dims: [logits.nTokens, logits.nVocab] }, logits.data);
}

/** An object that says what an array is, with the array as base64. */
function* arrayParts(about: object, data: Float32Array): Generator<string> {
  yield `${JSON.stringify({ ...about, encoding: 'base64-float32-le' }).slice(0, -1)},"data":"`;
  yield* base64Parts(littleEndianBytes(data));
  yield '"}';
}

function* extraParts({ ablated, oneHead, studies, alike, notes = [], lookedAt }: RunExtras): Generator<string> {
  if (lookedAt !== undefined) yield `,"lookedAt":${JSON.stringify(lookedAt)}`;
  if (ablated !== null) {
    const { ablation, meanOver, effect, words } = ablated;
    const head = { ...ablation, ...(meanOver !== null && { meanOver }) };
    yield `,"ablation":${JSON.stringify(head).slice(0, -1)},"attention":[`;
    yield* tensorParts(ablated.attention.filter(({ kind }) => !isStage(kind)));
    yield ']';
    yield* logitsParts(ablated.logits);
    const found = JSON.stringify(effectFields({ effect, words }));
    yield found === '{}' ? '}' : `,${found.slice(1)}`;
  }
  if (oneHead.length > 0) {
    yield `,"oneHead":${JSON.stringify(oneHead.map(({ ablation, ...found }) => ({ ...ablation, ...effectFields(found) })))}`;
  }
  if (notes.length > 0) yield `,"notes":${JSON.stringify(notes)}`;
  if (studies.length > 0) yield `,"studies":${JSON.stringify(studies.map(studyRow))}`;
  for (const [index, { kind, texts, thing, nTexts, nContentTexts, comparison }] of alike.entries()) {
    const { nLayers, nHeads, distance, contentDistance, contentMass } = comparison;
    const n = nLayers * nHeads;
    const counts = { ...(nTexts !== null && { nTexts }), ...(nContentTexts !== null && { nContentTexts }) };
    const head = JSON.stringify({ kind, texts, thing, ...counts, nLayers, nHeads });
    yield `${index === 0 ? ',"alike":[' : ','}${head.slice(0, -1)},"distance":`;
    yield* arrayParts({ dims: [n, n] }, distance);
    yield ',"contentDistance":';
    yield* arrayParts({ dims: [n, n] }, contentDistance);
    yield ',"contentMass":';
    yield* arrayParts({ dims: [n] }, contentMass);
    yield '}';
    if (index === alike.length - 1) yield ']';
  }
}

/** An effect with the text of its tokens; nothing where there is none. */
function effectFields({ effect, words }: Pick<OneHeadPart, 'effect' | 'words'>): object {
  return {
    ...(effect !== null && { effect: { ...effect, turns: effect.turns && [...effect.turns] } }),
    ...(words.size > 0 && { words: Object.fromEntries(words) }),
  };
}

function studyRow({ objective, results, refused, ...study }: StudyPart): object {
  const rows = results.map(({ effect, ...place }) => ({ ...place, ...effect }));
  return {
    ...study,
    ...(objective === null ? {} : { objective }),
    results: rows,
    ...(refused.length === 0 ? {} : { refused }),
  };
}

/** NaN has no form in JSON: JSON.stringify writes it as null, which means "nothing to measure". */
function labelRows({ kind, layer, head, labels }: HeadReport): readonly object[] {
  return labels.map(({ gates: _gates, ...score }) => ({ kind, layer, head, ...score }));
}

/** Typed arrays lie in the byte order of the machine; every machine a browser runs on is little-endian, which is checked. */
function littleEndianBytes(data: Float32Array): Uint8Array {
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1)
    throw new RangeError('big-endian machines are not supported');
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

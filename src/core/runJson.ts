import { encodeBase64 } from './base64.ts';
import type { HeadReport } from './labels/report.ts';
import type { ModelRun } from './run.ts';

export const RUN_FORMAT = 'headlight-run/1';

/** Logits above this many numbers are left out of an export (40 MB of text). */
export const MAX_LOGITS = 4_000_000;

/**
 * A run as JSON text in parts, to be joined in order; the form is documented in docs/run-format.md.
 * Parts keep a large run from being one huge string: each array is one part.
 */
export function* runJsonParts(run: ModelRun, reports: readonly HeadReport[]): Generator<string> {
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
  for (const [index, tensor] of run.attention.entries()) {
    const dims = [tensor.nLayers, tensor.nHeads, tensor.nQueries, tensor.nKeys];
    const layers = tensor.layerNumbers === undefined ? {} : { layerNumbers: tensor.layerNumbers };
    const about = { kind: tensor.kind, dims, axes: 'layer,head,query,key', ...layers, encoding: 'base64-float32-le' };
    yield `${index > 0 ? ',' : ''}${JSON.stringify(about).slice(0, -1)},"data":"`;
    yield encodeBase64(littleEndianBytes(tensor.data));
    yield '"}';
  }
  yield ']';
  if (run.logits !== null && run.logits.data.length <= MAX_LOGITS) {
    const about = { dims: [run.logits.nTokens, run.logits.nVocab], encoding: 'base64-float32-le' };
    yield `,"logits":${JSON.stringify(about).slice(0, -1)},"data":"`;
    yield encodeBase64(littleEndianBytes(run.logits.data));
    yield '"}';
  }
  yield `,"labels":${JSON.stringify(reports.flatMap(labelRows))}`;
  yield `,"stats":${JSON.stringify(reports.map(({ kind, layer, head: index, strongest, stats }) => ({ kind, layer, head: index, strongest, ...stats })))}}`;
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

import type { ErrorCode } from '../../core/errors.ts';

/** Every code once: the compiler asks for those that are missing. */
const CODES: Readonly<Record<ErrorCode, true>> = {
  'model-not-found': true,
  'model-fetch-failed': true,
  'model-truncated': true,
  'not-onnx': true,
  'file-missing': true,
  'no-attention': true,
  'unsupported-graph': true,
  'unsupported-operator': true,
  'tokenizer-failed': true,
  'no-backend': true,
  'runtime-unfetched': true,
  'out-of-memory': true,
  'too-large': true,
  'run-failed': true,
  'label-failed': true,
  'bad-attention': true,
  'hub-unreachable': true,
  'hub-refused': true,
  'hub-unasked': true,
  'bad-recording': true,
  'bad-input': true,
  'figure-failed': true,
  'worker-crashed': true,
  stopped: true,
};

export const ERROR_CODES = Object.keys(CODES).filter((code): code is ErrorCode => code in CODES);

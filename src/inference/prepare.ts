import { AppError } from '../core/errors.ts';
import { messageOf } from './errors.ts';
import { readConfig } from './modelConfig.ts';
import type { ModelConfig } from './modelConfig.ts';
import type { ModelFiles } from './modelFiles.ts';
import type { ModelSource } from './protocol.ts';
import type { ExposedModel } from './session.ts';
import { exposeAttention } from './surgery/expose.ts';
import { readGraph } from './surgery/readGraph.ts';
import { createTokenizer } from './tokenizer/tokenizer.ts';
import type { ModelTokenizer } from './tokenizer/tokenizer.ts';

/** A model read and exposed, not yet running; kept in memory to start it again on another backend. */
export type PreparedModel = {
  readonly source: ModelSource;
  readonly config: ModelConfig;
  readonly tokenizerConfig: unknown;
  readonly tokenizer: ModelTokenizer;
  readonly exposed: ExposedModel;
};

/**
 * Makes the tokenizer and the graph with its attention exposed.
 * Throws AppError 'tokenizer-failed', 'not-onnx', 'model-truncated', 'no-attention' or 'unsupported-graph'.
 */
export function prepareModel(source: ModelSource, files: ModelFiles): PreparedModel {
  const facts = readGraph(files.onnx);
  return {
    source,
    config: readConfig(files.config),
    tokenizerConfig: files.tokenizerConfig,
    tokenizer: makeTokenizer(files),
    exposed: { facts, bytes: exposeAttention(files.onnx, facts).model },
  };
}

function makeTokenizer(files: ModelFiles): ModelTokenizer {
  try {
    return createTokenizer(files.tokenizer, files.tokenizerConfig);
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('tokenizer-failed', messageOf(error));
  }
}

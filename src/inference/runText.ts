import { AppError } from '../core/errors.ts';
import type { ModelRun } from '../core/run.ts';
import type { AttentionTensor } from '../core/tensor.ts';
import { packAttention } from './pack.ts';
import type { LayerOutput } from './pack.ts';
import type { Request } from './protocol.ts';
import type { StartedModel } from './start.ts';
import type { ModelTokenizer } from './tokenizer/tokenizer.ts';

export type RunRequest = Extract<Request, { type: 'run' }>;

/** A checked run, and the main stack's layers as the runtime gave them, which the labeller reads. */
export type TextRun = { readonly run: ModelRun; readonly layers: readonly LayerOutput[] };

/**
 * Takes a text through the model.
 * Throws AppError: 'run-failed', 'bad-attention', 'unsupported-graph' if attention and tokens differ in number,
 * 'out-of-memory'.
 */
export async function runText(
  { info, backend, session }: StartedModel,
  tokenizer: ModelTokenizer,
  { runId, text, pair }: RunRequest,
): Promise<TextRun> {
  const { tokens, typeIds, cut } = tokenizer.encode(text, pair, info.maxTokens);
  if (tokens.length === 0) throw new AppError('run-failed', 'the text has no tokens');
  const { layers, logits, forwardMs } = await session.run({ ids: tokens.map((token) => token.id), typeIds });
  const { attention, rowSumError } = packAttention(layers);
  checkLengths(attention[0], tokens.length);
  const run = { runId, model: info, backend, text, pair, tokens, cut, attention, logits, rowSumError, forwardMs };
  return { run, layers: layers.filter(({ kind }) => kind === layers[0]?.kind) };
}

/** The picture has one row and one column for each token, or none at all. */
function checkLengths(tensor: AttentionTensor | undefined, nTokens: number): void {
  if (tensor?.nQueries === nTokens && tensor.nKeys === nTokens) return;
  const shape = `${tensor?.nQueries ?? 0} x ${tensor?.nKeys ?? 0}`;
  throw new AppError('unsupported-graph', `attention of ${shape} for ${nTokens} tokens`);
}

import { record } from '../sources/modelConfig.ts';
import type { Fields } from '../sources/modelConfig.ts';
import { readFirstChoices } from './firstChoices.ts';
import type { Choice } from './firstChoices.ts';
import { readIds } from './readIds.ts';

/** How an encoder-decoder model begins and ends a target: token ids. */
export type GenerationConfig = {
  /** What the decoder reads first; null where no file says. */
  readonly start: number | null;
  readonly ends: readonly number[];
  /** What the target must begin with behind that, such as its language. */
  readonly first: readonly Choice[];
  /** What is never written. */
  readonly never: readonly number[];
  /** What is not written where the model is first free to choose. */
  readonly neverFirst: readonly number[];
};

/**
 * Reads generation_config.json, which goes before config.json; what is forced by place is never mixed of both.
 * Source: Hugging Face GenerationConfig: decoder_start_token_id (else bos_token_id), eos_token_id (one or several),
 * bad_words_ids (words of one token), suppress_tokens, begin_suppress_tokens; what is forced: `readFirstChoices`.
 */
export function readGenerationConfig(generationConfig: unknown, config: unknown): GenerationConfig {
  const { forced_decoder_ids: forced, ...rest } = record(config);
  // Older files force what the newer one beside them leaves to the model.
  const own = generationConfig === null ? { ...rest, forced_decoder_ids: forced } : rest;
  const fields: Fields = { ...own, ...withoutNulls(record(generationConfig)) };
  const [start] = [...readIds(fields['decoder_start_token_id']), ...readIds(fields['bos_token_id'])];
  const badWords = Array.isArray(fields['bad_words_ids']) ? fields['bad_words_ids'] : [];
  return {
    start: start ?? null,
    ends: readIds(fields['eos_token_id']),
    first: readFirstChoices(fields),
    never: [
      ...badWords.flatMap((word) => (Array.isArray(word) && word.length === 1 ? readIds(word) : [])),
      ...readIds(fields['suppress_tokens']),
    ],
    neverFirst: readIds(fields['begin_suppress_tokens']),
  };
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

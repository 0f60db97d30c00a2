import { record } from '../sources/modelConfig.ts';
import type { Fields } from '../sources/modelConfig.ts';

/** How an encoder-decoder model begins and ends a target: token ids. */
export type GenerationConfig = {
  /** What the decoder reads first; null where no file says. */
  readonly start: number | null;
  readonly ends: readonly number[];
  /** What the target must begin with, such as the target language. */
  readonly forcedFirst: number | null;
  /** What is never written. */
  readonly never: readonly number[];
};

/**
 * Reads generation_config.json, which goes before config.json.
 * Source: Hugging Face GenerationConfig: decoder_start_token_id (else bos_token_id), eos_token_id (one or several),
 * forced_bos_token_id, bad_words_ids (words of one token), suppress_tokens.
 */
export function readGenerationConfig(generationConfig: unknown, config: unknown): GenerationConfig {
  const fields: Fields = { ...record(config), ...withoutNulls(record(generationConfig)) };
  const [start] = [...ids(fields['decoder_start_token_id']), ...ids(fields['bos_token_id'])];
  const [forcedFirst] = ids(fields['forced_bos_token_id']);
  const badWords = Array.isArray(fields['bad_words_ids']) ? fields['bad_words_ids'] : [];
  return {
    start: start ?? null,
    ends: ids(fields['eos_token_id']),
    forcedFirst: forcedFirst ?? null,
    never: [
      ...badWords.flatMap((word) => (Array.isArray(word) && word.length === 1 ? ids(word) : [])),
      ...ids(fields['suppress_tokens']),
    ],
  };
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** Runtimes count ids in 32 bits. */
const MAX_ID = 2 ** 31 - 1;

function ids(value: unknown): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((id) => (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= MAX_ID ? [id] : []));
}

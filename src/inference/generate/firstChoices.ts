import { record } from '../sources/modelConfig.ts';
import type { Fields } from '../sources/modelConfig.ts';
import { readIds } from './readIds.ts';

/** What may stand at a place of a target: one of these ids, or any where there is none. */
export type Choice = readonly number[];

/** What Whisper does where no file says: the other task is to translate. */
const USUAL_TASK = 'transcribe';

/**
 * What a target begins with behind its start token, place by place. A language and a task that are named go before
 * those that are forced; without a language the model says which of them it hears.
 * Source: Hugging Face GenerationConfig: forced_bos_token_id, forced_decoder_ids (pairs of place and id, from place 1
 * on; null where the model says), and Whisper's language, lang_to_id, task, task_to_id and no_timestamps_token_id.
 */
export function readFirstChoices(fields: Fields): readonly Choice[] {
  const languages = Object.values(record(fields['lang_to_id'])).flatMap(readIds);
  const choices = named(fields, languages) ?? forced(fields, languages) ?? usual(fields, languages);
  const [untimed] = readIds(fields['no_timestamps_token_id']);
  return untimed === undefined || choices.at(-1)?.[0] === untimed ? choices : [...choices, [untimed]];
}

/** Null where neither a language nor a task is named, or there is none to choose. */
function named(fields: Fields, languages: Choice): readonly Choice[] | null {
  const isNamed = nameIn(fields, 'language') !== null || nameIn(fields, 'task') !== null;
  return isNamed && languages.length > 0 ? spoken(fields, languages) : null;
}

function spoken(fields: Fields, languages: Choice): readonly Choice[] {
  const code = nameIn(fields, 'language')?.replaceAll(/[<|>]/g, '');
  const language = readIds(record(fields['lang_to_id'])[`<|${code}|>`]);
  const task = readIds(record(fields['task_to_id'])[nameIn(fields, 'task') ?? USUAL_TASK]);
  return [language.length > 0 ? language : languages, ...task.map((id) => [id])];
}

function nameIn(fields: Fields, field: string): string | null {
  const name = fields[field];
  return typeof name === 'string' ? name : null;
}

/** Null where nothing is forced. */
function forced(fields: Fields, languages: Choice): readonly Choice[] | null {
  const pairs: readonly unknown[] = Array.isArray(fields['forced_decoder_ids']) ? fields['forced_decoder_ids'] : [];
  const byPlace = new Map(pairs.flatMap((pair) => (Array.isArray(pair) ? [[pair[0], readIds(pair[1])]] : [])));
  const choices: Choice[] = [];
  for (let ids = byPlace.get(1); ids !== undefined; ids = byPlace.get(choices.length + 1)) {
    choices.push(ids.length > 0 ? ids : choices.length === 0 ? languages : []);
  }
  return choices.length > 0 ? choices : null;
}

function usual(fields: Fields, languages: Choice): readonly Choice[] {
  if (languages.length > 0) return spoken(fields, languages);
  return readIds(fields['forced_bos_token_id']).map((id) => [id]);
}

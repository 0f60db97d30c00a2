import { isRecord } from '../../core/isRecord.ts';
import type { Lesson } from '../../core/lessons/lesson.ts';
import { readLesson } from '../../core/lessons/readLesson.ts';
import { VOCABULARY } from './vocabulary.ts';

/** A lesson, or why there is none, in words for whoever opened it. */
export type Fetched = { readonly lesson: Lesson } | { readonly trouble: string };

const fetched = new Map<string, Promise<Fetched>>();

/** Fetches a lesson from the folder "lessons" beside the page, once; what has failed is asked for again. */
export function fetchLesson(id: string): Promise<Fetched> {
  const known = fetched.get(id);
  if (known !== undefined) return known;
  const coming = load(id);
  fetched.set(id, coming);
  return coming;
}

/** The ids of the lessons, in their order. Throws TypeError where the list cannot be had. */
export async function fetchIds(): Promise<readonly string[]> {
  const list = await json('index');
  const ids: unknown = isRecord(list) ? list['lessons'] : null;
  if (!Array.isArray(ids)) throw new TypeError('invalid list of lessons');
  return ids.map(String);
}

async function load(id: string): Promise<Fetched> {
  const found = await read(id);
  if ('trouble' in found) fetched.delete(id);
  return found;
}

async function read(id: string): Promise<Fetched> {
  let found: unknown;
  try {
    found = await json(id);
  } catch (thrown) {
    // A host may answer with its own page for what is not there.
    return thrown instanceof SyntaxError || thrown instanceof RangeError
      ? { trouble: `There is no lesson “${id}” here. Choose another one from the list.` }
      : { trouble: 'The lesson could not be fetched. Check the connection, then choose it again.' };
  }
  const { lesson, wrong } = readLesson(found, VOCABULARY);
  return wrong.length === 0 ? { lesson } : { trouble: `This lesson cannot be shown. ${wrong.slice(0, 3).join('; ')}.` };
}

/** Throws RangeError if it is not there, SyntaxError for a file of another form, and what `fetch` throws. */
async function json(name: string): Promise<unknown> {
  const response = await fetch(new URL(`lessons/${name}.json`, document.baseURI));
  if (!response.ok) throw new RangeError(`${name}: ${response.status}`);
  return response.json();
}

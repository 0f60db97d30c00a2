import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isOverview } from '../src/app/learn/place.ts';

const folder = resolve(import.meta.dirname, '../public/lessons');
const read = (name: string): { readonly lessons: readonly string[]; readonly pages: readonly unknown[] } =>
  JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8'));

/** How many pages each lesson of the list has. */
const LENGTHS: ReadonlyMap<string, number> = new Map(read('index').lessons.map((id) => [id, read(id).pages.length]));

/** Whether something stands where `?lesson=` leads with this: a page of a lesson that comes with the page, the list, the glossary or what to read on. */
export function isPage(address: string): boolean {
  if (isOverview(address)) return true;
  const [, id = '', page = '1'] = /^([a-z][a-z\d-]*)(?:\.([1-9]\d?))?$/.exec(address) ?? [];
  return Number(page) <= (LENGTHS.get(id) ?? 0);
}

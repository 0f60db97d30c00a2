import type { ModelInput } from '../src/core/modelInputs.ts';
import type { FamilyRow, OpenedRow, ShownStack } from '../src/inference/testing/familyRows.ts';
import { wrapped } from './markdown.ts';

/** Around the list in docs/models.md. */
export const FAMILY_MARKS = ['<!-- families -->', '<!-- end of families -->'] as const;

const READS: Readonly<Record<ModelInput, string>> = {
  text: 'text',
  ids: 'token ids',
  'text-to-text': 'two texts',
  image: 'a picture',
  'image-text': 'a picture and a text',
  sound: 'a sound',
  'sound-to-text': 'a sound and a text',
  nothing: 'random numbers',
};

/** A page of Markdown with the list of families put between its marks. Throws RangeError where they are not there. */
export function withFamilies(page: string, rows: readonly (FamilyRow | OpenedRow)[]): string {
  const [from, to] = FAMILY_MARKS.map((mark) => page.indexOf(mark));
  if (from === undefined || to === undefined || from < 0 || to < from) throw new RangeError('no marks for families');
  const items = rows.map((row) => `- ${wrapped(item(row))}\n`);
  return `${page.slice(0, from + FAMILY_MARKS[0].length)}\n\n${items.join('')}\n${page.slice(to)}`;
}

function item({ name, layout, takes, shown, tolerance, lacks, refused }: FamilyRow | OpenedRow): string {
  const head = `**${name}**, ${layout}`;
  if (refused || takes === undefined || shown === undefined) return `${head}: refused, ${refused?.words ?? 'unknown'}.`;
  const missing = lacks === undefined ? '' : `; not shown: ${lacks}`;
  return `${head}: ${shown.map(stack).join(', ')}, weights within ${tolerance}; reads ${READS[takes]}${missing}.`;
}

function stack([kind, layers, nHeads]: ShownStack): string {
  const counts = layers.every((layer, at) => layer === at);
  const word = layers.length === 1 ? 'layer' : 'layers';
  const which = counts ? `${layers.length} ${word}` : `${word} ${layers.join(' and ')}`;
  return `${kind} ${which} of ${nHeads} heads`;
}

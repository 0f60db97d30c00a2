import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import type { FamilyRow, OpenedRow, PartRow } from '../src/core/families.ts';
import { familyWords } from '../src/core/families.ts';

type Row = FamilyRow | OpenedRow | PartRow;

/** What the page says of each row: which test holds it, in which folder and how it is compared is for those who test. */
export function familiesTold(rows: readonly Row[]): readonly { readonly name: string; readonly words: string }[] {
  return rows.map((row) => ({ name: row.name, words: `${row.layout}: ${familyWords(row)}.` }));
}

const TOLD = /\/families\.json\?told$/;

/** Gives the page, where it imports `families.json?told`, the words of that file alone. */
export function tellFamilies(): Plugin {
  return {
    name: 'headlight:families',
    enforce: 'pre',
    load(id) {
      if (!TOLD.test(id)) return null;
      const path = id.replace('?told', '');
      this.addWatchFile(path);
      const rows: readonly Row[] = JSON.parse(readFileSync(path, 'utf8'));
      // As text, which a browser reads sooner than the same in brackets.
      const text = JSON.stringify(JSON.stringify(familiesTold(rows)));
      return { code: `export default JSON.parse(${text});`, moduleType: 'js' };
    },
  };
}

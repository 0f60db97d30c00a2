// Writes docs/glossary.md from the terms of the page.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { glossaryPage } from './glossaryPage.ts';

writeFileSync(resolve(import.meta.dirname, '../docs/glossary.md'), glossaryPage());
console.log('docs/glossary.md written');

// Writes docs/glossary.md from the terms of the page, and docs/reading.md from its papers.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { glossaryPage } from './glossaryPage.ts';
import { readingPage } from './readingPage.ts';

const docs = resolve(import.meta.dirname, '../docs');
writeFileSync(resolve(docs, 'glossary.md'), glossaryPage());
writeFileSync(resolve(docs, 'reading.md'), readingPage());
console.log('docs/glossary.md and docs/reading.md written');

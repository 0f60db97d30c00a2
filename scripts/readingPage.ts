import { READING } from '../src/core/glossary/reading.ts';
import { escaped, wrapped } from './markdown.ts';

const INTRO = `# What to read on

Papers, oldest first, each with one thing to look for in it and the pages of lessons in which the same can be seen; links of those are
the part behind the page's address. On the page this list is \`?lesson=reading\`. It is written from \`src/core/glossary/reading.ts\`
(\`npm run glossary\`); a test fails where the two differ.
`;

/** docs/reading.md as it is to be. */
export function readingPage(): string {
  const items = READING.map(({ by, year, title, url, lookFor, here }) => {
    const places = here.map((place) => `\`?lesson=${place}\``).join(', ');
    return `**[${title}](${url})**, ${by}, ${year}. Look for: ${escaped(lookFor)} See it in: ${places}.`;
  });
  return `${INTRO}\n${items.map((item) => `- ${wrapped(item)}\n`).join('')}`;
}

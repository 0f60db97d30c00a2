import { GLOSSARY } from '../src/core/glossary/glossary.ts';
import { escaped, wrapped } from './markdown.ts';

const INTRO = `# Glossary

Every term of art that the page uses. On the page each has a dotted line, and these words stand where it does: point at the word,
tap it, or come to it by Tab. This file is written from \`src/core/glossary\` (\`npm run glossary\`); a test fails where the two
differ.
`;

/** docs/glossary.md as it is to be: the terms by name, each with where there is more to read. */
export function glossaryPage(): string {
  const entries: readonly { readonly name: string; readonly says: string; readonly more?: string }[] =
    Object.values(GLOSSARY);
  const items = entries
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }))
    .map(({ name, says, more }) => `**${more === undefined ? name : `[${name}](${more})`}**: ${escaped(says)}`);
  return `${INTRO}\n${items.map((item) => `- ${wrapped(item)}\n`).join('')}`;
}

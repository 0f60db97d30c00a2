import type { AskedWord } from '../../core/inside/questions.ts';
import { isolated, visibleText } from '../../core/tokenText.ts';

/** How the model reads a word that was typed, and which of its tokens the numbers are of. */
export function readWords({ word, tokens }: AskedWord): string {
  const said = `“${isolated(word)}”`;
  const [first] = tokens;
  if (first === undefined) return `This model has no token for ${said}.`;
  const names = tokens.map((token) => `“${isolated(visibleText(token))}”`);
  if (tokens.length > 1)
    return `${said} is ${tokens.length} tokens of this model: ${names.join(', ')}. The numbers are of the first.`;
  if (visibleText(first) !== word) return `${said} is one token of this model, which reads it as ${names.join('')}.`;
  return `${said} is one token of this model${first.text.startsWith(' ') ? ', with the space before it' : ''}.`;
}

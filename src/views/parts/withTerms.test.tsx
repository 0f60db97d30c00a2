import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { withTerms } from './withTerms.tsx';

type Words = Parameters<typeof withTerms>[1];

/** A sentence with what is dotted in brackets, behind it the term. */
const dotted = (text: string, words: Words): string =>
  renderToStaticMarkup(<>{withTerms(text, words)}</>).replaceAll(
    /<button[^>]* data-term="([^"]+)"[^>]*>([^<]*)<\/button>/g,
    '[$2:$1]',
  );

test.each<[string, Words, string]>([
  ['mean KL 0.12 nats', { nats: 'nats', KL: 'kl' }, 'mean [KL:kl] 0.12 [nats:nats]'],
  ['no term at all', { KL: 'kl' }, 'no term at all'],
  ['', { KL: 'kl' }, ''],
  // Only where it first stands, and only as a word of its own.
  ['loss and loss', { loss: 'loss' }, '[loss:loss] and loss'],
  ['a size of z', { z: 'z' }, 'a size of [z:z]'],
  ['WASM · 2 threads · 8 bits', { WASM: 'wasm', '8 bits': 'q8' }, '[WASM:wasm] · 2 threads · [8 bits:q8]'],
  // Of two that share letters the one that begins first.
  ['content keys', { keys: 'key', 'content keys': 'content-keys' }, '[content keys:content-keys]'],
])('%j', (text, words, html) => {
  expect(dotted(text, words)).toBe(html);
});

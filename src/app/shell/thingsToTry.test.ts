import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { THINGS_TO_TRY } from './thingsToTry.ts';
import { decodeView, encodeView } from '../state/url.ts';

const CONFIG: unknown = JSON.parse(readFileSync('models/bookworm-gpt/config.json', 'utf8'));

test.each(THINGS_TO_TRY)('“$title” is a link as the page writes it, to heads that are there', ({ query }) => {
  const view = decodeView(query);
  expect(encodeView(view)).toBe(query);
  const heads = [...view.heads, ...view.ablation];
  expect(CONFIG).toMatchObject({ n_layer: 4, n_head: 8 });
  expect(heads.filter(({ layer, head }) => layer >= 4 || head >= 8)).toEqual([]);
});

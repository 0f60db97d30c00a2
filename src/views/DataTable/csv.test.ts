import { expect, test } from 'vitest';
import { isolated } from '../../core/tokenText.ts';
import { tableCsv } from './csv.ts';

test('a table as a file has units in its titles, and names without the marks that keep them apart on screen', () => {
  const columns = [
    { id: 'token', title: 'token', kind: 'text', value: ({ token }: { token: string }) => `${isolated(token)} (3)` },
    { id: 'loss', title: 'loss', unit: 'nats', kind: 'number', value: () => 0.125 },
    { id: 'kl', title: 'KL', kind: 'number', value: () => null },
  ] as const;
  expect(
    tableCsv(columns, [{ token: 'شكرا' }, { token: 'boy' }])
      .trim()
      .split(/\r?\n/),
  ).toEqual(['token,loss (nats),KL', 'شكرا (3),0.125,', 'boy (3),0.125,']);
});

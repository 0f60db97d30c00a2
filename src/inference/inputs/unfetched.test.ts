import { expect, test, vi } from 'vitest';
import { fetchReader } from '../run/prepare.ts';
import type { PreparedModel } from '../run/prepared.ts';

vi.mock('../sound/hear.ts', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

const fetchFor = (takes: PreparedModel['takes']) => fetchReader({ takes });

test.each(['sound', 'sound-to-text'] as const)('what hears a %s is asked for while its model loads', async (takes) => {
  await expect(fetchFor(takes)).rejects.toMatchObject({ code: 'runtime-unfetched' });
});

test('a text needs nothing of the kind', async () => {
  await expect(fetchFor('text')).resolves.toBeUndefined();
});

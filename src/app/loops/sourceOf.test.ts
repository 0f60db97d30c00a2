import { expect, test } from 'vitest';
import type { CatalogModel } from '../state/catalog.ts';
import { sourceOf } from './sourceOf.ts';
import { decodeView } from '../state/url.ts';

const HERE: CatalogModel = {
  id: 'bookworm-gpt',
  name: 'Bookworm GPT',
  description: '',
  nLayers: 4,
  nHeads: 8,
  bytes: 1,
  takes: 'text',
  firstText: null,
  examples: [],
  samplesUrl: null,
  trainedUrl: null,
  momentsUrl: null,
  heldOut: null,
  isListed: true,
  source: {
    from: 'here',
    id: 'bookworm-gpt',
    name: 'Bookworm GPT',
    base: '../',
    graphs: [{ role: 'whole', path: 'm.onnx' }],
    precision: 'fp32',
  },
};

const source = (query: string, agreed: readonly string[] = []) => sourceOf(decodeView(query), [HERE], null, agreed);

test('a model that comes with the page needs no hub, whatever host the link names', () => {
  expect(source('?host=https://evil.example')).toBe(HERE.source);
});

test('a model of a hub comes from there once the person has agreed to it', () => {
  const query = '?model=a/b&host=https://mirror.example';
  expect(() => source(query)).toThrow(
    expect.objectContaining({ code: 'hub-unasked', detail: 'https://mirror.example' }),
  );
  expect(source(query, ['https://mirror.example'])).toMatchObject({ from: 'hub', host: 'https://mirror.example' });
});

test('an id that is neither here nor a repository is not found', () => {
  expect(() => source('?model=nothing')).toThrow(expect.objectContaining({ code: 'model-not-found' }));
});

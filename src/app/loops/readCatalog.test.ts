import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCatalog } from './readCatalog.ts';

fc.configureGlobal({ seed: 20_261_121 });

const SHIPPED: unknown = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../models/manifest.json'), 'utf8'),
);

const ENTRY = {
  id: 'tiny',
  name: 'Tiny',
  description: 'A model to test with.',
  precision: 'fp32',
  takes: 'image',
  samples: 'other/samples.json',
  dims: { nLayers: 2, nHeads: 3 },
  files: [
    { path: 'config.json', bytes: 100, served: true },
    { path: 'onnx/model.onnx', bytes: 4000, served: true },
    { path: 'model.safetensors', bytes: 90_000, served: false },
  ],
};

/** What a call gives or throws, in one word. */
function outcome(call: () => unknown): string {
  try {
    return Array.isArray(call()) ? 'array' : 'something else';
  } catch (error) {
    return error instanceof Error ? error.name : 'no error';
  }
}

describe('the catalog of models', () => {
  test('can be read from the manifest that comes with the app', () => {
    const catalog = readCatalog(SHIPPED, 'http://localhost/');
    const compared = (name: string) => [1, 2, 4, 8, 16].map((n) => `${name}-h${n}`);
    expect(catalog.map(({ id }) => id)).toEqual([
      'bookworm-gpt',
      'bookworm-bert',
      'fashion-vit',
      'dates',
      'spoken-digits',
      'grid-walker',
      ...compared('fashion-vit'),
      ...compared('bookworm-tiny'),
      ...[0, 50, 150, 400, 1000].map((step) => `dates-step-${step}`),
    ]);
    expect(catalog.filter(({ isListed }) => isListed).map(({ id, takes }) => [id, takes])).toEqual([
      ['bookworm-gpt', 'text'],
      ['bookworm-bert', 'text'],
      ['fashion-vit', 'image'],
      ['dates', 'text-to-text'],
      ['spoken-digits', 'sound'],
      ['grid-walker', 'text'],
    ]);
    for (const { nLayers, nHeads, bytes, source } of catalog) {
      expect(nLayers * nHeads).toBeGreaterThan(0);
      expect(bytes).toBeGreaterThan(300_000);
      expect(source.base).toBe(`http://localhost/models/${source.id}/`);
    }
  });

  test('tells where the moments of a training lie, which are not fetched with the model', () => {
    const files = [...ENTRY.files, { path: 'moments.json', bytes: 7000, served: true }];
    const [model] = readCatalog({ models: [{ ...ENTRY, files, moments: 'tiny/moments.json' }] }, 'https://host/');
    expect(model).toMatchObject({ bytes: 4100, momentsUrl: 'https://host/models/tiny/moments.json' });
  });

  test('tells of the held-out pictures, which are not fetched with the model', () => {
    const files = [...ENTRY.files, { path: 'pictures.json', bytes: 7000, served: true }];
    const heldOut = { path: 'tiny/pictures.json', pictures: 60 };
    const [model] = readCatalog({ models: [{ ...ENTRY, files, heldOut }] }, 'https://host/');
    expect(model).toMatchObject({ bytes: 4100, heldOut: { url: 'https://host/models/tiny/pictures.json', n: 60 } });
  });

  test('tells where a model lies, under whatever address the app is served', () => {
    const [model] = readCatalog({ models: [ENTRY] }, 'https://host/some/where/');
    expect(model).toMatchObject({ id: 'tiny', name: 'Tiny', nLayers: 2, nHeads: 3, takes: 'image', firstText: null });
    expect(model?.samplesUrl).toBe('https://host/some/where/models/other/samples.json');
    expect([model?.trainedUrl, model?.heldOut]).toEqual([null, null]);
    expect(model?.source).toMatchObject({
      id: 'tiny',
      name: 'Tiny',
      base: 'https://host/some/where/models/tiny/',
      graphs: [{ role: 'whole', path: 'onnx/model.onnx' }],
      precision: 'fp32',
    });
  });

  test('finds an encoder and a decoder where they lie in place of one graph', () => {
    const files = ['config.json', 'onnx/encoder_model.onnx', 'onnx/decoder_model.onnx'].map((path) => {
      return { path, bytes: 10, served: true };
    });
    expect(readCatalog({ models: [{ ...ENTRY, files }] }, '/')[0]?.source.graphs).toEqual([
      { role: 'encoder', path: 'onnx/encoder_model.onnx' },
      { role: 'decoder', path: 'onnx/decoder_model.onnx' },
    ]);
    const unserved = files.map((file) => ({ ...file, served: file.path !== 'onnx/decoder_model.onnx' }));
    expect(readCatalog({ models: [{ ...ENTRY, files: unserved }] }, '/')[0]?.source.graphs).toHaveLength(1);
  });

  test('counts the bytes of the files that are fetched, and no others', () => {
    expect(readCatalog({ models: [ENTRY] }, '/')[0]?.bytes).toBe(4100);
  });

  test.each([
    ['no models', {}],
    ['models that are no list', { models: {} }],
    ['an entry without dims', { models: [{ ...ENTRY, dims: undefined }] }],
    ['an entry without files', { models: [{ ...ENTRY, files: undefined }] }],
    ['an entry without a name', { models: [{ ...ENTRY, name: undefined }] }],
    ['a count that is a text', { models: [{ ...ENTRY, dims: { nLayers: '2', nHeads: 3 } }] }],
    ['examples that are no list of texts', { models: [{ ...ENTRY, examples: ['a', 1] }] }],
    ['a file without bytes', { models: [{ ...ENTRY, files: [{ path: 'a', served: true }] }] }],
  ])('refuses a manifest with %s', (_, manifest) => {
    expect(() => readCatalog(manifest, '/')).toThrow(TypeError);
  });

  test('refuses whatever else is no manifest with a TypeError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ models: fc.array(fc.anything()) })), (manifest) => {
        expect(outcome(() => readCatalog(manifest, '/'))).toMatch(/^(array|TypeError)$/);
      }),
    );
  });
});

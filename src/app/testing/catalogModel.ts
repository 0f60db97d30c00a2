import type { CatalogModel } from '../state/catalog.ts';

/** A model that comes with the page, with nothing beside it but what is said. */
export function catalogModel(id: string, beside: Partial<CatalogModel> = {}): CatalogModel {
  return {
    id,
    name: id,
    description: '',
    nLayers: 2,
    nHeads: 3,
    bytes: 1,
    takes: 'text',
    firstText: null,
    examples: [],
    samplesUrl: null,
    trainedUrl: null,
    momentsUrl: null,
    heldOut: null,
    isListed: true,
    source: { from: 'here', id, name: id, base: '/', graphs: [{ role: 'whole', path: 'm.onnx' }], precision: 'fp32' },
    ...beside,
  };
}

import type { ModelCard } from '../../core/card.ts';
import type { ModelInfo } from '../../core/run.ts';
import type { LayerPlan } from './layerPlan.ts';
import type { PreparedModel } from './prepared.ts';

/** What a person can check about a model that has run once. */
export function makeCard(
  { config, graphs, files, offered, asked }: PreparedModel,
  info: ModelInfo,
  plan: LayerPlan,
): ModelCard {
  const sites = graphs.flatMap((facts) => facts.sites);
  return {
    architecture: config.architecture ?? config.type,
    nLayers: info.nLayers,
    nHeads: info.nHeads,
    dModel: info.dModel,
    dHead: config.dHead ?? widthOfHead(info),
    nParameters: graphs.reduce((sum, { nParameters }) => sum + nParameters, 0),
    precision: info.precision,
    opset: Math.max(...graphs.map(({ opset }) => opset)),
    files,
    ...(offered.length > 1 && { graphs: offered }),
    ...(asked.length > 0 && { inputs: asked }),
    sites: sites.flatMap(({ nodeName, how, inside }, index) => {
      const place = plan.places[index];
      return place ? [{ ...place, nodeName, how, ...(inside?.stored && { weights: inside.stored }) }] : [];
    }),
    notShown: [
      ...plan.notShown.map(({ index, why }) => ({ nodeName: sites[index]?.nodeName ?? '', why })),
      ...graphs.flatMap((facts) => [
        ...facts.notAttention,
        ...facts.otherMixers.map(({ nodeName, what }) => ({ nodeName, why: what })),
      ]),
    ],
  };
}

function widthOfHead({ dModel, nHeads }: ModelInfo): number | null {
  return dModel !== null && dModel % nHeads === 0 ? dModel / nHeads : null;
}

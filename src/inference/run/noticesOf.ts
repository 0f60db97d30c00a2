import { isStage } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { MODALITIES } from '../inputs/modalities.ts';
import {
  causalMaskNotice,
  headsFixedNotice,
  IDS_NOTICE,
  inputsChosenNotice,
  lastPassNotice,
  longestNotice,
  ONE_LINE_NOTICE,
  severalGraphsNotice,
  WINDOWS_NOTICE,
} from '../inputs/modelNotices.ts';
import { maskThatHidesLater } from '../inputs/saidOfInputs.ts';
import type { Notice } from '../protocol.ts';
import { guessOf, settingOf } from '../runtime/feeds.ts';
import type { PreparedModel } from './prepared.ts';

/** What the first run showed that people must know of. */
type Shown = {
  readonly typesIds: boolean;
  /** Tokens that it takes at most, where that was found by trying. */
  readonly longest: number | null;
  readonly attention: readonly AttentionTensor[];
};

/** What people must know of a model, in the order in which it is told. */
export function noticesOf(model: PreparedModel, { typesIds, longest, attention }: Shown): readonly Notice[] {
  return [
    ...fixedHeads(model),
    ...windows(model),
    ...lastPasses(model),
    ...causalMask(model),
    ...severalGraphs(model),
    ...(typesIds ? [IDS_NOTICE] : []),
    ...inputsChosen(model),
    ...oneLine(model),
    ...MODALITIES[model.takes].notices(model),
    ...(longest === null ? [] : [longestNotice(longest)]),
    ...compareWithConfig(model, attention),
  ];
}

function fixedHeads({ withoutMasks: detail }: PreparedModel): readonly Notice[] {
  return detail === null ? [] : [headsFixedNotice(detail)];
}

function inputsChosen({ inputs }: PreparedModel): readonly Notice[] {
  const settings = inputs.filter(({ role }) => role === 'setting');
  const guessed = inputs.filter(({ role }) => role === 'guessed');
  if (settings.length + guessed.length === 0) return [];
  return [
    inputsChosenNotice(
      settings.map((input) => ({ name: input.name, value: settingOf(input) })),
      guessed.map((input) => ({ name: input.name, value: guessOf(input) })),
    ),
  ];
}

function oneLine({ inputs }: PreparedModel): readonly Notice[] {
  return inputs.some(({ role }) => role === 'boxes') ? [ONE_LINE_NOTICE] : [];
}

function severalGraphs({ offered, taken }: PreparedModel): readonly Notice[] {
  return offered.every((path) => taken.includes(path)) ? [] : [severalGraphsNotice(taken)];
}

function windows({ graphs }: PreparedModel): readonly Notice[] {
  return graphs.some(({ sites }) => sites.some(({ places }) => places !== null)) ? [WINDOWS_NOTICE] : [];
}

function lastPasses({ graphs }: PreparedModel): readonly Notice[] {
  const loops = graphs.flatMap(({ sites }) => sites.flatMap(({ lastPassOf }) => lastPassOf ?? []));
  return loops.length === 0 ? [] : [lastPassNotice([...new Set(loops)])];
}

function causalMask({ graphs, inputs }: PreparedModel): readonly Notice[] {
  const mask = maskThatHidesLater(inputs, graphs.at(-1)?.isCausal ?? null);
  return mask === undefined ? [] : [causalMaskNotice(mask.name)];
}

/** Every stack against what config.json says of it; cross-attention has the heads of the decoder. */
function compareWithConfig({ config, takes }: PreparedModel, attention: readonly AttentionTensor[]): readonly Notice[] {
  // What a file says of a pyramid it says of all of its stages.
  const isPyramid = attention.some(({ kind }) => isStage(kind));
  const details = attention.flatMap(({ kind, nLayers, nHeads, layerNumbers }) => {
    if (isPyramid && kind !== 'cross' && kind !== 'decoder') return [];
    // Of a head that pools what an encoder gave no file speaks.
    if (kind === 'cross' && config.decoder === null && attention.some((one) => one.kind === 'encoder')) return [];
    const isOfPicture = takes === 'image' || (takes === 'image-text' && kind === 'encoder');
    const said = (isOfPicture && config.ofPicture) || (kind !== 'encoder' && config.decoder) || config;
    // Where layers have numbers of their own, not every layer has weights to show.
    const saidLayers = layerNumbers ? nLayers : (said.nLayers ?? nLayers);
    if (saidLayers === nLayers && (said.nHeads ?? nHeads) === nHeads) return [];
    const stack = attention.length > 1 ? ` in its ${kind} stack` : '';
    const words = `${said.nLayers ?? '?'} layers of ${said.nHeads ?? '?'} heads`;
    return [`config.json says ${words}, the model gave ${nLayers} layers of ${nHeads}${stack}`];
  });
  return details.map((detail) => ({ code: 'heads-differ-from-config', detail }));
}

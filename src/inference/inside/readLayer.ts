import { AppError } from '../../core/errors.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { inTurns } from '../door/inTurns.ts';
import type { Turn } from '../door/queue.ts';
import { shapeOf } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { partsOf } from '../surgery/constants.ts';
import type { Constant } from '../surgery/constants.ts';
import { namesIn } from '../surgery/inside/exposeInside.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import { assembleLayer } from './assembleLayer.ts';
import { assembleWindowed } from './assembleWindowed.ts';
import { checkLayer } from './checkLayer.ts';
import { gather } from './gather.ts';
import type { FilledInside } from './gather.ts';
import type { HeadRows } from './headRows.ts';
import { nothingInside } from './nothingInside.ts';
import { ofPadding } from './ofPadding.ts';
import { paddingKeys } from './paddingKeys.ts';
import { readNewest } from './readLeft.ts';
import { siteAt, siteOf } from './siteAt.ts';
import { outOfWindows, placesByWindow } from './outOfWindows.ts';
import { andThen, ofModel } from './stages.ts';
import { changeAt, usedContext } from './usedContext.ts';
import { windowProducts } from './windowProducts.ts';
import { writtenByRuns } from './writtenByRuns.ts';

/**
 * What a layer of the newest run computed besides its patterns: fetched by one more run of the same input, arranged, and
 * checked against what the model gives. What fails its check is refused with the reason, as is what the graph does not tell.
 * Throws AppError: 'bad-input' for a layer that the model does not have, and as the runtime does. Rejects where `turn` does.
 */
export async function readLayer(
  model: RunnableModel,
  kept: KeptRun,
  kind: AttentionKind,
  layer: number,
  turn: Turn,
): Promise<InsideLayer> {
  const told = await readGiven(model, kept, kind, layer, turn);
  const { index, site, output } = placeOf(model, kept, kind, layer);
  const { inside } = site;
  const written = inside?.attentionOutput ?? null;
  const isMeasured = told.outputWeights.from === 'nowhere' && inside?.mixes.weights === false;
  if (!isMeasured || written === null) return told;
  const windows = told.windows && site.places !== null ? { places: site.places, size: told.windows.size } : null;
  const measured = await writtenByRuns(model, kept, { index, output, written, windows }, turn);
  return { ...told, written: ofModel(measured) };
}

/** The same without what takes more runs: what the heads write where W_O is not to be had. `hasWeights`: false for who needs no W_O, which is not read then. */
export async function readGiven(
  model: RunnableModel,
  kept: KeptRun,
  kind: AttentionKind,
  layer: number,
  turn: Turn,
  hasWeights = true,
): Promise<InsideLayer> {
  const { index, site, output } = placeOf(model, kept, kind, layer);
  const shape = shapeOf(output);
  if (site.inside === null) return nothingInside(site, { kind, layer, ...shape });
  const context = site.mask?.output ?? null;
  const ofWindows = site.places === null ? [] : [site.places, site.output.name];
  const names = [...namesIn(site.inside), ...(context === null ? [] : [context]), ...ofWindows];
  const fetched = await model.session.tensors(kept.done.feed, index, names);
  await turn();
  const change = changeAt(kept, index);
  const ofPlaces = fetched.get(site.places ?? '');
  const places = ofPlaces && placesByWindow(ofPlaces, fetched.get(site.output.name)?.dims.at(-1) ?? 0);
  const windowed = places && outOfWindows(site.inside, context, fetched, places);
  // In the place of heads that are turned down stand patterns that know no padding.
  const padding =
    places && windowed?.windows.hasPadding === true && change === null
      ? ofPadding(
          { weights: fetched.get(site.output.name), value: fetched.get(site.inside.value?.name ?? ''), places },
          site.inside.value,
        )
      : null;
  const toldOf = windowed?.inside ?? site.inside;
  const ofWeights = fetched.get(site.output.name);
  const keys =
    places && ofWeights && windowed?.windows.hasPadding === true
      ? paddingKeys({ weights: ofWeights, places }, windowProducts(site.inside, fetched))
      : null;
  const inside = await withWeights(model, index, hasWeights ? toldOf : { ...toldOf, outputWeights: null }, turn);
  const gathered = gather(inside, context, shape, windowed?.tensors ?? fetched);
  const used = usedContext(gathered, change, shape, output.data, site.mask?.isOutputOwn === true);
  const found = { ...gathered, context: used.context };
  const checks = await inTurns(
    checkLayer(found, shape, inside.softCap, output.data, {
      isOnWebGpu: model.backend.name === 'webgpu',
      isCoarse: hasRounding(inside.outputWeights),
      weighed: padding === null ? used : { ...used, given: andThen(used.given, less(padding)) },
    }),
    turn,
  );
  const parts = { kind, layer, site, inside, shape, found, checks };
  const told = windowed
    ? assembleWindowed(parts, { ...windowed.windows, ofPadding: padding, paddingKeys: keys })
    : assembleLayer(parts);
  return { ...told, change };
}

/** What positions alone make of rows. */
function less(padding: Float32Array): (rows: HeadRows) => HeadRows | string {
  return (rows) =>
    rows.data.length === padding.length
      ? { ...rows, data: rows.data.map((value, at) => value - (padding[at] ?? NaN)) }
      : 'what comes of padding is of another form';
}

/** With W_O in memory, or the reason why it is not. */
async function withWeights(model: RunnableModel, index: number, inside: SiteInside, turn: Turn): Promise<FilledInside> {
  const { outputWeights } = inside;
  if (outputWeights === null) return { ...inside, outputWeights };
  const read = await readNewest(model, siteOf(model.prepared, index).graph, outputWeights, turn);
  return typeof read === 'string'
    ? { ...inside, outputWeights: null, whyNoWeights: read }
    : { ...inside, outputWeights: read };
}

/** Where a layer of the newest run is. Throws AppError 'bad-input' where it is not. */
function placeOf(model: RunnableModel, kept: KeptRun, kind: AttentionKind, layer: number) {
  const { index, site } = siteAt(model, kind, layer);
  const output = kept.done.pass.layers[index];
  if (output === undefined) throw new AppError('bad-input', `the run has no ${kind} layer ${layer}`);
  return { index, site, output };
}

/** Products with integers round what comes to them too. */
export function hasRounding(weights: Constant | null): boolean {
  if (weights === null) return false;
  return weights.made === 'dequantised' || weights.made === 'blocks' || partsOf(weights).some(hasRounding);
}

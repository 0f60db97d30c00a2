import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type * as Ort from 'onnxruntime-web';
import { isStage } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import type { ZooCase } from '../surgery/testing/zoo.ts';
import { casesPath, familyPaths, hasSet } from './familyRows.ts';
import type { FamilyRow } from '../../core/families.ts';
import { zooFiles } from './zooModels.ts';

type FamilyCase = ZooCase & { readonly file?: string };

/** A family as a person opens it, and the true patterns of some inputs. */
export type Family = {
  readonly files: readonly { readonly path: string; readonly blob: Blob }[];
  readonly cases: readonly FamilyCase[];
};

/** Null where the set is not beside the checkout. */
export function familyOf(row: FamilyRow): Family | null {
  const { set, family } = row;
  if (!hasSet(set)) return null;
  const { cases }: Pick<Family, 'cases'> = JSON.parse(readFileSync(casesPath(row), 'utf8'));
  // Models of the zoo lie without JSON.
  const config = set === 'zoo' ? JSON.stringify(zooFiles(family).config) : null;
  return {
    files: [
      ...familyPaths(row).map((path) => ({ path: basename(path), blob: new Blob([readFileSync(path)]) })),
      ...(config === null ? [] : [{ path: 'config.json', blob: new Blob([config]) }]),
    ],
    cases: cases.map((each) => ({ file: 'model.onnx', ...each })),
  };
}

/** One run of a family: the case of its graph, or of its decoder with that of its encoder. */
export type FamilyRun = { readonly feed: FeedValues; readonly truth: ZooCase['attentions'] };

/** Runs of one sequence without padding and without a past, for the graphs that were taken, in their order. */
export function familyRuns(cases: readonly FamilyCase[], graphs: readonly string[]): readonly FamilyRun[] {
  const of = (graph: string | undefined) => cases.filter(({ file, inputs }) => file === graph && isPlain(inputs));
  const [first, second] = graphs.map((path) => of(path.split('/').at(-1)));
  if (second === undefined) return (first ?? []).map((each) => runOf(each));
  return second.flatMap((decoder, at) => {
    const encoder = first?.[at];
    return encoder ? [runOf(decoder, encoder)] : [];
  });
}

type Stored = ZooCase['inputs'][string];

/** A batch of one, nothing hidden and nothing before; states of other kinds than keys and values are zeros then. */
function isPlain(inputs: ZooCase['inputs']): boolean {
  return Object.entries(inputs).every(([name, { dims, data }]) => {
    if (dims.length > 0 && dims[0] !== 1) return data.length === 0;
    if (name.endsWith('mask')) return data.every((value) => value === 1);
    return !name.startsWith('past') || data.every((value) => value === 0);
  });
}

const IDS = /^(input_ids|decoder_input_ids|idx|input)$/;

function runOf(main: ZooCase, encoder?: ZooCase): FamilyRun {
  const idsIn = ({ inputs }: ZooCase) => {
    const name = Object.keys(inputs).find((each) => IDS.test(each) && inputs[each]?.dtype === 'int64');
    return inputs[name ?? '']?.data ?? null;
  };
  const source = idsIn(encoder ?? main);
  const target = encoder ? idsIn(main) : (main.inputs['decoder_input_ids']?.data ?? null);
  const typeIds = main.inputs['token_type_ids']?.data ?? source?.map(() => 0) ?? [];
  return {
    feed: {
      ...(source && { tokens: { ids: source, typeIds } }),
      ...(target && { decoderIds: target }),
      own: { what: 'a case', fill: filledFrom({ ...(!encoder && main.inputs), ...encoder?.inputs }) },
    },
    truth: [...(encoder?.attentions ?? []), ...main.attentions],
  };
}

/** Numbers that no text gives are those of the case: pictures and their masks, sound, vectors, settings. */
function filledFrom(inputs: ZooCase['inputs']) {
  return (ort: OrtRuntime, { name }: { readonly name: string }, common: () => Ort.Tensor | undefined) => {
    const stored = inputs[name];
    const isOfPicture = /^(pixel_(attention_)?mask|spatial_shapes|bbox)$/.test(name);
    const isOwn = stored?.dtype === 'float32' || stored?.dims.length === 0 || isOfPicture;
    return stored && isOwn && !name.startsWith('past') ? tensorOf(ort, stored) : common();
  };
}

function tensorOf(ort: OrtRuntime, { dtype, dims, data }: Stored): Ort.Tensor {
  return dtype === 'int64'
    ? new ort.Tensor('int64', BigInt64Array.from(data, BigInt), dims)
    : new ort.Tensor('float32', Float32Array.from(data), dims);
}

/** What is shown, stack by stack. */
export function stacksIn(attention: readonly AttentionTensor[]): readonly NonNullable<FamilyRow['shown']>[number][] {
  return attention.map(({ kind, nHeads, ...rest }) => [kind, numbersOf(rest), nHeads]);
}

function numbersOf({ nLayers, layerNumbers }: Pick<AttentionTensor, 'nLayers' | 'layerNumbers'>): readonly number[] {
  return layerNumbers ?? [...Array(nLayers).keys()];
}

/** How far each true map that is shown is from what is shown at most; NaN where the shapes differ. */
export function differencesFrom(
  truth: FamilyRun['truth'],
  attention: readonly AttentionTensor[],
  windows: FamilyRow['windows'],
): readonly number[] {
  return truth.flatMap((map) => {
    // The layers of a pyramid count through its stages.
    const tensor = attention.find((one) => {
      const isOfKind = one.kind === map.kind || (map.kind === 'encoder' && isStage(one.kind));
      return isOfKind && numbersOf(one).includes(map.layer);
    });
    const at = tensor === undefined ? -1 : numbersOf(tensor).indexOf(map.layer);
    if (tensor === undefined || at < 0) return [];
    const whole = windows && map.dims[0] > 1 ? wholeOf(map, windows, windows.shifts[map.layer] ?? 0) : map;
    const { nHeads, nQueries, nKeys } = tensor;
    if (String([1, nHeads, nQueries, nKeys]) !== String(whole.dims)) return [NaN];
    const shown = tensor.data.subarray(at * whole.data.length, (at + 1) * whole.data.length);
    return [whole.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (shown[i] ?? NaN))), 0)];
  });
}

type TrueMap = ZooCase['attentions'][number];

/** Weights of windows, [window, head, query, key], over a square picture that was moved up and left by `shift`. */
function wholeOf({ dims, data }: TrueMap, { nRows, side }: NonNullable<FamilyRow['windows']>, shift: number) {
  const [nWindows, nHeads, nInside] = dims;
  const nPatches = nWindows * nInside;
  const nAcross = nRows / side;
  const whole: number[] = Array.from({ length: nHeads * nPatches * nPatches }, () => 0);
  const placeOf = (window: number, inside: number): number => {
    const row = (side * Math.floor(window / nAcross) + Math.floor(inside / side) + shift) % nRows;
    return nRows * row + ((side * (window % nAcross) + (inside % side) + shift) % nRows);
  };
  data.forEach((weight, i) => {
    const key = i % nInside;
    const query = Math.floor(i / nInside) % nInside;
    const head = Math.floor(i / nInside ** 2) % nHeads;
    const window = Math.floor(i / nInside ** 2 / nHeads);
    whole[(head * nPatches + placeOf(window, query)) * nPatches + placeOf(window, key)] = weight;
  });
  return { dims: [1, nHeads, nPatches, nPatches], data: whole };
}

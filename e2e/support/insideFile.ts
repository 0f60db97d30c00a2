import { readFileSync } from 'node:fs';
import type { Headlight } from './headlight.ts';
import type { InsideCase } from '../../src/core/inside/testing/fixtures.ts';

type Tensor = {
  readonly name: string;
  readonly from: string;
  readonly dims: readonly number[];
  readonly data?: number[];
};

type Spoken = { readonly id: number; readonly value: number };

/** A file of the form headlight-inside/1. */
export type InsideFile = {
  readonly format: string;
  readonly model: { readonly id: string };
  readonly backend: { readonly name: string };
  readonly layer: number;
  readonly head: number;
  readonly query: number;
  readonly key: number;
  readonly queryTokens: readonly { readonly id: number }[];
  readonly dims: Readonly<Record<string, number | null>>;
  readonly scale: { readonly value: number; readonly place: string };
  readonly checks: readonly { readonly name: string; readonly isPassed: boolean }[];
  readonly facts: Readonly<Record<'row' | 'scaleOff' | 'temperature' | 'inStream', Readonly<Record<string, number>>>>;
  readonly direct?: {
    readonly asked: { readonly query: number };
    readonly direct: {
      readonly promoted: readonly Spoken[];
      readonly suppressed: readonly Spoken[];
      readonly tokens: readonly { readonly role: string; readonly head: number; readonly byKey: readonly number[] }[];
    };
  };
  readonly stages: readonly { readonly id: string; readonly tensors: readonly Tensor[] }[];
};

/** Largest differences from the reference that are allowed of a model on WASM; on WebGPU ten times as much. */
export const ALLOWED = {
  vector: 3e-5,
  raw: 5e-4,
  product: 2e-4,
  weight: 2e-5,
  changed: 3e-5,
  entropy: 5e-5,
  /** Of the number, or of 1 where that is more. */
  length: 1e-5,
  sent: 1e-4,
} as const;

/** What an item of the export menu saves. */
export async function saved(app: Headlight, item: string): Promise<{ readonly name: string; readonly text: string }> {
  const file = await app.save(item);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

/** How far the file lies from the reference, in units of what is allowed: none above 1 is right. */
export function differences(file: InsideFile, of: InsideCase): Readonly<Record<string, number>> {
  const data = (stage: string, name: string): readonly number[] => {
    const tensor = file.stages.find(({ id }) => id === stage)?.tensors.find((one) => one.name === name);
    return tensor?.data ?? [];
  };
  const nAllowed = of.rawRow.length;
  const row = (stage: string, name: string): readonly number[] => data(stage, name).slice(0, nAllowed);
  const far = (
    a: readonly number[] | number | undefined,
    b: readonly number[] | number,
    allowed: keyof typeof ALLOWED,
  ): number => {
    const [found, wanted] = [[a ?? []].flat(), [b].flat()];
    if (found.length !== wanted.length) return Infinity;
    const isRelative = allowed === 'length';
    return Math.max(
      ...wanted.map((one, at) => {
        const apart = Math.abs((found[at] ?? Number.NaN) - one) / (isRelative ? Math.max(1, Math.abs(one)) : 1);
        return apart / ALLOWED[allowed];
      }),
    );
  };
  const { facts } = file;
  const of3 = (name: 'row' | 'scaleOff' | 'temperature', expected: InsideCase['row']): number =>
    Math.max(
      ...(['entropy', 'share', 'effectiveKeys', 'largest', 'movable'] as const).map((fact) =>
        far(facts[name][fact], expected[fact], 'entropy'),
      ),
    );
  const written = data('written', 'w');
  return {
    query: far(data('qkv', 'query'), of.q, 'vector'),
    key: far(data('qkv', 'key'), of.k, 'vector'),
    value: far(data('qkv', 'value'), of.v, 'vector'),
    products: far(data('products', 'products'), of.products, 'product'),
    lifts: far(data('products', 'lifts'), of.productsOverKeys, 'product'),
    raw: far(row('raw', 'raw'), of.rawRow, 'raw'),
    scores: far(row('score', 'score'), of.scoreRow, 'raw'),
    weights: far(row('weight', 'weight'), of.weightRow, 'weight'),
    scaleOff: far(row('weight', 'scaleOff'), of.weightRowScaleOff, 'changed'),
    temperature: far(row('weight', 'temperature'), of.weightRowTemperature2, 'changed'),
    rowFacts: of3('row', of.row),
    scaleOffFacts: of3('scaleOff', of.rowScaleOff),
    temperatureFacts: of3('temperature', of.rowTemperature2),
    z: far(data('result', 'z'), of.z, 'vector'),
    lengthsBefore: far(data('concat', 'lengths'), of.zNorms, 'length'),
    lengthsWritten: far(data('written', 'lengths'), of.writtenNorms, 'length'),
    written: far(written, of.written, 'vector'),
    constant: far(Math.hypot(...data('written', 'constant')), of.constantNorm, 'length'),
    attention: far(Math.hypot(...data('output', 'A')), of.attentionNorm, 'length'),
    outputBias: far(Math.hypot(...data('output', 'b_O')), of.outputBiasNorm, 'length'),
    stream: far(facts.inStream['streamLength'], of.streamNorm, 'length'),
    cosineWithStream: far(facts.inStream['cosineWithStream'], of.cosineWithStream, 'length'),
    cosineWithAttention: far(facts.inStream['cosineWithAttention'], of.cosineWithAttention, 'length'),
    share: far(facts.inStream['share'], of.shareOfAttention, 'length'),
    offered: far(row('written', 'offered'), of.fNorms, 'length'),
    sent: far(row('written', 'sent'), of.valueWeightedRow, 'sent'),
  };
}

/** The link that opens a case, at a temperature of 2. */
export function linkOf(of: InsideCase): Record<string, string> {
  const { model, text, layer, head, query, key } = of;
  return { model, text, view: 'inside', head: `L${layer}H${head}`, cell: `${query},${key}`, tau: '2' };
}

import { compareRoads } from './against.ts';
import type { HeadMatrix } from './headMatrices.ts';
import { stageTensors } from './insideTensors.ts';
import type { ExportedRoad, InsideExport, Named } from './insideTensors.ts';
import type { HeadInside } from './road.ts';
import type { Sharpened } from './sharpenedRow.ts';
import { STAGE_IDS } from './stages.ts';

const INSIDE_FORMAT = 'headlight-inside/1';

/**
 * The inside of a head at one query and key as JSON text in parts, to be joined in order; the form is documented in docs/inside-format.md.
 * Numbers have all their digits; what is not finite is null.
 */
export function* insideJsonParts(of: InsideExport): Generator<string> {
  yield* roadParts(of);
  yield `,"weights":${JSON.stringify(of.weights.map(matrixFacts))}`;
  for (const { question, answer } of of.answers) {
    const { about: name, ...asked } = question;
    const { about: _, ...found } = answer;
    yield `,${JSON.stringify(name)}:${JSON.stringify({ asked, ...found }, plainArrays)}`;
  }
  if (of.against !== undefined) {
    yield ',"against":';
    yield* roadParts(of.against);
    yield `,"differences":${JSON.stringify(differencesOf(of, of.against), plainArrays)}}`;
  }
  yield '}';
}

/** A matrix without its numbers. */
function matrixFacts(one: HeadMatrix): object {
  if ('whyNot' in one) return one;
  const { name, nRows, nColumns, norm, largest } = one;
  return { name, dims: [nRows, nColumns], norm, largest };
}

/** What of each step differs, second text less first; a step that holds nothing to compare is left out. */
function differencesOf(first: ExportedRoad, second: ExportedRoad): object {
  const compared = compareRoads(first, second);
  return STAGE_IDS.flatMap((id, number) => {
    const tensors = compared(id).map(({ name, axes, difference, whyNot }) => {
      return difference === null ? { name, axes, whyNot } : { name, axes, data: difference };
    });
    return tensors.length === 0 ? [] : [{ id, number, tensors }];
  });
}

/** All but the end of the object. */
function* roadParts(of: ExportedRoad): Generator<string> {
  const { run, layerNumber, queryTokens, keyTokens, head, row, key, temperature } = of;
  const { layer } = head;
  const { scale, softCap, rotation, hasSink, isPostNorm, checks, notes, kind } = layer;
  const about = {
    format: INSIDE_FORMAT,
    model: { id: run.model.id, name: run.model.name, type: run.model.type, precision: run.model.precision },
    backend: { name: run.backend.name, threads: run.backend.threads },
    text: run.text,
    pair: run.pair,
    queryTokens,
    keyTokens,
    kind,
    layer: layerNumber,
    head: head.head,
    query: row.query,
    key,
    ...(of.off !== null && { off: { mode: of.off.mode, heads: of.off.heads } }),
    dims: { ...pick(layer), V: run.logits?.nVocab ?? null },
    scale,
    softCap,
    rotation,
    hasSink,
    isPostNorm,
    checks,
    notes,
    facts: {
      row: row.facts,
      scaleOff: factsOf(of.scaleOff),
      temperature: { tau: temperature.tau, ...factsOf(temperature.row) },
      inStream: row.inStream,
      sentSum: row.sent?.sum ?? null,
      left: row.sent?.left ?? null,
    },
  };
  yield JSON.stringify(about).slice(0, -1);
  yield ',"stages":[';
  const tensors = stageTensors(of);
  for (const [number, id] of STAGE_IDS.entries()) {
    yield `${number === 0 ? '' : ','}${JSON.stringify({ id, number }).slice(0, -1)},"tensors":[`;
    for (const [at, tensor] of tensors[id].entries()) yield (at === 0 ? '' : ',') + tensorText(tensor);
    yield ']}';
  }
  yield ']';
}

function pick({ nHeads, nKeyHeads, nQueries, nKeys, dK, dV, d }: HeadInside['layer']) {
  return { h: nHeads, hKey: nKeyHeads, T: nQueries, S: nKeys, dK, dV, d };
}

function factsOf(row: Sharpened): object {
  return 'refused' in row ? row : row.facts;
}

function tensorText({ data, ...about }: Named): string {
  return JSON.stringify(data === null ? about : { ...about, data: Array.from(data) });
}

/** A typed array as a list of numbers. */
function plainArrays(_: string, value: unknown): unknown {
  return value instanceof Float32Array || value instanceof Float64Array ? Array.from(value) : value;
}

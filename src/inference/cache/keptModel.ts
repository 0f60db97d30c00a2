import { isRecord } from '../../core/isRecord.ts';
import type { GraphFile } from '../sources/modelFiles.ts';
import type { BackendWish, CachedModel, HubSource } from '../protocol.ts';
import { JSON_FILES } from '../sources/assemble.ts';
import { hasAddress } from '../sources/hubAddress.ts';
import type { JsonName, Plan } from '../sources/assemble.ts';

/** What the index says of one model: all that opens it again without a network. */
export type KeptModel = CachedModel & {
  /** The requests that it answers, as `requestOf` writes them. */
  readonly asked: readonly string[];
  readonly plan: Plan;
};

/** A request as text. A choice left to us depends on the backend, so that is part of it. */
export function requestOf({ revision, weights, graph }: HubSource, backend: BackendWish): string {
  const runsOn = backend === 'webgpu' ? 'webgpu' : 'wasm';
  return ofGraph(weights === 'auto' ? `${revision} auto ${runsOn}` : `${revision} ${weights}`, graph);
}

/** A name of weights or of a request, with the graph where a person chose one of several. */
function ofGraph(name: string, graph: string | undefined): string {
  return graph === undefined ? name : `${name} ${graph}`;
}

/** Whether a kept model is of the graph that a source asks for, or of none in particular as the source. */
export function isOfGraph(kept: Pick<CachedModel, 'graph'>, { graph }: HubSource): boolean {
  return kept.graph === graph;
}

/** Whether a kept model is the revision that a source asks for, by the same name or by its commit. */
export function isRevisionOf(kept: KeptModel, { host, id, revision }: HubSource): boolean {
  return (
    kept.host === host &&
    kept.id === id &&
    (kept.revision === revision || kept.asked.some((request) => request.startsWith(`${revision} `)))
  );
}

/** Whether a kept model answers a source just as the hub did. */
export function answers(kept: KeptModel, source: HubSource, backend: BackendWish): boolean {
  if (!isRevisionOf(kept, source)) return false;
  return (
    kept.asked.includes(requestOf(source, backend)) || (isOfGraph(kept, source) && kept.weights === source.weights)
  );
}

/** Address of an index entry; no server has it. Weights and graph stand in one field there, as they did in entries of old. */
export function indexUrl({ host, id, revision, weights, graph }: Omit<CachedModel, 'files'>): string {
  return `${INDEX}?${new URLSearchParams({ host, id, revision, weights: ofGraph(weights, graph) })}`;
}

/** Weights and graph of what `ofGraph` wrote. */
function weightsAndGraph(written: string): Pick<CachedModel, 'weights' | 'graph'> {
  const space = written.indexOf(' ');
  return space < 0 ? { weights: written } : { weights: written.slice(0, space), graph: written.slice(space + 1) };
}

export function isIndexUrl(url: string): boolean {
  return url.startsWith(`${INDEX}?`);
}

/** What the address of an entry still says of a model whose entry cannot be read. */
export function damagedModel(url: string): CachedModel {
  const about = new URL(url).searchParams;
  const [id, host, revision, weights] = ['id', 'host', 'revision', 'weights'].map((name) => about.get(name) ?? '');
  return {
    id: id ?? '',
    host: host ?? '',
    revision: revision ?? '',
    ...weightsAndGraph(weights ?? ''),
    files: [],
    isDamaged: true,
  };
}

const INDEX = 'https://headlight.invalid/kept';
const FORMAT = 1;

export function encodeKept({ graph, ...kept }: KeptModel): string {
  return JSON.stringify({ format: FORMAT, ...kept, weights: ofGraph(kept.weights, graph) });
}

/** Null for what is not of the form that `encodeKept` writes, as another version of the page may have left it. */
export function decodeKept(json: unknown): KeptModel | null {
  if (!isRecord(json) || json['format'] !== FORMAT) return null;
  const { id, host, revision, weights, files, asked, plan } = json;
  if (!isText(id) || !isText(host) || !isText(revision) || !isText(weights) || !isRecord(plan)) return null;
  const { graphs, jsons, precision, offered } = plan;
  if (!isListOf(files, isFile) || !isListOf(asked, isText) || !isListOf(graphs, isGraph)) return null;
  if (!isListOf(jsons, isJson) || !(precision === null || isText(precision))) return null;
  // Addresses are made of all these: what cannot be written as one could be neither read nor removed.
  const kept = {
    id,
    host,
    revision,
    ...weightsAndGraph(weights),
    files,
    asked,
    plan: { graphs, jsons, precision, ...(isListOf(offered, isText) && { offered }) },
  };
  return [...files, ...graphs, ...jsons].every(({ path }) => hasAddress(kept, path)) ? kept : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isFile(value: unknown): value is CachedModel['files'][number] {
  return isRecord(value) && isText(value['path']) && Number.isSafeInteger(value['bytes']);
}

function isGraph(value: unknown): value is Pick<GraphFile, 'role' | 'path'> {
  const roles: readonly unknown[] = ['whole', 'encoder', 'decoder', 'embedding'] satisfies GraphFile['role'][];
  return isRecord(value) && isText(value['path']) && roles.includes(value['role']);
}

function isJson(value: unknown): value is { name: JsonName; path: string; isOptional: boolean } {
  if (!isRecord(value) || !isText(value['name']) || !isText(value['path'])) return false;
  return Object.hasOwn(JSON_FILES, value['name']) && typeof value['isOptional'] === 'boolean';
}

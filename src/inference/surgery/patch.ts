import { bytesField, concat, partsField, ProtoReader } from './protobuf.ts';
import { joinRenames, overwritesFor, renamedNode } from './rename.ts';
import type { Rename } from './rename.ts';
import { appendInPlace } from './spareRoom.ts';
import { attributeProto, nodeProto } from './write.ts';
import type { AttributeValue, NodeSpec } from './write.ts';

/** What becomes of one node. */
export type NodePatch =
  | Rename
  | { readonly kind: 'replace'; readonly by: readonly NodeSpec[] }
  | {
      readonly kind: 'extend';
      /** Further inputs, behind those it had. */
      readonly inputs?: readonly string[];
      /** All outputs, those it had included. */
      readonly outputs: readonly string[];
      /** Attributes set anew; one that is there already is replaced, since a node must not have two of a name. */
      readonly attributes?: Readonly<Record<string, AttributeValue>>;
      /** Set where a node without a name needs one. */
      readonly name?: string;
      /** Changes of the graphs in its attributes, by the name of the attribute. */
      readonly branches?: ReadonlyMap<string, GraphPatch>;
    };

/** Records of GraphProto that must stand before or behind a node, given by its place in the file. */
export type Insert = {
  readonly place: number;
  readonly side: 'before' | 'after';
  readonly records: readonly Uint8Array[];
};

/** What is done to a graph: changes of nodes by their place in the file, and records that are appended. */
export type GraphPatch = {
  readonly nodes: ReadonlyMap<number, NodePatch>;
  /** Only in branches: the runtime sorts the nodes of the main graph by itself. */
  readonly inserts?: readonly Insert[];
  /** Records of GraphProto, tags included. */
  readonly records: readonly Uint8Array[];
};

/**
 * The file with the patch applied.
 * It gets a second graph record at its end, which protobuf merges into the first: in place where there is spare room
 * behind the file. Nodes that change are then written there anew, and struck out where they were: `model` is no model of
 * its own any more. Where there is not enough room it is one copy, in which the weights are moved but never read.
 */
export function applyPatch(model: Uint8Array, patch: GraphPatch): Uint8Array {
  const appended = patch.records.length === 0 ? [] : [bytesField(7, concat(patch.records))];
  const overwrites = inPlace(model, patch);
  if (overwrites !== null) {
    if (appended.length === 0 && overwrites.length === 0) return model;
    const longer = appendInPlace(model, appended) ?? concat([model, ...appended]);
    for (const { at, bytes } of overwrites) longer.set(bytes, at);
    return longer;
  }
  return rewriteInPlace(model, patch) ?? rewriteCopy(model, patch, appended);
}

/** A field that GraphProto does not have, of the wire type of a node and with a tag as short. */
const STRUCK_OUT = 4 * 8 + 2;
const NODE = 1 * 8 + 2;

/** Null if there is not enough spare room. */
function rewriteInPlace(model: Uint8Array, patch: GraphPatch): Uint8Array | null {
  const old: Uint8Array[] = [];
  const parts: Uint8Array[] = [];
  let nNodes = 0;
  const file = ProtoReader.overFile(model);
  while (file.next()) {
    if (file.field !== 7) {
      file.skip();
      continue;
    }
    const graph = file.message();
    while (graph.next()) {
      const change = graph.field === 1 ? patch.nodes.get(nNodes) : undefined;
      if (graph.field === 1) nNodes++;
      const record = graph.record();
      if (change === undefined) continue;
      // A tag may be written longer than it need be.
      if (record[0] !== NODE) return null;
      old.push(record);
      parts.push(...changed(openRecord(record), change));
    }
  }
  const joined = appendInPlace(model, partsField(7, [...parts, ...patch.records]));
  if (joined !== null) for (const record of old) record[0] = STRUCK_OUT;
  return joined;
}

function rewriteCopy(model: Uint8Array, patch: GraphPatch, appended: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const reader = ProtoReader.overFile(model);
  let nNodes = 0;
  while (reader.next()) {
    if (reader.field === 7) {
      const graph = patchNodes(reader.message(), patch, nNodes);
      nNodes += graph.nNodes;
      parts.push(...partsField(7, graph.parts));
    } else keep(parts, reader.record());
  }
  return concat([...parts, ...appended]);
}

function inPlace(model: Uint8Array, { nodes }: GraphPatch): ReturnType<typeof overwritesFor> {
  const renames = new Map<number, Rename>();
  for (const [place, change] of nodes) if (change.kind === 'rename') renames.set(place, change);
  if (renames.size < nodes.size) return null;
  return renames.size === 0 ? [] : overwritesFor(model, renames);
}

/** What becomes of a node that is changed already when tensors of it get other names. */
export function withRename(change: NodePatch | undefined, rename: Rename): NodePatch {
  if (change === undefined) return rename;
  if (change.kind === 'rename') return joinRenames(change, rename);
  const renamed = (name: string): string => rename.outputs.get(name) ?? name;
  if (rename.inputs.size > 0) throw new RangeError('a node that is written anew cannot take other inputs');
  if (change.kind === 'extend') return { ...change, outputs: change.outputs.map(renamed) };
  return { ...change, by: change.by.map((node) => ({ ...node, out: node.out.map(renamed) })) };
}

/** GraphProto.node = 1; `nBefore` counts the nodes of earlier records of the same graph. */
function patchNodes(
  reader: ProtoReader,
  patch: GraphPatch,
  nBefore: number,
): { readonly parts: Uint8Array[]; readonly nNodes: number } {
  const parts: Uint8Array[] = [];
  let nNodes = 0;
  while (reader.next()) {
    const isNode = reader.field === 1;
    const place = nBefore + nNodes;
    const change = isNode ? patch.nodes.get(place) : undefined;
    if (isNode) parts.push(...insertsAt(patch, place, 'before'));
    if (isNode) nNodes++;
    if (change === undefined) keep(parts, reader.record());
    else parts.push(...changed(reader.message(), change));
    if (isNode) parts.push(...insertsAt(patch, place, 'after'));
  }
  return { parts, nNodes };
}

function insertsAt({ inserts = [] }: GraphPatch, place: number, side: Insert['side']): readonly Uint8Array[] {
  return inserts.flatMap((insert) => (insert.place === place && insert.side === side ? insert.records : []));
}

/** The records of the nodes that a node becomes. */
function changed(node: ProtoReader, change: NodePatch): readonly Uint8Array[] {
  if (change.kind === 'rename') return partsField(1, renamedNode(node, change));
  if (change.kind === 'extend') return partsField(1, extendNode(node, change));
  return change.by.map((spec) => bytesField(1, nodeProto(spec)));
}

/** Adds a record that stays as it is, joined with the one before where they touch: large graphs have very many. */
function keep(parts: Uint8Array[], record: Uint8Array): void {
  const last = parts.at(-1);
  const isNext = last?.buffer === record.buffer && last.byteOffset + last.length === record.byteOffset;
  if (isNext) parts[parts.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + record.length);
  else parts.push(record);
}

/** NodeProto: input = 1, output = 2, name = 3, attribute = 5. Repeated fields may stand anywhere, in the order of their items. */
function extendNode(reader: ProtoReader, change: Extract<NodePatch, { readonly kind: 'extend' }>): Uint8Array[] {
  const { inputs = [], outputs, attributes = {}, name, branches } = change;
  const parts: Uint8Array[] = [];
  while (reader.next()) {
    const isReplaced = reader.field === 2 || (reader.field === 3 && name !== undefined);
    if (isReplaced) reader.skip();
    else if (reader.field === 5) parts.push(...patchAttribute(reader.record(), attributes, branches));
    else parts.push(reader.record());
  }
  return [
    ...parts,
    ...inputs.map((input) => bytesField(1, input)),
    ...outputs.map((output) => bytesField(2, output)),
    ...(name === undefined ? [] : [bytesField(3, name)]),
    ...Object.entries(attributes).map(([key, value]) => bytesField(5, attributeProto(key, value))),
  ];
}

/** AttributeProto: name = 1, g = 6. The record of an attribute that is set anew is left out. */
function patchAttribute(
  record: Uint8Array,
  attributes: Readonly<Record<string, AttributeValue>>,
  branches: ReadonlyMap<string, GraphPatch> | undefined,
): readonly Uint8Array[] {
  const name = attributeName(openRecord(record));
  if (Object.hasOwn(attributes, name)) return [];
  const patch = branches?.get(name);
  if (patch === undefined) return [record];
  const parts: Uint8Array[] = [];
  const reader = openRecord(record);
  while (reader.next()) {
    if (reader.field !== 6) parts.push(reader.record());
    else parts.push(...partsField(6, [...patchNodes(reader.message(), patch, 0).parts, ...patch.records]));
  }
  return partsField(5, parts);
}

function openRecord(record: Uint8Array): ProtoReader {
  const reader = ProtoReader.overFile(record);
  reader.next();
  return reader.message();
}

function attributeName(reader: ProtoReader): string {
  let name = '';
  while (reader.next()) {
    if (reader.field === 1) name = reader.text();
    else reader.skip();
  }
  return name;
}

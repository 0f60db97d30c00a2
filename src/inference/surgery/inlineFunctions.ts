import { readFunctions, rawNodeRecord } from './localFunctions.ts';
import type { FunctionFile, LocalFunction, RawNode } from './localFunctions.ts';
import { readModel } from './model.ts';
import { freshNames } from './names.ts';
import type { FreshNames } from './names.ts';
import { applyPatch } from './patch.ts';
import type { NodePatch } from './patch.ts';
import { bytesField, concat, ProtoReader } from './protobuf.ts';

/** More nodes than any real model has: functions that call each other twice would double them at each level. */
const MAX_NODES = 30_000;

/**
 * The file with the functions that hide attention written out where the main graph calls them, so that it can be found.
 * A function is left as it is where something in it cannot be written out plainly: graphs in attributes, an operator
 * set of another version than that of the file. Weights stay where they are; see `applyPatch` for memory.
 * Throws AppError 'not-onnx' or 'model-truncated'.
 */
export function inlineFunctions(model: Uint8Array): Uint8Array {
  const { graph, hiddenInFunctions } = readModel(model);
  if (hiddenInFunctions.size === 0) return model;
  const file = readFunctions(model);
  const out: Output = { file, hidden: hiddenInFunctions, fresh: freshNames(graph), isPlain: new Map(), records: [] };
  const nodes = new Map<number, NodePatch>();
  for (const [place, node] of file.nodes.entries()) {
    if (!isToInline(out, node)) continue;
    nodes.set(place, { kind: 'replace', by: [] });
    writeOut(out, node);
    if (out.records.length > MAX_NODES) return model;
  }
  return nodes.size === 0 ? model : applyPatch(model, { nodes, records: out.records });
}

type Output = {
  readonly file: FunctionFile;
  readonly hidden: ReadonlyMap<string, number>;
  readonly fresh: FreshNames;
  /** What is known of functions so far. */
  readonly isPlain: Map<string, boolean>;
  readonly records: Uint8Array[];
};

function keyOf({ domain, opType }: RawNode): string {
  return `${domain}.${opType}`;
}

/** True for a call of a function that hides attention, if all that it leads to is plain. */
function isToInline(out: Output, node: RawNode): boolean {
  const key = keyOf(node);
  const known = out.isPlain.get(key);
  const called = out.file.functions.get(key);
  if (node.hasMore || called === undefined || !out.hidden.has(key)) return false;
  if (known !== undefined) return known;
  // For now, so that functions that call each other come to an end.
  out.isPlain.set(key, false);
  const { inputs, outputs, nodes, imports } = called;
  const isSame = (domain: string): boolean => {
    const version = imports.get(domain);
    return version !== undefined && version === out.file.imports.get(domain);
  };
  const isPlain =
    new Set([...inputs, ...outputs]).size === inputs.length + outputs.length &&
    nodes.every((inner) => {
      const isOwn = isSame(inner.domain) && !inner.hasMore && !inner.attributes.some(holdsGraph);
      return isOwn && (!out.hidden.has(keyOf(inner)) || isToInline(out, inner));
    });
  out.isPlain.set(key, isPlain);
  return isPlain;
}

/** Adds the nodes of the function that `call` calls, under names of their own; calls in it are written out too. */
function writeOut(out: Output, call: RawNode): void {
  const called = out.file.functions.get(keyOf(call));
  if (called === undefined || out.records.length > MAX_NODES) return;
  const label = call.name === '' ? (call.outputs.find((output) => output !== '') ?? call.opType) : call.name;
  const rename = renaming(called, call, (name) => out.fresh(`${label}/${name}`));
  for (const node of called.nodes) {
    const inner: RawNode = {
      ...node,
      name: out.fresh(`${label}/${node.name === '' ? node.opType : node.name}`),
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
      attributes: node.attributes.flatMap((attribute) => resolved(attribute, call, called)),
    };
    if (out.hidden.has(keyOf(node))) writeOut(out, inner);
    else out.records.push(rawNodeRecord(inner));
  }
}

function renaming(
  { inputs, outputs }: LocalFunction,
  call: RawNode,
  fresh: (name: string) => string,
): (name: string) => string {
  const names = new Map([['', '']]);
  inputs.forEach((name, at) => names.set(name, call.inputs[at] ?? ''));
  outputs.forEach((name, at) => names.set(name, call.outputs[at] || fresh(name)));
  return (name) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const made = fresh(name);
    names.set(name, made);
    return made;
  };
}

/** AttributeProto: name = 1, g = 6, graphs = 11, ref_attr_name = 21. */
function resolved(attribute: Uint8Array, call: RawNode, { defaults }: LocalFunction): readonly Uint8Array[] {
  const name = textOf(attribute, 1);
  const wanted = textOf(attribute, 21);
  if (wanted === '') return [attribute];
  const given = [...call.attributes, ...defaults].find((each) => textOf(each, 1) === wanted);
  return given === undefined ? [] : [concat([bytesField(1, name), ...fieldsBut(given, 1)])];
}

function holdsGraph(attribute: Uint8Array): boolean {
  const reader = ProtoReader.overFile(attribute);
  while (reader.next()) {
    if (reader.field === 6 || reader.field === 11) return true;
    reader.skip();
  }
  return false;
}

function textOf(message: Uint8Array, field: number): string {
  const reader = ProtoReader.overFile(message);
  let text = '';
  while (reader.next()) {
    if (reader.field === field && reader.wire === 2) text = reader.text();
    else reader.skip();
  }
  return text;
}

function fieldsBut(message: Uint8Array, field: number): readonly Uint8Array[] {
  const reader = ProtoReader.overFile(message);
  const fields: Uint8Array[] = [];
  while (reader.next()) {
    if (reader.field === field) reader.skip();
    else fields.push(reader.record());
  }
  return fields;
}

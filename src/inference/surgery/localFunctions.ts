import { bytesField, concat, ProtoReader } from './protobuf.ts';

/** A node as it stands in the file, its attributes as AttributeProto records. */
export type RawNode = {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly attributes: readonly Uint8Array[];
  /** True where fields are set that are not read here. */
  readonly hasMore: boolean;
};

/** A function that a file defines, to be called like an operator. */
export type LocalFunction = {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly RawNode[];
  /** Versions of the operator sets that its nodes are of, by domain. */
  readonly imports: ReadonlyMap<string, number>;
  /** AttributeProto records that hold where a call leaves them out. */
  readonly defaults: readonly Uint8Array[];
};

/** What is needed to write functions out where they are called. */
export type FunctionFile = {
  /** By "domain.name". */
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly imports: ReadonlyMap<string, number>;
  /** Nodes of the main graph in the order of the file. */
  readonly nodes: readonly RawNode[];
};

/** Reads functions and the nodes of the main graph. Source: onnx.proto of the ONNX repository, field numbers. */
export function readFunctions(model: Uint8Array): FunctionFile {
  const functions = new Map<string, LocalFunction>();
  const imports = new Map<string, number>();
  const nodes: RawNode[] = [];
  const reader = ProtoReader.overFile(model);
  while (reader.next()) {
    if (reader.field === 7) {
      const graph = reader.message();
      while (graph.next()) {
        if (graph.field === 1) nodes.push(readRawNode(graph.message()));
        else graph.skip();
      }
    } else if (reader.field === 8) readImport(reader.message(), imports);
    else if (reader.field === 25) {
      const [key, definition] = readFunction(reader.message());
      functions.set(key, definition);
    } else reader.skip();
  }
  return { functions, imports, nodes };
}

/** FunctionProto: name = 1, input = 4, output = 5, node = 7, opset_import = 9, domain = 10, attribute_proto = 11. */
function readFunction(reader: ProtoReader): readonly [key: string, definition: LocalFunction] {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const nodes: RawNode[] = [];
  const imports = new Map<string, number>();
  const defaults: Uint8Array[] = [];
  let name = '';
  let domain = '';
  while (reader.next()) {
    if (reader.field === 1) name = reader.text();
    else if (reader.field === 4) inputs.push(reader.text());
    else if (reader.field === 5) outputs.push(reader.text());
    else if (reader.field === 7) nodes.push(readRawNode(reader.message()));
    else if (reader.field === 9) readImport(reader.message(), imports);
    else if (reader.field === 10) domain = reader.text();
    else if (reader.field === 11) defaults.push(reader.bytes());
    else reader.skip();
  }
  return [`${domain}.${name}`, { inputs, outputs, nodes, imports, defaults }];
}

function readImport(reader: ProtoReader, imports: Map<string, number>): void {
  let domain = '';
  let version = 0;
  while (reader.next()) {
    if (reader.field === 1) domain = reader.text();
    else if (reader.field === 2) version = reader.int();
    else reader.skip();
  }
  imports.set(usual(domain), version);
}

/** NodeProto: input = 1, output = 2, name = 3, op_type = 4, attribute = 5, doc_string = 6, domain = 7. */
function readRawNode(reader: ProtoReader): RawNode {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const attributes: Uint8Array[] = [];
  let [name, opType, domain, hasMore] = ['', '', '', false];
  while (reader.next()) {
    if (reader.field === 1) inputs.push(reader.text());
    else if (reader.field === 2) outputs.push(reader.text());
    else if (reader.field === 3) name = reader.text();
    else if (reader.field === 4) opType = reader.text();
    else if (reader.field === 5) attributes.push(reader.bytes());
    else if (reader.field === 7) domain = usual(reader.text());
    else {
      // What a tracing exporter notes about a node may go with it; an overload may not.
      hasMore ||= reader.field === 8 && reader.wire === 2;
      reader.skip();
    }
  }
  return { inputs, outputs, name, opType, domain, attributes, hasMore };
}

/** The record of a node in a GraphProto. */
export function rawNodeRecord({ inputs, outputs, name, opType, domain, attributes }: RawNode): Uint8Array {
  const fields = [
    ...inputs.map((tensor) => bytesField(1, tensor)),
    ...outputs.map((tensor) => bytesField(2, tensor)),
    bytesField(3, name),
    bytesField(4, opType),
    ...attributes.map((attribute) => bytesField(5, attribute)),
    ...(domain === '' ? [] : [bytesField(7, domain)]),
  ];
  return bytesField(1, concat(fields));
}

function usual(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

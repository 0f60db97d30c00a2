import { AppError } from '../../core/errors.ts';
import { emptyGraph, readGraphInto, readNode } from './graphProto.ts';
import type { Graph, GraphNode } from './graphProto.ts';
import { countHidden } from './hidden.ts';
import type { HiddenInFunctions } from './hidden.ts';
import { ProtoReader } from './protobuf.ts';
import type { WireType } from './protobuf.ts';

/** A decoded file. */
type Model = {
  readonly graph: Graph;
  readonly opset: number;
  /**
   * Number of softmax and attention nodes in each function of the file that has any, those of functions that it calls
   * included, by "domain.name".
   */
  readonly hiddenInFunctions: HiddenInFunctions;
};

/** Fields of ModelProto and their wire types: the file is told from text and other formats by them. */
const MODEL_FIELDS: Readonly<Record<number, WireType>> = {
  1: 0,
  2: 2,
  3: 2,
  4: 2,
  5: 0,
  6: 2,
  7: 2,
  8: 2,
  14: 2,
  20: 2,
  25: 2,
  26: 2,
};

/**
 * Decodes the structure of an ONNX file in one pass; weights are neither decoded nor copied.
 * A graph that comes in several records (as `exposeAttention` writes it) is merged, as protobuf demands.
 * Throws AppError 'not-onnx' or 'model-truncated'.
 * Source: onnx.proto of the ONNX repository, field numbers.
 */
export function readModel(bytes: Uint8Array): Model {
  if (bytes.length === 0) throw new AppError('not-onnx', 'the file is empty');
  try {
    return readRecords(ProtoReader.overFile(bytes));
  } catch (error) {
    // Writers put fields in the order of their numbers, so a file that was ONNX once begins with ir_version: field 1,
    // a varint. Text and other formats may look like a record cut short, but not with this first byte.
    if (error instanceof AppError && error.code === 'model-truncated' && bytes[0] !== 0x08) {
      throw new AppError('not-onnx', `the file begins with ${firstBytes(bytes)}`);
    }
    throw error;
  }
}

function readRecords(reader: ProtoReader): Model {
  const parts = emptyGraph();
  let nGraphs = 0;
  let irVersion = 0;
  let opset: number | null = null;
  const functions = new Map<string, readonly GraphNode[]>();
  while (reader.next()) {
    const wire = MODEL_FIELDS[reader.field];
    // A later format may add fields behind the graph; before it an unknown one means another kind of file.
    if (wire !== reader.wire && (wire !== undefined || nGraphs === 0)) {
      throw new AppError('not-onnx', `a model has no field ${reader.field} of wire type ${reader.wire}`);
    }
    if (reader.field === 1) irVersion = reader.int();
    else if (reader.field === 7) {
      readGraphInto(reader.message(), parts, 0);
      nGraphs++;
    } else if (reader.field === 8) opset = readOpset(reader.message()) ?? opset;
    else if (reader.field === 25) {
      const { key, nodes } = readFunction(reader.message());
      functions.set(key, nodes);
    } else reader.skip();
  }
  if (nGraphs === 0) throw new AppError('model-truncated', 'the file ends before its graph');
  // Before IR version 3 operator sets had no numbers.
  if (opset === null && irVersion >= 3 && parts.nodes.some((node) => node.domain === '')) {
    throw new AppError('model-truncated', 'the file ends before its operator set');
  }
  return { graph: parts, opset: opset ?? 1, hiddenInFunctions: countInFunctions(functions) };
}

function firstBytes(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
  return shown.join(' ');
}

/** FunctionProto: name = 1, node = 7, domain = 10. */
function readFunction(reader: ProtoReader): { readonly key: string; readonly nodes: readonly GraphNode[] } {
  let name = '';
  let domain = '';
  const nodes: GraphNode[] = [];
  while (reader.next()) {
    if (reader.field === 1) name = reader.text();
    else if (reader.field === 10) domain = reader.text();
    else if (reader.field === 7) nodes.push(readNode(reader.message(), nodes.length, 0));
    else reader.skip();
  }
  return { key: `${domain}.${name}`, nodes };
}

/** Functions call functions, but in no real file deeper than this; a damaged one could otherwise exhaust the stack. */
const MAX_CALLS = 32;

function countInFunctions(functions: ReadonlyMap<string, readonly GraphNode[]>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (key: string, depth: number): number => {
    const nodes = functions.get(key);
    const known = counts.get(key);
    if (nodes === undefined || known !== undefined || depth > MAX_CALLS) return known ?? 0;
    // For now, so that functions that call each other come to an end.
    counts.set(key, 0);
    const n = nodes.reduce(
      (sum, node) => sum + count(`${node.domain}.${node.opType}`, depth + 1),
      countHidden({ nodes }),
    );
    counts.set(key, n);
    return n;
  };
  for (const key of functions.keys()) count(key, 0);
  return new Map([...counts].filter(([, n]) => n > 0));
}

/** Version of the default domain, or null if this record is about another domain. */
function readOpset(reader: ProtoReader): number | null {
  let domain = '';
  let version = 0;
  while (reader.next()) {
    if (reader.field === 1) domain = reader.text();
    else if (reader.field === 2) version = reader.int();
    else reader.skip();
  }
  return domain === '' || domain === 'ai.onnx' ? version : null;
}

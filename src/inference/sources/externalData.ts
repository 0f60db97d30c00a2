import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import { ProtoReader } from '../surgery/protobuf.ts';

/** A message type as far as weights may lie in it: what to do with each field that matters. */
type Fields = Readonly<Record<number, (message: ProtoReader, found: Set<string>) => void>>;

// Field numbers of onnx.proto: weights may be initializers, or attributes of nodes, at any depth of branches and functions.
const GRAPH: Fields = { 1: fieldsOf(() => NODE), 5: readTensor, 15: fieldsOf(() => SPARSE) };
const NODE: Fields = { 5: fieldsOf(() => ATTRIBUTE) };
const ATTRIBUTE: Fields = {
  5: readTensor,
  6: fieldsOf(() => GRAPH),
  10: readTensor,
  11: fieldsOf(() => GRAPH),
  22: fieldsOf(() => SPARSE),
  23: fieldsOf(() => SPARSE),
};
const SPARSE: Fields = { 1: readTensor, 2: readTensor };
const FUNCTION: Fields = { 7: fieldsOf(() => NODE) };
const MODEL: Fields = { 7: fieldsOf(() => GRAPH), 25: fieldsOf(() => FUNCTION) };

/**
 * The files beside an ONNX file that hold weights of it, as the graph spells them, each once.
 * Reads no weights. For bytes that are no ONNX file it gives what was found up to the damage: reading the graph then
 * tells what is wrong, in better words.
 * Source: onnx.proto of the ONNX repository, TensorProto.external_data.
 */
export function externalLocations(onnx: Uint8Array): readonly string[] {
  const found = new Set<string>();
  try {
    walk(ProtoReader.overFile(onnx), MODEL, found);
  } catch (error) {
    if (!(error instanceof AppError || error instanceof RangeError)) throw error;
  }
  return [...found];
}

function walk(reader: ProtoReader, fields: Fields, found: Set<string>): void {
  while (reader.next()) {
    const read = reader.wire === 2 ? fields[reader.field] : undefined;
    if (read) read(reader.message(), found);
    else reader.skip();
  }
}

/** Late, because the types of messages hold each other. */
function fieldsOf(fields: () => Fields): (message: ProtoReader, found: Set<string>) => void {
  return (message, found) => walk(message, fields(), found);
}

/** TensorProto: 13 external_data, pairs of key and value; 14 data_location, 1 where the numbers are outside. */
function readTensor(reader: ProtoReader, found: Set<string>): void {
  let location: string | null = null;
  let isExternal = false;
  while (reader.next()) {
    if (reader.field === 13) location = locationIn(reader.message()) ?? location;
    else if (reader.field === 14) isExternal = reader.int() === 1;
    else reader.skip();
  }
  if (isExternal && location !== null) found.add(location);
}

function locationIn(entry: ProtoReader): string | null {
  let key = '';
  let value = '';
  while (entry.next()) {
    if (entry.field === 1) key = entry.text();
    else if (entry.field === 2) value = entry.text();
    else entry.skip();
  }
  return key === 'location' ? value : null;
}

/**
 * The path of external data from the path of its ONNX file: a location is relative to the folder of that.
 * Throws AppError 'unsupported-graph' for a location that leads out of it.
 */
export function besideGraph(graphPath: string, location: string): string {
  const parts = location.split('/').filter((part) => part !== '.' && part !== '');
  // A scheme or a drive ("C:") would make a URL or path of its own.
  if (parts.length === 0 || parts.includes('..') || /^[/\\]|^\w+:|\\/.test(location)) {
    throw new AppError('unsupported-graph', `${graphPath} keeps weights outside its folder, in ${quote(location)}`);
  }
  return [...graphPath.split('/').slice(0, -1), ...parts].join('/');
}

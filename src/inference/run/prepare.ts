import { AppError } from '../../core/errors.ts';
import { readInputUses } from '../../core/inputUses.ts';
import { messageOf } from '../errors.ts';
import { readGenerationConfig } from '../generate/generationConfig.ts';
import type { FedInput } from '../inputs/roles.ts';
import { readConfig } from '../sources/modelConfig.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import type { GraphFile, ModelFiles, ModelFileSource } from '../sources/modelFiles.ts';
import { fixedCacheOf } from '../runtime/fixedCache.ts';
import type { ExposedModel } from '../runtime/modelSession.ts';
import { MODALITIES, rolesOf, takesOf } from '../inputs/modalities.ts';
import { withSaid } from '../inputs/saidOfInputs.ts';
import { askedInputs, withUses } from '../inputs/saidUses.ts';
import { sequenceLimits } from '../inputs/sequenceLimits.ts';
import { namePrecision } from '../sources/precision.ts';
import type { ExposedGraph } from '../runtime/session.ts';
import { exposeAttention } from '../surgery/expose.ts';
import { inlineFunctions } from '../surgery/inlineFunctions.ts';
import { readGraph } from '../surgery/readGraph.ts';
import type { Exposure } from '../surgery/readGraph.ts';
import type { GraphFacts } from '../surgery/types.ts';
import { tokenizerFromParts } from '../tokenizer/fromParts.ts';
import { createTokenizer } from '../tokenizer/tokenizer.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';
import type { PreparedModel } from './prepared.ts';

/**
 * Reads what came with a model and exposes the attention of its graphs; the bytes are in `exposed` alone.
 * `withoutMasks` says why heads are not to be turned down, where that was tried in vain; else they can be.
 * Throws AppError 'tokenizer-failed', 'not-onnx', 'model-truncated', 'no-attention' or 'unsupported-graph'.
 */
export function prepareModel(
  source: ModelFileSource,
  files: ModelFiles,
  withoutMasks: string | null = null,
): { readonly model: PreparedModel; readonly exposed: ExposedModel } {
  const readAll = files.graphs
    .filter(({ role }) => role !== 'picture')
    .map((file) => readPart(file, withoutMasks === null ? 'inside' : 'patterns'));
  const uses = readInputUses('inputs' in source ? (source.inputs ?? '') : '');
  let made: { readonly tokenizer: ModelTokenizer | null } | null = null;
  const tokenizer = () => (made ??= { tokenizer: makeTokenizer(files) }).tokenizer;
  const config = readConfig(files.config);
  const parts = chooseGraphs(
    readAll.map(({ file, facts }) => ({ file, facts: { ...facts, inputs: withUses(facts.inputs, uses) } })),
  ).map(({ file, facts }) => ({
    file,
    facts: {
      ...facts,
      inputs: withSaid(facts.inputs, config, () => (tokenizer()?.maskToken ?? null) !== null, file.role === 'encoder'),
    },
  }));
  const graphs = parts.map(({ facts }) => facts);
  const plain = readAll.flatMap(({ facts }) => rolesOf(facts.inputs));
  const ofGraphs = graphs.map((facts) => rolesOf(facts.inputs));
  const inputs = ofGraphs.flat();
  const takes = takesOf({
    inputs,
    isPair: parts.some(({ file }) => file.role === 'encoder') && parts.length > 1,
    tokenizer,
  });
  const modality = MODALITIES[takes];
  const seeing = seeingOf(files.graphs, config, inputs);
  const model: PreparedModel = {
    source,
    config,
    tokenizerConfig: files.tokenizerConfig,
    preprocessorConfig: files.preprocessorConfig,
    tokenizer: modality.hasNoTokenizer ? null : tokenizer(),
    takes,
    precision: source.from === 'here' ? source.precision : namePrecision(graphs, files.precision),
    generation: readGenerationConfig(files.generationConfig, files.config),
    seeing: seeing && { inputs: seeing.inputs },
    sequence: sequenceLimits(ofGraphs[0] ?? [], positionsOf(parts)),
    withoutMasks,
    graphs,
    inputs,
    asked: askedInputs(inputs, plain),
    files: files.sizes,
    taken: [...parts.map(({ file }) => file.path), ...(seeing ? [seeing.path] : [])],
    offered: files.offered ?? [],
  };
  modality.check?.(model);
  return { model, exposed: expose(parts, seeing?.graph ?? null) };
}

/**
 * The graph that sees pictures which may stand in a text; null where there is none, or none that could: the text must know which token stands for a
 * picture, and the graph read pixels as they lie; or patches, told how many rows and columns there are. By those alone positions of three kinds are known.
 */
function seeingOf(files: ModelFiles['graphs'], { imageTokenId }: ModelConfig, ofText: readonly FedInput[]) {
  const file = files.find(({ role }) => role === 'picture');
  const positions = ofText.find(({ role, dims }) => role === 'positions' && dims.length > 2);
  if (!file || imageTokenId === null || (positions && positions.dims[0] !== 3)) return null;
  try {
    const facts = readGraph(file.onnx, 'patterns');
    const inputs = rolesOf(facts.inputs);
    const reads = inputs.find(({ role }) => role === 'image');
    const isCut = inputs.some(({ role }) => role === 'image-grid');
    const isFed = inputs.every(({ role }) => role === 'image' || role === 'image-mask' || role === 'image-grid');
    const rank = reads?.dims.length ?? 0;
    if (!isFed || (isCut ? rank !== 2 : rank < 4 || rank > 5 || positions !== undefined)) return null;
    const graph: ExposedGraph = { facts: { ...facts, sites: [] }, bytes: file.onnx, externalData: file.externalData };
    return { inputs, path: file.path, graph };
  } catch (error) {
    // The text is read without it.
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Fetches what reads the inputs of a model, where that is no part of the worker's script: before the model in use is given up. Throws AppError 'runtime-unfetched'. */
export async function fetchReader({ takes }: Pick<PreparedModel, 'takes'>): Promise<void> {
  await MODALITIES[takes].fetch?.();
}

/** The same of a model that is opened again, and of no other: neither other weights nor another graph of its repository. */
export function identityOf({ source, taken, precision, files }: PreparedModel): string {
  return JSON.stringify([source.id, 'revision' in source ? source.revision : null, taken, precision, files]);
}

type GraphPart = { readonly file: GraphFile; readonly facts: GraphFacts };

/** Functions that hide attention are written out first, where there are any. */
function readPart(file: GraphFile, wanted: Exposure): GraphPart {
  const exposure = (inputs: GraphFacts['inputs']) => (hidesInside(inputs) && wanted === 'inside' ? 'masks' : wanted);
  const facts = readGraph(file.onnx, exposure, file.externalData);
  const onnx = facts.hidesInFunctions ? inlineFunctions(file.onnx) : file.onnx;
  const part =
    onnx === file.onnx
      ? { file, facts }
      : { file: { ...file, onnx }, facts: readGraph(onnx, exposure, file.externalData, false) };
  return wanted === 'inside' && hidesInside(facts.inputs) ? withoutInside(part) : part;
}

/** Steps of a head over keys of which most are empty places would not be those of the text. */
function hidesInside(inputs: GraphFacts['inputs']): boolean {
  return fixedCacheOf(rolesOf(inputs)) !== null;
}

function withoutInside({ file, facts }: GraphPart): GraphPart {
  const whyNotInside = 'its keys and values lie in a cache of one length, most of whose places are empty';
  return { file, facts: { ...facts, sites: facts.sites.map((site) => ({ ...site, whyNotInside })) } };
}

/** Longest sequence for which positions are stored, by the graph that takes the text or reads its vectors. */
function positionsOf([first, second]: readonly GraphPart[]): number | null {
  const reader = first?.file.role === 'embedding' ? second : first;
  return reader?.facts.nPositions ?? null;
}

/**
 * An encoder and a decoder together, or the one graph there is. Of a model that writes about pictures only the encoder
 * runs.
 */
function chooseGraphs(parts: readonly GraphPart[]): readonly GraphPart[] {
  const encoder = parts.find(({ file }) => file.role === 'encoder');
  const decoder = parts.find(({ file }) => file.role === 'decoder');
  const readsPixels = rolesOf(encoder?.facts.inputs ?? []).some(({ role }) => role === 'image');
  if (encoder && decoder && !readsPixels) return [encoder, decoder];
  const whole = parts.find(({ file }) => file.role === 'whole') ?? encoder ?? decoder;
  if (!whole) throw new AppError('model-not-found', 'no ONNX file among the files');
  const embedding = parts.find(({ file }) => file.role === 'embedding');
  return embedding ? [embedding, whole] : [whole];
}

function expose(parts: readonly GraphPart[], seeing: ExposedGraph | null): ExposedModel {
  const hasAttention = parts.some(({ facts }) => facts.sites.length > 0);
  // Half of a model may do without; `exposeAttention` says why a whole one does.
  const graphs = parts.map(({ file, facts }): ExposedGraph => {
    const isExposed = facts.sites.length > 0 || !hasAttention;
    const bytes = isExposed ? exposeAttention(file.onnx, facts).model : file.onnx;
    return { facts, bytes, externalData: file.externalData };
  });
  const [first, second] = graphs;
  if (!first) throw new RangeError('no graphs to expose');
  if (!second) return { kind: 'whole', whole: first };
  return parts[0]?.file.role === 'embedding'
    ? { kind: 'embedded', embedding: first, whole: second, ...(seeing && { seeing }) }
    : { kind: 'pair', encoder: first, decoder: second };
}

/** Null where nothing of one came with the model. */
function makeTokenizer({ tokenizer, tokenizerParts: parts, tokenizerConfig }: ModelFiles): ModelTokenizer | null {
  try {
    const json = tokenizer ?? (parts ? tokenizerFromParts(parts) : null);
    return json === null ? null : createTokenizer(json, tokenizerConfig);
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('tokenizer-failed', messageOf(error));
  }
}

/** Bytes of the graphs and of the weights beside them. */
export function sizeOf(model: ExposedModel): number {
  const graphs = Object.values(model).filter((part) => typeof part !== 'string');
  return graphs.reduce(
    (sum, { bytes, externalData }) => externalData.reduce((total, { data }) => total + data.length, sum + bytes.length),
    0,
  );
}

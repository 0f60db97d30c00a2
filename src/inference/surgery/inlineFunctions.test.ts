import { describe, expect, test } from 'vitest';
import { prepareZoo } from '../testing/zooModels.ts';
import { exposeAttention } from './expose.ts';
import { inlineFunctions } from './inlineFunctions.ts';
import { readModel } from './model.ts';
import { bytesField, concat, intField } from './protobuf.ts';
import { readGraph } from './readGraph.ts';
import { withSpareRoom } from './spareRoom.ts';
import { attentionModel, reference, seeded, SIZES, softmax, splitHeads } from './testing/attentionModel.ts';
import type { Family } from './testing/attentionModel.ts';
import { openSession, runCase } from './testing/zoo.ts';
import { attributeProto, nodeProto } from './write.ts';
import type { NodeSpec } from './write.ts';

const opset = (domain: string, version: number): Uint8Array => concat([bytesField(1, domain), intField(2, version)]);
const LOCAL = bytesField(8, opset('local', 1));

type Definition = {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly (NodeSpec | Uint8Array)[];
  readonly version?: number;
  readonly parameters?: readonly string[];
  readonly defaults?: readonly Uint8Array[];
};

/** ModelProto.functions = 25. */
function functionProto(of: Definition): Uint8Array {
  return bytesField(
    25,
    concat([
      bytesField(1, of.name),
      ...of.inputs.map((name) => bytesField(4, name)),
      ...of.outputs.map((name) => bytesField(5, name)),
      ...(of.parameters ?? []).map((name) => bytesField(6, name)),
      ...of.nodes.map((node) => bytesField(7, node instanceof Uint8Array ? node : nodeProto(node))),
      bytesField(9, opset('', of.version ?? 17)),
      bytesField(9, opset('local', 1)),
      bytesField(10, 'local'),
      ...(of.defaults ?? []).map((attribute) => bytesField(11, attribute)),
    ]),
  );
}

/** A node whose attribute is that which its function is called with: AttributeProto.ref_attr_name = 21, type = 20. */
const softmaxOver = (parameter: string): Uint8Array =>
  concat([
    nodeProto({ op: 'Softmax', in: ['scores'], out: ['weights'] }),
    bytesField(5, concat([bytesField(1, 'axis'), bytesField(21, parameter), intField(20, 2)])),
  ]);

const NORMALISE: Definition = {
  name: 'Normalise',
  inputs: ['scores'],
  outputs: ['weights'],
  parameters: ['over'],
  // Over queries, which a call without the attribute would mean.
  defaults: [attributeProto('over', 2)],
  nodes: [softmaxOver('over')],
};
/** Names of tensors are those of the other function and of the graph: they must not meet. */
const ATTEND: Definition = {
  name: 'Attend',
  inputs: ['q', 'kT', 'v', 'scale', 'unused'],
  outputs: ['context', 'weights'],
  nodes: [
    { op: 'MatMul', in: ['q', 'kT'], out: ['x'] },
    { op: 'Mul', in: ['x', 'scale'], out: ['scores'] },
    { op: 'Normalise', domain: 'local', in: ['scores'], out: ['weights'], attributes: { over: -1 } },
    { op: 'MatMul', in: ['weights', 'v'], out: ['context'] },
  ],
};
const FAMILY: Family = {
  name: 'attention in functions',
  nodes: (layer) => [
    ...splitHeads(`q${layer}`, `qh${layer}`),
    ...splitHeads(`k${layer}`, `kT${layer}`, [0, 2, 3, 1]),
    ...splitHeads(`v${layer}`, `vh${layer}`),
    {
      op: 'Attend',
      domain: 'local',
      name: `/layers.${layer}/call`,
      in: [`qh${layer}`, `kT${layer}`, `vh${layer}`, 'scale'],
      out: [`ch${layer}`],
    },
    { op: 'Transpose', in: [`ch${layer}`], out: [`ct${layer}`], attributes: { perm: [0, 2, 1, 3] } },
    { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
  ],
  weigh: (scores) => softmax(scores),
};
const withFunctions = (...definitions: readonly Definition[]): Uint8Array =>
  concat([attentionModel(FAMILY), LOCAL, ...definitions.map(functionProto)]);

const X = seeded(5, SIZES.nTokens * SIZES.nFeatures).map(Math.fround);
const FEED = { x: { dtype: 'float32', dims: [1, SIZES.nTokens, SIZES.nFeatures], data: X } } as const;

async function expectTrue(model: Uint8Array): Promise<void> {
  const exposed = exposeAttention(model, readGraph(model));
  const session = await openSession(exposed.model);
  const results = await runCase(session, FEED);
  await session.release();
  const truth = reference(FAMILY, X);
  for (const [layer, output] of exposed.outputs.entries()) {
    const weights = truth.patterns[layer]!.flat(2);
    expect(results.get(output)!.data).toHaveLength(weights.length);
    weights.forEach((weight, i) => expect(results.get(output)!.data[i]).toBeCloseTo(weight, 6));
  }
  truth.out.forEach((value, i) => expect(results.get('out')!.data[i]).toBeCloseTo(value, 5));
}

describe('functions that are written out where they are called', () => {
  test('show their attention, those called by others with the attributes of the call', async () => {
    const model = withFunctions(NORMALISE, ATTEND);
    expect(readGraph(model)).toMatchObject({ sites: [], hidesInFunctions: true });
    const inlined = inlineFunctions(model);
    const { sites, notAttention } = readGraph(inlined);
    expect(sites.map(({ layer, block }) => [layer, block])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(sites.map(({ nodeName }) => nodeName)).toEqual(
      [0, 1].map((n) => expect.stringMatching(`^/layers.${n}/call/`)),
    );
    expect(notAttention).toEqual([]);
    await expectTrue(inlined);
    expect(inlineFunctions(inlined)).toBe(inlined);
  });

  test('in the memory of the file, where that has room behind it', async () => {
    const model = withFunctions(NORMALISE, ATTEND);
    const bytes = withSpareRoom(model.length);
    bytes.set(model);
    const inlined = inlineFunctions(bytes);
    expect(inlined.buffer).toBe(bytes.buffer);
    await expectTrue(inlined);
  });

  test('take the default of an attribute that a call leaves out', async () => {
    const nodes = ATTEND.nodes.map((node) => {
      return !(node instanceof Uint8Array) && node.op === 'Normalise' ? { ...node, attributes: {} } : node;
    });
    const normalise = { ...NORMALISE, parameters: [], defaults: [attributeProto('over', 3)] };
    const inlined = inlineFunctions(withFunctions(normalise, { ...ATTEND, nodes }));
    const axes = readModel(inlined).graph.nodes.flatMap((node) => node.attributes.get('axis') ?? []);
    expect(axes).toEqual([0, 1].map(() => ({ kind: 'int', value: 3 })));
    await expectTrue(inlined);
  });

  test('are so in a model that is opened', () => {
    const file = {
      role: 'whole',
      path: 'model.onnx',
      onnx: withFunctions(NORMALISE, ATTEND),
      externalData: [],
    } as const;
    expect(prepareZoo('gpt2', { graphs: [file] }).model.graphs[0]?.sites).toHaveLength(2);
  });
});

describe('functions stay as they are, and the reason is told,', () => {
  const reason = 'it calls a function of the file, Attend, which hides 1 softmax or attention nodes';
  test.each<[string, readonly Definition[]]>([
    ['if their operator set is another one', [NORMALISE, { ...ATTEND, version: 16 }]],
    ['if that of a function they call is', [{ ...NORMALISE, version: 16 }, ATTEND]],
    [
      'if a node has a graph',
      [
        NORMALISE,
        {
          ...ATTEND,
          nodes: [...ATTEND.nodes, { op: 'If', in: ['q'], out: ['y'], attributes: { then_branch: new Uint8Array() } }],
        },
      ],
    ],
    ['if an output is an input', [NORMALISE, { ...ATTEND, outputs: ['context', 'q'] }]],
  ])('%s', (_, definitions) => {
    const model = withFunctions(...definitions);
    expect(inlineFunctions(model)).toBe(model);
    expect(readGraph(model).notAttention.map(({ why }) => why)).toEqual([reason, reason]);
  });

  test('if written out they were more than any model', () => {
    const call = (n: number): NodeSpec => ({ op: `Level${n}`, domain: 'local', in: ['q'], out: [`out${n}`] });
    const level = (n: number): Definition => ({
      name: `Level${n}`,
      inputs: ['q'],
      outputs: ['context'],
      nodes: Array.from({ length: 10 }, (_, i) => ({ ...call(n + 1), out: [`${i}`] })),
    });
    const levels = Array.from({ length: 12 }, (_, n) => level(n));
    const end = { ...NORMALISE, name: 'Level12' };
    const attend = { ...ATTEND, nodes: [...ATTEND.nodes, call(0)] };
    const model = withFunctions(NORMALISE, attend, ...levels, end);
    expect(inlineFunctions(model)).toBe(model);
  });

  test('if they call each other without end', () => {
    const nodes = [{ op: 'Attend', domain: 'local', in: ['q'], out: ['weights'] }, ...NORMALISE.nodes];
    const model = withFunctions({ ...NORMALISE, nodes }, ATTEND);
    expect(inlineFunctions(model)).toBe(model);
  });
});

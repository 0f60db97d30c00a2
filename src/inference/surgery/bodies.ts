import { labelOf } from './draft.ts';
import type { Draft, Findings, Rewrite } from './draft.ts';
import type { FileFacts } from './fileFacts.ts';
import { indexGraph } from './graph.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import { PartsBuilder } from './partsBuilder.ts';
import { passesOf } from './passes.ts';
import type { Passes } from './passes.ts';
import { bytesField } from './protobuf.ts';
import { scalarAt } from './scalarAt.ts';
import { tapOf } from './tap.ts';
import type { NotAttention } from './types.ts';
import { FLOAT32, nodeProto, rawTensor, typeInfo } from './write.ts';

/**
 * Attention in the body of a Loop or a Scan: what each pass computes is collected in a further output of the node, and each pass is a layer. Where
 * only a run tells how many passes there are, the last one is a layer: a Loop, whose passes may differ in size, hands it on from pass to pass; what
 * a Scan collects ends with it. What leaves the body already serves.
 * Returns why, if neither can be. `find` looks for attention in one graph.
 */
export function openBody(
  index: GraphIndex,
  node: GraphNode,
  { fresh, opset }: FileFacts,
  find: (body: GraphIndex) => Findings,
): (Rewrite & { readonly notAttention: readonly NotAttention[] }) | string {
  const body = passesOf(index, node);
  if (typeof body === 'string') return body;
  const inner = indexGraph(body.graph, { outer: index, node });
  const found = find(inner);
  const leaving = body.graph.outputs.slice(body.nUnseen);
  // A node may leave out the last of what its body gives; what is added must stand behind it all the same.
  const outputs = leaving.map((_, at) => node.outputs[at] || fresh('pass'));
  const ready = { ...inner, graph: { ...body.graph, outputs: leaving.filter((_, at) => isReady(node, body, at)) } };
  const all = found.layers.flatMap(({ mixer, stack }) =>
    mixer.kind === 'attention' ? [{ draft: mixer.draft, stack }] : [],
  );
  const b = new PartsBuilder(fresh, opset);
  const isHandedOn = handsOn(node, body);
  const inBody = [...found.records];
  const inputs: string[] = [];
  const collected = all.map(({ draft }) => {
    const tap = tapOf(ready, draft, 'attention_weights.pass', fresh);
    if (tap.by === 'existing') return outputs[leaving.findIndex(({ name }) => name === tap.name)] ?? '';
    inBody.push(...tap.nodes.map((each) => bytesField(1, nodeProto(each))), bytesField(12, bytesField(1, tap.name)));
    if (isHandedOn) {
      const before = fresh('attention_weights.before');
      inBody.push(bytesField(11, typeInfo(before, FLOAT32)));
      inputs.push(fresh('attention_weights.none'));
    }
    const name = fresh('attention_weights.passes');
    outputs.push(name);
    return name;
  });
  const [label, { nPasses }] = [labelOf(node), body];
  const passes = nPasses === null ? [null] : [...Array(nPasses).keys()];
  const layers = passes.flatMap((pass) => all.map((each, at) => ({ ...each, pass, from: collected[at] ?? '' })));
  const drafts = layers.map(({ draft, pass, from }): Draft => ({
    ...draft,
    probabilities: isHandedOn ? from : pickOf(index, from, pass ?? LAST, b),
    elementType: 'float32',
    order: null,
    nodeName: `${label}/${pass ?? 'last'}/${draft.nodeName}`,
    how: `${draft.how}; ${pass === null ? 'the last pass' : `pass ${pass} of ${nPasses}`} of ${label}`,
    ...(pass === null && { lastPassOf: label }),
    maskPoint: { at: 'nowhere', why: `all passes of a ${node.opType} share their heads` },
    trace: { by: 'branch' },
  }));
  const nNew = outputs.length - leaving.length;
  const isSame =
    outputs.every((name, at) => name === node.outputs[at]) && found.nodes.size === 0 && inBody.length === 0;
  return {
    drafts,
    stacks: layers.map(({ stack }) => `${label}/${stack}`),
    patch: isSame
      ? null
      : {
          kind: 'extend',
          inputs,
          outputs,
          attributes: scanAttributes(node, nNew),
          branches: new Map([['body', { nodes: found.nodes, records: inBody }]]),
        },
    records: [
      ...inputs.map((name) => bytesField(5, rawTensor(name, [0, 0, 0, 0], FLOAT32, new Uint8Array()))),
      ...b.tensors,
      ...b.nodes.map((each) => bytesField(1, nodeProto(each))),
    ],
    notAttention: found.notAttention,
  };
}

/** The last of what is collected. */
const LAST = -1;

/** Whether the last pass is handed on, since there is no other way to know it. */
function handsOn({ opType }: GraphNode, { nPasses }: Passes): boolean {
  return nPasses === null && opType === 'Loop';
}

/** Whether what leaves the body there holds all passes one behind the other; or, where it is handed on, the last one. */
function isReady(node: GraphNode, body: Passes, at: number): boolean {
  const { nCarried } = body;
  if (handsOn(node, body)) return at < nCarried;
  const of = (name: string): number => {
    const value = node.attributes.get(name);
    return value?.kind === 'ints' ? (value.values[at - nCarried] ?? 0) : 0;
  };
  return at >= nCarried && of('scan_output_axes') === 0 && of('scan_output_directions') === 0;
}

function pickOf(index: GraphIndex, from: string, pass: number, b: PartsBuilder): string {
  return passAt(index, from, pass) ?? b.add('Gather', [from, b.ints(pass)], { axis: 0 });
}

/** The pass that the graph picks from all of them already, so that exposing twice adds nothing; or null. */
function passAt(index: GraphIndex, from: string, pass: number): string | null {
  const isPick = ({ opType, inputs }: GraphNode): boolean =>
    opType === 'Gather' && inputs[0] === from && scalarAt(index, inputs[1] ?? '') === pass;
  const picks = (index.usesOf.get(from) ?? []).filter(({ node }) => isPick(node) && intOf(node, 'axis', 0) === 0);
  return picks[0]?.node.outputs[0] ?? null;
}

/** Where a Scan says of each of its outputs how it is put together, it must say so of new ones. */
function scanAttributes(node: GraphNode, nNew: number): Readonly<Record<string, readonly number[]>> {
  const named = ['scan_output_axes', 'scan_output_directions'].flatMap((name) => {
    const value = node.attributes.get(name);
    return value?.kind === 'ints' ? [[name, [...value.values, ...Array.from({ length: nNew }, () => 0)]] as const] : [];
  });
  return Object.fromEntries(named);
}

import { AppError } from '../../core/errors.ts';
import { bytesField, concat, intField } from './protobuf.ts';
import type { AttentionSite, GraphFacts } from './types.ts';

/** TensorProto.FLOAT and AttributeProto.INT. */
const FLOAT = 1;
const INT = 2;

/**
 * Makes the probabilities of every attention a float32 output of the model; `outputs[i]` is the one of `sites[i]`.
 * The model is copied once and a second graph record is appended, which protobuf merges into the first: nothing that
 * stood in the file changes, and outputs that exist already are not added again.
 * Throws AppError 'no-attention' if there are no sites.
 */
export function exposeAttention(
  model: Uint8Array,
  facts: GraphFacts,
): { readonly model: Uint8Array; readonly outputs: readonly string[] } {
  const { sites } = facts;
  if (sites.length === 0) throw new AppError('no-attention', whyNone(facts));
  const outputs = sites.map((site) => site.output.name);
  const added = sites.filter((site) => site.output.by !== 'existing');
  if (added.length === 0) return { model, outputs };
  // GraphProto.node = 1 and GraphProto.output = 12; an output needs only its name, the runtime infers type and shape.
  const nodes = added.map((site) => bytesField(1, aliasNode(site)));
  const infos = added.map((site) => bytesField(12, bytesField(1, site.output.name)));
  return { model: concat([model, bytesField(7, concat([...nodes, ...infos]))]), outputs };
}

/** NodeProto without a name, since names must differ: input = 1, output = 2, op_type = 4, attribute = 5. */
function aliasNode({ probabilities, output }: AttentionSite): Uint8Array {
  const ends = [bytesField(1, probabilities), bytesField(2, output.name)];
  if (output.by === 'identity') return concat([...ends, bytesField(4, 'Identity')]);
  const to = concat([bytesField(1, 'to'), intField(3, FLOAT), intField(20, INT)]);
  return concat([...ends, bytesField(4, 'Cast'), bytesField(5, to)]);
}

function whyNone({ notAttention }: GraphFacts): string {
  const shown = notAttention.slice(0, 3).map(({ nodeName, why }) => `${nodeName}: ${why}`);
  const more = notAttention.length - shown.length;
  if (shown.length === 0) return 'the graph has no softmax at all';
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ');
}

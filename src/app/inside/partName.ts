import type { ScorePart } from '../../core/inside/questions.ts';
import type { AttentionTensor } from '../../core/tensor.ts';

type PartContext = {
  readonly isPicture: boolean;
  /** The stacks of the run. */
  readonly stacks: readonly Pick<AttentionTensor, 'kind' | 'layerNumbers'>[];
};

/** A part of a score in a few letters: "token", "L1 heads", "L1 MLP", "biases b_O". */
export function partName({ what, kind, layer }: ScorePart, { isPicture, stacks }: PartContext): string {
  const own = stacks.find((stack) => stack.kind === kind) ?? stacks.at(-1);
  const at = layer === null ? '' : `L${own?.layerNumbers?.[layer] ?? layer} `;
  switch (what) {
    case 'start':
      return isPicture ? 'patch' : 'token and position';
    case 'heads':
      return stacks.length > 1 ? `${at}${kind === 'cross' ? 'cross' : 'self'}` : `${at}heads`;
    case 'mlp':
      return `${at}MLP`;
    case 'bias':
      return 'all b_O';
    case 'token':
    case 'position':
    case 'segment':
    case 'constant':
      return what;
  }
}

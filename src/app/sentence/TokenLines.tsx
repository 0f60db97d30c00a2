import { memo } from 'react';
import type { ModelRun } from '../../core/run.ts';
import { PatchMap } from '../../views/PatchMap/PatchMap.tsx';
import { TokenStrip } from '../../views/TokenStrip/TokenStrip.tsx';
import { useShownHead } from '../shown/useShownHead.ts';
import { useStack } from '../shown/useStack.ts';
import { useStage } from '../stage.ts';

const NO_ARCS = [] as const;
const MAX_REST = 400;

/** The tokens of the stack on screen: one line for self-attention, two for cross-attention, the picture for an image. */
export const TokenLines = memo(function TokenLines() {
  const { hover, rem } = useStage();
  const stack = useStack();
  const shown = useShownHead(hover);
  const source = shown?.picture ?? null;
  if (stack === null) return null;
  const { run } = stack;
  if (run.image !== null) {
    return <PatchMap image={run.image} pattern={source?.pattern ?? null} hover={hover} rem={rem} />;
  }
  if (stack.tensor.kind === 'cross') {
    return (
      <>
        <TokenStrip
          axis="query"
          name="Target tokens (queries)"
          tokens={stack.queryTokens}
          arcs={NO_ARCS}
          shown={null}
          hover={hover}
          rest=""
          rem={rem}
        />
        <TokenStrip
          axis="key"
          name="Source tokens (keys)"
          tokens={stack.keyTokens}
          arcs={NO_ARCS}
          shown={null}
          hover={hover}
          rest=""
          rem={rem}
        />
      </>
    );
  }
  return (
    <TokenStrip
      axis="both"
      name="Tokens"
      tokens={stack.queryTokens}
      arcs={shown?.arcs ?? NO_ARCS}
      shown={source}
      hover={hover}
      rest={restOf(run)}
      rem={rem}
    />
  );
});

/** The text that was cut off, as far as a line can show it. */
function restOf({ cut, text, pair }: ModelRun): string {
  if (cut === null) return '';
  return (cut.segment === 0 ? text : (pair ?? '')).slice(cut.offset, cut.offset + MAX_REST).replaceAll('\n', ' ');
}

import { arePatches } from '../../core/patchAxes.ts';
import { memo, useLayoutEffect, useMemo } from 'react';
import type { AskSide } from '../../core/ask/answers.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { ModelRun } from '../../core/run.ts';
import { TokenStrip } from '../../views/TokenStrip/TokenStrip.tsx';
import type { StripAsk } from '../../views/TokenStrip/TokenStrip.picture.ts';
import { answersInSight } from '../shown/ask.ts';
import type { ShownAsk } from '../shown/ask.ts';
import { useAsk } from '../shown/useAsk.ts';
import { useIsStacked, useIsTight, useNAnswers } from '../shown/useEnvironment.ts';
import { useShownHead } from '../shown/useShownHead.ts';
import { useStack } from '../shown/useStack.ts';
import { READING_ID } from '../shown/readingId.ts';
import { isLargeOnScreen } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { useStage } from '../shown/stage.ts';

const selectHeads = (state: AppState) => state.view.heads;

const NO_ARCS = [] as const;
const MAX_REST = 400;

/** The tokens of the stack on screen: one line for self-attention, two for cross-attention; none for patches, which lie on their picture. */
export const TokenLines = memo(function TokenLines() {
  const { hover, rem } = useStage();
  const stack = useStack();
  const shown = useShownHead(hover);
  const ask = useAsk();
  const wraps = useIsStacked();
  const isLarge = useApp(isLargeOnScreen);
  const isTight = useIsTight(isLarge);
  const pinned = useApp(selectHeads);
  const nArcs = useNAnswers(rem, isLarge);
  const stripAsk = useMemo(() => (ask === null ? null : stripAskOf(ask, pinned, nArcs)), [ask, pinned, nArcs]);
  const { position = null, side = 'query' } = ask ?? {};
  useLayoutEffect(() => {
    hover.ask({ query: side === 'query' ? position : null, key: side === 'key' ? position : null });
  }, [hover, position, side]);
  const source = shown?.picture ?? null;
  if (stack === null) return null;
  const { run } = stack;
  // The run of a picture, while a model of text starts.
  if (arePatches(run.image, stack, 'query')) return null;
  const shared = { hover, rem, wraps, isTight, readingId: READING_ID };
  if (stack.tensor.kind === 'cross') {
    return (
      <>
        <TokenStrip
          {...shared}
          axis="query"
          name="Target tokens (queries)"
          tokens={stack.queryTokens}
          ask={ask?.side === 'query' ? stripAsk : null}
          arcs={NO_ARCS}
          shown={null}
          rest=""
          onAsk={ASK.query}
        />
        {arePatches(run.image, stack, 'key') ? null : (
          <TokenStrip
            {...shared}
            axis="key"
            name="Source tokens (keys)"
            tokens={stack.keyTokens}
            ask={ask?.side === 'key' ? stripAsk : null}
            arcs={NO_ARCS}
            shown={null}
            rest=""
            onAsk={ASK.key}
          />
        )}
      </>
    );
  }
  return (
    <TokenStrip
      {...shared}
      axis="both"
      name="Tokens"
      tokens={stack.queryTokens}
      ask={stripAsk}
      arcs={shown?.arcs ?? NO_ARCS}
      shown={source}
      rest={restOf(run)}
      onAsk={askAbout}
    />
  );
});

function stripAskOf(
  { position, side, answers, averages }: ShownAsk,
  pinned: readonly HeadRef[],
  nArcs: number,
): StripAsk {
  const average = averages.filter(({ isSaid }) => isSaid).map(({ answer }) => answer);
  const said = [...answersInSight(answers, pinned, nArcs), ...average].flatMap((one) => {
    return one.position === null ? [] : [{ position: one.position, weight: one.weight }];
  });
  return { position, side, said };
}

function askAbout(position: number | null): void {
  dispatch({ type: 'viewChanged', change: { asked: position ?? 'none' } });
}

/** In cross-attention the line that a word stands in says which way it is asked about. */
const ASK: Readonly<Record<AskSide, (position: number | null) => void>> = {
  query: (position) => dispatch({ type: 'viewChanged', change: { asked: position ?? 'none', side: 'query' } }),
  key: (position) => dispatch({ type: 'viewChanged', change: { asked: position ?? 'none', side: 'key' } }),
};

/** The text that was cut off, as far as a line can show it. */
function restOf({ cut, text, pair }: ModelRun): string {
  if (cut === null) return '';
  return (cut.segment === 0 ? text : (pair ?? '')).slice(cut.offset, cut.offset + MAX_REST).replaceAll('\n', ' ');
}

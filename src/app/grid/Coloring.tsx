import { useLayoutEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { leaveOneOut } from '../../core/ablation/orders.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { GroupLegend } from '../../views/parts/GroupLegend.tsx';
import { RampLegend } from '../../views/parts/RampLegend.tsx';
import { insideMessage } from '../parts/besideMessages.ts';
import { SENT_BASIS } from '../parts/choiceWords.ts';
import { InlineAlert } from '../parts/InlineAlert.tsx';
import controls from '../parts/controls.module.css';
import type { GridColoring } from '../shown/coloring.ts';
import { placeOf } from '../shown/pieceWord.ts';
import { useInside, useNewest } from '../shown/useInside.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import type { ColorKey } from '../state/view.ts';
import { useGridColoring } from './useGridColoring.ts';
import styles from './HeadsPanel.module.css';

const selectMode = (state: AppState) => state.view.mode;
const selectSide = (state: AppState) => state.view.side;
const selectHasPin = (state: AppState) => state.view.heads.length > 0;
const selectCanMeasure = (state: AppState) => state.model.status === 'ready' && state.model.ablation !== null;
const selectCanCompare = (state: AppState) => state.model.status === 'ready';

type ColoringProps = {
  readonly color: ColorKey;
  readonly stack: ShownStack | null;
  readonly onColoring: (coloring: GridColoring | null) => void;
};

/** What colours the grid, for whoever draws it, and its legend where a person chose it. */
export function Coloring({ color, stack, onColoring }: ColoringProps) {
  const coloring = useGridColoring(stack);
  const kind = color === 'sent' ? (stack?.tensor.kind ?? null) : null;
  const lengths = useLengths(kind);
  const [wantsLabels, setWantsLabels] = useState(false);
  const labels = useSentLabels(wantsLabels ? kind : null);

  // Before anything is painted: heads and legend change in one frame.
  useLayoutEffect(() => onColoring(coloring), [onColoring, coloring]);
  useLayoutEffect(() => () => onColoring(null), [onColoring]);
  if (color === 'weight') return null;
  return (
    <ColorLegend color={color} coloring={coloring} stack={stack} lengths={lengths}>
      {coloring?.maps ? (
        <SentLabels labels={labels} isAsked={wantsLabels} onAsk={() => setWantsLabels(!wantsLabels)} />
      ) : null}
    </ColorLegend>
  );
}

/** Asks for the labels of these maps, of every run, while a person wishes to see them. */
function useSentLabels(kind: AttentionKind | null) {
  const question = useMemo(() => (kind === null ? null : ({ about: 'sent-labels', kind } as const)), [kind]);
  return useInside('sent-labels', question);
}

type SentLabelsProps = {
  readonly labels: ReturnType<typeof useSentLabels>;
  readonly isAsked: boolean;
  readonly onAsk: () => void;
};

/** Of what the labels under the maps are; those of the maps themselves are made when asked for. */
function SentLabels({ labels: { answer, error, askAgain }, isAsked, onAsk }: SentLabelsProps) {
  const newest = useNewest('sent-labels');
  if (error !== null) return <InlineAlert error={error} wordsOf={insideMessage} onAgain={askAgain} />;
  if (!isAsked)
    return <Offer words="Labels are of the weights." button={`Work them out ${SENT_BASIS}`} onPress={onAsk} />;
  const words =
    newest === null
      ? `Labels ${SENT_BASIS} are on their way …`
      : newest.about === 'refused'
        ? 'No label can be given to these maps; those shown are of the weights.'
        : answer === null
          ? `Labels ${SENT_BASIS} of the text before; those of this one are on their way …`
          : `Labels are ${SENT_BASIS}, by the same rules, each row divided by its sum.`;
  return <Offer words={words} button="Back to those of the weights" onPress={onAsk} />;
}

/** Asks how long what keys offer is, of every run, while the maps that need it are chosen. */
function useLengths(kind: AttentionKind | null) {
  const question = useMemo(() => (kind === null ? null : ({ about: 'lengths', kind } as const)), [kind]);
  return useInside('lengths', question);
}

type ColorLegendProps = {
  readonly color: ColorKey;
  readonly coloring: GridColoring | null;
  readonly stack: ShownStack | null;
  readonly lengths: ReturnType<typeof useLengths>;
  /** What stands under the legend. */
  readonly children: ReactNode;
};

/** What the colours of the grid stand for; where nothing has been measured yet, what measures it. */
function ColorLegend({ color, coloring, stack, lengths, children }: ColorLegendProps) {
  const { scheme } = useStage();
  if (stack === null) return null;
  if (coloring === null)
    return color === 'sent' ? <Lengths lengths={lengths} /> : <Missing color={color} stack={stack} />;
  const { legend } = coloring;
  return (
    <div className={styles.legend} role="group" aria-label="What the colours mean">
      {legend.kind === 'groups' ? (
        <GroupLegend {...legend} scheme={scheme} />
      ) : (
        <RampLegend title={legend.title} ticks={legend.ticks} color={(share) => legend.colorOf(scheme, share)} />
      )}
      {children}
    </div>
  );
}

function Missing({ color, stack }: { readonly color: ColorKey; readonly stack: ShownStack }) {
  const side = useApp(selectSide);
  const mode = useApp(selectMode);
  const hasPin = useApp(selectHasPin);
  const canMeasure = useApp(selectCanMeasure);
  const canCompare = useApp(selectCanCompare);
  if (color === 'importance') {
    return (
      <Offer
        words="How much is lost without each head has not been measured."
        button={canMeasure ? 'Measure it' : null}
        onPress={() =>
          dispatch({
            type: 'measureAsked',
            purpose: 'importance',
            variants: leaveOneOut(stack.run.attention, mode),
          })
        }
      />
    );
  }
  if (color === 'distance') {
    if (!hasPin) return <Offer words="Pin a head to see how near the others look to it." button={null} />;
    return (
      <Offer
        words="How alike the heads look has not been compared."
        button={canCompare ? 'Compare them' : null}
        onPress={() => dispatch({ type: 'compareAsked' })}
      />
    );
  }
  if (color === 'asked')
    return (
      <Offer
        words={`Choose a ${placeOf(stack, side)} to see how much each head gives another from it.`}
        button={null}
      />
    );
  if (color === 'note')
    return <Offer words="No head has a note yet: pin one, and write under its picture." button={null} />;
  return <Offer words="The labels are on their way." button={null} />;
}

/** Why there are no maps of weight × length, or not yet. */
function Lengths({ lengths: { answer, error, askAgain } }: Pick<ColorLegendProps, 'lengths'>) {
  if (error !== null) return <InlineAlert error={error} wordsOf={insideMessage} onAgain={askAgain} />;
  return (
    <Offer
      words={
        answer?.about === 'refused'
          ? 'Of no layer of this model values and output weights are to be had. “Inside” says why, layer by layer.'
          : 'The values of every layer are being read …'
      }
      button={null}
    />
  );
}

type OfferProps = { readonly words: string; readonly button: string | null; readonly onPress?: () => void };

function Offer({ words, button, onPress }: OfferProps) {
  return (
    <p className={styles.legend} role="status">
      {words}{' '}
      {button === null ? null : (
        <button type="button" className={controls.link} onClick={onPress}>
          {button}
        </button>
      )}
    </p>
  );
}

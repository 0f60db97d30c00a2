import { useMemo } from 'react';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { StageId } from '../../core/inside/stages.ts';
import { STAGE_IDS } from '../../core/inside/stages.ts';
import { headName } from '../../core/tensor.ts';
import { StageLegend, StageStrip } from '../../views/StageStrip/StageStrip.tsx';
import type { StageGroup, StageMark } from '../../views/StageStrip/StageStrip.picture.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { canAblate, kindOnScreen, toggleOnScreen, turnedNames } from '../shown/turning.ts';
import { AgainstButton, AgainstPart } from './AgainstPart.tsx';
import { CellLine } from './CellLine.tsx';
import { InsideTrouble } from './InsideTrouble.tsx';
import { readHead } from './readHead.ts';
import { StageDetail } from './StageDetail.tsx';
import { stageGroups } from './stageGroups.ts';
import { useAgainst } from './useAgainst.ts';
import { useCell } from './useCell.ts';
import { useOtherRoad } from './useOtherRoad.ts';
import { useOwnStack, useRoad, useShownLayer } from './useRoad.ts';
import type { OwnStack } from './rowBasis.ts';
import { useShownByLink } from '../parts/useShownByLink.ts';
import controls from '../parts/controls.module.css';
import styles from './inside.module.css';

const selectHeads = (state: AppState) => state.view.heads;
const selectActive = (state: AppState) => state.activePin;
/** Whether the model waits for its first picture: until then the run before may still be on screen. */
const selectWantsPicture = ({ model, run }: AppState) =>
  model.status === 'ready' && model.model.takes === 'image' && run?.model.id !== model.model.id;
const selectStage = (state: AppState) => state.view.stage;

const selectIsCompared = (state: AppState) => state.view.against !== null;

const selectTurned = (state: AppState) => state.view.ablation;

const SHOWN_IN = 'inside-stage';

/** One head from within: the road of one query and one key from the stream to the weight, and from the values to what the head writes. */
export function InsidePanel() {
  useShownByLink();
  const stack = useOwnStack();
  const heads = useApp(selectHeads);
  const activePin = useApp(selectActive);
  const wantsPicture = useApp(selectWantsPicture);
  return (
    <section className={styles.page} aria-label="Inside a head">
      {stack === null || wantsPicture ? (
        <p className={styles.words}>
          {wantsPicture
            ? 'Choose a picture first: what a head does with one patch of it stands here, step by step.'
            : 'What a head does with one word stands here, step by step, once the model has run.'}
        </p>
      ) : (
        <Inside stack={stack} head={readHead({ heads, activePin }, stack.tensor)} />
      )}
    </section>
  );
}

function Inside(wanted: { readonly stack: OwnStack; readonly head: HeadRef }) {
  const stage = useApp(selectStage);
  const isCompared = useApp(selectIsCompared);
  const isLive = useApp(canAblate);
  const kind = useApp(kindOnScreen);
  const asked = useShownLayer(wanted.stack, wanted.head);
  const { stack, head, layer, isFirst, isPending } = asked;
  const isOff = turnedNames(useApp(selectTurned), kind).has(formatHead(head));
  const { shown, pinned } = useCell(stack.tensor, head);
  const road = useRoad(stack, layer, head, shown);
  const groups = useMemo(() => stageGroups(road, isFirst), [road, isFirst]);
  const against = useAgainst(stack, head);
  const other = useOtherRoad(against?.found ?? null, head, shown);
  const roomOf = useMemo(() => roomFor([groups, other?.groups ?? []]), [groups, other]);
  return (
    <>
      <CellLine stack={stack} head={head} road={road} pinned={pinned} />
      <StageStrip
        groups={groups}
        chosen={stage}
        shownIn={SHOWN_IN}
        onChoose={choose}
        {...(other !== null && { roomOf })}
      />
      <InsideTrouble
        asked={asked}
        kept={asked.isKept ? `Shown is ${headName(stack.tensor, head)}, as it was read before.` : ''}
      />
      <div className={styles.under}>
        <StageLegend marks={marksIn(groups)} />
        <AgainstButton stack={stack} isOpen={isCompared} />
      </div>
      {against === null ? null : (
        <AgainstPart
          stack={stack}
          head={head}
          road={road}
          stage={stage}
          against={against}
          other={other}
          roomOf={roomOf}
          shownIn={SHOWN_IN}
          onChoose={choose}
        />
      )}
      <div
        id={SHOWN_IN}
        role="group"
        aria-label={`Stage ${STAGE_IDS.indexOf(stage)}`}
        className={styles.stage}
        aria-busy={isPending}
      >
        <StageDetail stack={stack} head={head} road={road} pinned={pinned} stage={stage} isPending={isFirst} />
      </div>
      <p className={styles.words}>
        Where a head looks and how much it writes are facts of this run. That the output depends on it is shown only by
        switching it off. One text is one text: on others the head may do otherwise.{' '}
        {isLive ? (
          <button type="button" className={controls.link} onClick={() => toggleOnScreen(head)}>
            {isOff ? 'Switch it on again' : `Switch ${headName(stack.tensor, head)} off`}
          </button>
        ) : null}
      </p>
      {layer.notes.length === 0 ? null : (
        <details className={styles.words}>
          <summary>How the graph computes it</summary>
          {layer.notes.map(withoutStop).join('; ')}.
        </details>
      )}
    </>
  );
}

/** Notes are sentences or parts of one. */
function withoutStop(note: string): string {
  return note.replace(/\.$/, '');
}

/** Letters that each step needs for its value and its mark, so that steps of several roads stand under each other. */
function roomFor(all: readonly (readonly StageGroup[])[]): (id: string) => number {
  const rooms = new Map<string, number>();
  for (const { id, value } of all.flatMap((groups) => groups.flatMap(({ stages }) => stages))) {
    rooms.set(id, Math.max(rooms.get(id) ?? 0, value.length + 3));
  }
  return (id) => rooms.get(id) ?? 0;
}

function choose(id: string): void {
  const stage = STAGE_IDS.find((one): one is StageId => one === id);
  if (stage !== undefined) dispatch({ type: 'viewChanged', change: { stage } });
}

function marksIn(groups: readonly StageGroup[]): readonly StageMark[] {
  return [...new Set(groups.flatMap(({ stages }) => stages.map(({ mark }) => mark)))];
}

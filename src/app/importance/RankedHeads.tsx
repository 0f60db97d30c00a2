import { useMemo } from 'react';
import { VISIBLE_TIMES } from '../../core/ablation/formulas.ts';
import type { EffectSummary } from '../../core/effect/effect.ts';
import { formatHead } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import type { NoiseFloor } from '../../core/study/results.ts';
import { HeadList } from '../../views/HeadMap/HeadList.tsx';
import type { HeadListRow } from '../../views/HeadMap/HeadList.columns.tsx';
import { pinnedNames } from '../shown/selectors.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { MEASURE_WORDS } from '../shown/measureWords.ts';
import { noiseOf } from '../../core/study/importance.ts';
import type { MeasureStudy } from '../state/studies.ts';
import type { ShownImportance } from '../shown/shownImportance.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { pinHead } from './pinHead.ts';

const selectHeads = (state: AppState) => state.view.heads;

type RankedHeadsProps = {
  readonly study: MeasureStudy;
  readonly found: ShownImportance;
  readonly stack: ShownStack;
};

/** The same as a list that can be sorted. */
export function RankedHeads({ study, found, stack }: RankedHeadsProps) {
  const { importance } = found;
  const { hover } = useStage();
  const heads = useApp(selectHeads);
  const pinned = useMemo(() => pinnedNames({ heads }), [heads]);
  const rows = useMemo(() => rowsOf(study, found, stack), [study, found, stack]);
  return (
    <HeadList
      rows={rows}
      showsTurn={importance.measure === 'turn'}
      thing={study.basis.thing}
      selected={pinned}
      hover={hover}
      onSelect={pinHead}
      onCsv={(csv) =>
        dispatch({ type: 'fileAsked', file: { what: 'table', modelId: stack.run.model.id, name: 'importance', csv } })
      }
      maxHeight="14rem"
    />
  );
}

function rowsOf(
  study: MeasureStudy,
  { importance, map: { tags } }: ShownImportance,
  stack: ShownStack,
): readonly HeadListRow[] {
  // A place has a token only where one sentence was measured, and it is still the one on screen.
  const isHere = study.basis.texts[0] === stack.run.text && study.basis.texts.length === 1;
  // A class is of the whole input, and stands at no token of it.
  const tokens = isHere && stack.run.classes === undefined ? stack.queryTokens : [];
  return importance.heads.flatMap(({ head, summary, isFaint, spread }) => {
    if (summary === null || (head.kind ?? stack.run.attention[0]?.kind) !== stack.tensor.kind) return [];
    const tag = tags?.get(formatHead(head));
    const worst = tokens[summary.worst];
    return [
      {
        head,
        name: headName(stack.tensor, head),
        label: tag?.label ?? null,
        labelText: tag?.says ?? '',
        labelName: tag?.name ?? '',
        lossChange: summary.lossAfter - summary.lossBefore,
        meanKl: summary.meanKl,
        nFlips: summary.nFlips,
        nPositions: summary.nPositions,
        meanTurn: summary.meanTurn,
        ...(summary.right && { right: { ...summary.right, of: summary.nScored } }),
        worst: worst === undefined ? '' : nameInPlace(worst),
        isFaint,
        ...(importance.nTexts < 2 || spread === null ? {} : { spread }),
        ...(study.floor === null ? {} : { noise: noiseRow(study.floor, summary) }),
      },
    ];
  });
}

function noiseRow(floor: NoiseFloor, summary: EffectSummary): NonNullable<HeadListRow['noise']> {
  const { noise, of } = noiseOf(floor, summary);
  return { of: MEASURE_WORDS[of].quantity, floor: noise, bound: VISIBLE_TIMES * noise };
}

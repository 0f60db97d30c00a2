import { useMemo, useState } from 'react';
import { formatHead } from '../../core/selection.ts';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import { MODE_WORDS } from '../parts/modeWords.ts';
import { headTags } from '../shown/headTags.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { headAt } from '../shown/alike.ts';
import { KEYS_WORDS } from './alikeWords.ts';
import { GROUP_COLUMNS, groupRows, MERGE_COLUMNS, mergeRows, POINT_COLUMNS, pointRows } from './alikeTables.ts';
import type { HeadMap } from './headMap.ts';
import { MEASURE_WORDS } from '../shown/measureWords.ts';
import { interactionColumns } from './interactionWords.ts';
import { counted } from '../../core/numberWords.ts';
import { interactionOf, interactionRows } from '../../core/study/interaction.ts';
import type { AlikeMapsProps } from './AlikeMaps.tsx';
import { Choice } from '../parts/Choice.tsx';
import { PairTable } from './PairTable.tsx';
import { TableToggle } from '../parts/TableToggle.tsx';
import { usePairStudy } from './usePairStudy.ts';

const TABLES = ['pairs', 'groups', 'tree', 'map', 'backup'] as const;
type Table = (typeof TABLES)[number];

const selectTau = (state: AppState) => state.view.groups;
const selectKeys = (state: AppState) => state.view.keys;

/** Every number that is drawn, one table at a time, each with a file. */
export function AlikeTables(props: AlikeMapsProps) {
  const [isTable, setTable] = useState(false);
  const [chosen, setChosen] = useState<Table>('pairs');
  const backup = usePairStudy();
  const hasBackup = backup !== null && interactionOf(backup.study) !== null;
  const table = chosen === 'backup' && !hasBackup ? 'pairs' : chosen;
  return (
    <>
      <TableToggle isTable={isTable} onChange={setTable} />
      {isTable ? (
        <>
          <div>
            <Choice
              name="alike-table"
              title="Table of"
              values={TABLES.filter((one) => one !== 'backup' || hasBackup)}
              value={table}
              wordsOf={(one) => one}
              onChange={setChosen}
            />
          </div>
          <OneTable {...props} table={table} />
        </>
      ) : null}
    </>
  );
}

function OneTable(props: AlikeMapsProps & { readonly table: Table }) {
  const { comparison, stack, found, map, table } = props;
  const { names } = found.matrix;
  const tau = useApp(selectTau);
  const keys = useApp(selectKeys);
  const on = KEYS_WORDS[keys].name;
  const save = (what: string) => (csv: string) =>
    dispatch({ type: 'fileAsked', file: { what: 'table', modelId: stack.run.model.id, name: `alike-${what}`, csv } });
  switch (table) {
    case 'pairs':
      return <PairTable comparison={comparison} names={names} keys={keys} onCsv={save('pairs')} />;
    case 'groups':
      return (
        <GroupTable
          {...props}
          caption={`Groups within ${tau.toFixed(2)} on ${on}`}
          onCsv={save(`groups-${keys}-${tau.toFixed(2)}`)}
        />
      );
    case 'tree':
      return <MergeTable {...props} caption={`Steps of the tree on ${on}`} onCsv={save(`tree-${keys}`)} />;
    case 'map':
      // Points of other distances are not those of these groups.
      return map === null || map === 'failed' || map.distance !== found.matrix.distance ? (
        <p>The map is not there.</p>
      ) : (
        <PointTable {...props} map={map} caption={`Points of the map on ${on}`} onCsv={save(`map-${keys}`)} />
      );
    case 'backup':
      return <BackupTable onCsv={save('backup')} />;
  }
}

type TableProps = AlikeMapsProps & {
  readonly caption: string;
  readonly onCsv: (csv: string) => void;
};

function GroupTable({ found: { tree, groups, matrix }, caption, onCsv }: TableProps) {
  const { names } = matrix;
  const rows = useMemo(() => groupRows(groups, tree, names), [groups, tree, names]);
  return <DataTable caption={caption} columns={GROUP_COLUMNS} rows={rows} keyOf={({ heads }) => heads} onCsv={onCsv} />;
}

function MergeTable({ found: { tree, matrix }, caption, onCsv }: TableProps) {
  const { names } = matrix;
  const rows = useMemo(() => mergeRows(tree, names), [tree, names]);
  return (
    <DataTable caption={caption} columns={MERGE_COLUMNS} rows={rows} keyOf={({ step }) => String(step)} onCsv={onCsv} />
  );
}

type PointTableProps = TableProps & { readonly map: HeadMap };

function PointTable({ comparison, stack, found: { groups, matrix }, map, caption, onCsv }: PointTableProps) {
  const { names } = matrix;
  const { reports } = stack;
  const piece = pieceWord(stack, 'key');
  const rows = useMemo(() => {
    const tags = reports === null ? null : headTags(reports, piece);
    const labels = names.map((_, index) => tags?.get(formatHead(headAt(index, comparison.nHeads)))?.says ?? '');
    return pointRows(map.points, groups, names, labels);
  }, [reports, piece, names, comparison, map, groups]);
  return <DataTable caption={caption} columns={POINT_COLUMNS} rows={rows} keyOf={({ head }) => head} onCsv={onCsv} />;
}

function BackupTable({ onCsv }: { readonly onCsv: (csv: string) => void }) {
  const backup = usePairStudy();
  if (backup === null) return null;
  const { study, nameA, nameB } = backup;
  const found = interactionOf(study);
  if (found === null) return null;
  const { quantity, unit } = MEASURE_WORDS[found.measure];
  const thing = study.basis.thing;
  const mode = study.plan.variants[0]?.mode ?? 'mean';
  return (
    <DataTable
      caption={`Change of the ${quantity} without ${nameA}, without ${nameB}, without both; ${MODE_WORDS[mode].name} in place of a head`}
      columns={interactionColumns(nameA, nameB, unit, thing)}
      rows={interactionRows(study, found, `all ${counted(study.basis.texts.length, thing)}`)}
      keyOf={({ text }) => text}
      onCsv={onCsv}
    />
  );
}

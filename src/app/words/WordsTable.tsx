import { useMemo } from 'react';
import { twoDecimals } from '../../core/numberWords.ts';
import { formatHead } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import type { HeadWords } from '../../core/words/wordsFound.ts';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { preciseChange, preciseNumber } from '../../views/parts/numbers.ts';
import { refOf } from '../shown/shownWords.ts';
import type { ShownWords } from '../shown/shownWords.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import { dispatch } from '../state/store.ts';

type WordsTableProps = {
  readonly found: ShownWords;
  readonly stack: ShownStack;
  readonly selected: ReadonlySet<string>;
};

type Row = HeadWords & { readonly name: string; readonly chance: number; readonly nSentences: number };

/** Every head with what it gives to the words, the most beyond what is expected first. */
export function WordsTable({ found, stack, selected }: WordsTableProps) {
  const { hover } = useStage();
  const { tensor, run } = stack;
  const { nHeads } = tensor;
  const rows = useMemo(
    () =>
      found.heads.map((head): Row => {
        const { chance, nSentences } = found;
        return { ...head, name: headName(tensor, refOf(head, nHeads)), chance, nSentences };
      }),
    [found, tensor, nHeads],
  );
  return (
    <DataTable
      caption="Heads by what they give to these words"
      columns={COLUMNS}
      rows={rows}
      keyOf={(row) => formatHead(refOf(row, nHeads))}
      initialSort={{ id: 'beyond', isDescending: true }}
      selected={selected}
      onSelect={(row) => dispatch({ type: 'headPinned', head: refOf(row, nHeads) })}
      isFaint={({ standsOut }) => !standsOut}
      onPoint={(row) => hover.set({ head: row === null ? null : refOf(row, nHeads) })}
      onCsv={(csv) =>
        dispatch({ type: 'fileAsked', file: { what: 'table', modelId: run.model.id, name: 'words', csv } })
      }
      maxHeight="18rem"
    />
  );
}

const COLUMNS: readonly DataColumn<Row>[] = [
  { id: 'head', title: 'head', kind: 'name', value: ({ name }) => name },
  {
    id: 'attention',
    title: 'to these words',
    hint: 'Share of a row’s attention that goes to these words, mean over sentences',
    kind: 'number',
    value: ({ attention }) => attention,
    text: ({ attention }) => twoDecimals(attention),
  },
  {
    id: 'chance',
    title: 'chance',
    hint: 'Share of the keys that are of these words',
    kind: 'number',
    value: ({ chance }) => chance,
    text: ({ chance }) => twoDecimals(chance),
  },
  {
    id: 'byPlace',
    title: 'same places',
    hint: 'What the head gives to other words that lie as far away',
    kind: 'number',
    value: ({ byPlace }) => byPlace,
    text: ({ byPlace }) => twoDecimals(byPlace),
  },
  {
    id: 'beyond',
    title: 'beyond both',
    hint: 'To these words, less the larger of the two before',
    kind: 'number',
    value: ({ beyond }) => beyond,
    text: ({ beyond }) => preciseChange(beyond),
  },
  {
    id: 'moreThanChance',
    title: 'more than chance',
    hint: 'Sentences in which it is more than chance',
    kind: 'number',
    value: ({ nMoreThanChance }) => nMoreThanChance,
    text: ({ nMoreThanChance, nSentences }) => `${nMoreThanChance} of ${nSentences}`,
  },
  {
    id: 'moreThanPlace',
    title: 'more than there',
    hint: 'Sentences in which it is more than what other words in the same places get',
    kind: 'number',
    value: ({ nMoreThanPlace }) => nMoreThanPlace,
    text: ({ nMoreThanPlace, nSentences }) => `${nMoreThanPlace} of ${nSentences}`,
  },
  {
    id: 'p',
    title: 'by luck',
    hint: 'How often luck alone makes one of all heads look so: a sign test over the sentences, times the number of heads',
    kind: 'number',
    value: ({ p }) => p,
    text: ({ p }) => (p === 1 ? '1' : preciseNumber(p)),
  },
  { id: 'sentences', title: 'sentences', kind: 'number', value: ({ nSentences }) => nSentences, isFileOnly: true },
  {
    id: 'standsOut',
    title: 'stands out',
    kind: 'text',
    value: ({ standsOut }) => (standsOut ? 'yes' : 'no'),
  },
];

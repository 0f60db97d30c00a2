import { APP_ROWS } from './floors.ts';
import type { Findings, Measure } from './measure.ts';

const WHAT: Readonly<Record<keyof Findings, string>> = {
  upward: 'imports that go up: against the floors, or to a higher row of the app',
  topicToTopic: 'imports from topic to topic',
  circles: 'circles of files, types included',
  onlyTests: 'exports that only tests take',
  unused: 'exports that no other file takes',
  unplaced: 'loose files that stand in no row of the app',
};

const KEYS: readonly (keyof Findings)[] = ['upward', 'topicToTopic', 'circles', 'onlyTests', 'unused', 'unplaced'];

export function measureLines(measure: Measure): readonly string[] {
  const { nTopics, nFrom, nTo, nBeside } = measure.topics;
  const { nFiles, nLines, medianLines, p90Lines, maxLines, nStyles, nStyleLines, nExports, nOnlyTools } = measure;
  return [
    `${nFiles} files, ${nLines} lines: median ${medianLines}, p90 ${p90Lines}, longest ${maxLines}; ${nStyles} styles, ${nStyleLines} lines`,
    '',
    'floor       files  rooms  arrows  arrows to  rooms that import',
    '                          inside  floors     each other, pairs',
    ...measure.floors.map(({ floor, ...counts }) => {
      const { nFiles: nHere, nRooms, nArrows, nArrowsOut, nMutual } = counts;
      const columns = [nHere, nRooms, nArrows, nArrowsOut, nMutual];
      return `${floor.padEnd(11)}${columns.map((count, i) => String(count).padStart([6, 7, 8, 11, 8][i] ?? 8)).join('')}`;
    }),
    '',
    'A room is a folder of a floor with all that is in it, or a file that lies loose on its floor.',
    `Rows of the app, from the ground up: ${APP_ROWS.map((row) => row.join(', ')).join(' <- ')}.`,
    `${nTopics} topics of the app: ${nFrom} arrows from them to what lies below, ${nTo} to them from what puts them together, ${nBeside} beside them.`,
    `${nExports} exports; ${nOnlyTools} of them are taken only by scripts, bench or gallery, which count as users. What only its own file needs has no user.`,
    '',
    ...KEYS.map((key) => `${String(measure.findings[key].length).padStart(4)}  ${WHAT[key]}`),
  ];
}

/** Everything that should not be, by its kind; nothing where all is well. */
export function findingLines(findings: Findings): readonly string[] {
  return KEYS.filter((key) => findings[key].length > 0).flatMap((key) => [
    '',
    `${WHAT[key]}:`,
    ...findings[key].map((one) => `  ${one}`),
  ]);
}

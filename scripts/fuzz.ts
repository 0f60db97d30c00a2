// Gives every reader damaged files and says what was not refused as it should be.
//   --seeds N       how many damaged files a reader gets (default 1000)
//   --from N        the first seed (default 0); a seed makes the same file again
//   --reader NAME   this reader only; several times for several
// Exit code: 0 all refused or read, 1 something else was thrown or took too long.
import { parseArgs } from 'node:util';
import { hunt } from './fuzz/hunt.ts';
import { READERS } from './fuzz/readers.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    reader: { type: 'string', multiple: true, default: [] },
  },
});
const [nSeeds, first] = [Number(values.seeds), Number(values.from)];
if (!Number.isSafeInteger(nSeeds) || nSeeds < 1 || !Number.isSafeInteger(first) || first < 0) {
  throw new RangeError(`invalid seeds: ${values.seeds} from ${values.from}`);
}
const unknown = values.reader.find((name) => READERS.every((reader) => reader.name !== name));
if (unknown !== undefined) {
  throw new RangeError(`no reader is called ${unknown}; there are ${READERS.map(({ name }) => name).join(', ')}`);
}

const seeds = Array.from({ length: nSeeds }, (_, i) => first + i);
process.exitCode = 0;
for (const reader of READERS) {
  if (values.reader.length > 0 && !values.reader.includes(reader.name)) continue;
  const { findings, tally } = await hunt(reader, seeds);
  const refused = [...tally.refused].map(([code, n]) => `${n} ${code}`).join(', ');
  console.log(
    `${reader.name}: ${tally.nTried} damaged files, refused ${refused || 'none'}; ${findings.length} to mend`,
  );
  for (const { file, seed, what } of findings) console.log(`  ${file}, seed ${seed}: ${what}`);
  if (findings.length > 0) process.exitCode = 1;
}

import { useId, useState } from 'react';
import { isWithin, LIMITS } from '../../core/write/nextToken.ts';
import type { Sampling } from '../../core/write/nextToken.ts';
import { dispatch } from '../state/store.ts';
import styles from './WriteBar.module.css';

const FIRST: Sampling = { temperature: 0.8, topK: 40, seed: 1 };

/** Where the next token is taken from: the likeliest, or drawn by the numbers that are given. */
export function SamplingChoice({ sampling }: { readonly sampling: Sampling | null }) {
  const set = (next: Sampling | null): void => dispatch({ type: 'viewChanged', change: { sampling: next } });
  return (
    <>
      <select
        aria-label="Which word it takes"
        value={sampling === null ? 'likeliest' : 'drawn'}
        onChange={(event) => set(event.target.value === 'drawn' ? FIRST : null)}
      >
        <option value="likeliest">the likeliest word</option>
        <option value="drawn">a word drawn by chance</option>
      </select>
      {sampling === null ? null : (
        <>
          <NumberBox name="temperature" label="temperature" step={0.1} sampling={sampling} onChange={set} />
          <NumberBox name="topK" label="among the likeliest" step={1} sampling={sampling} onChange={set} />
          <NumberBox name="seed" label="seed" step={1} sampling={sampling} onChange={set} />
        </>
      )}
    </>
  );
}

/** The exact term and what it does. */
const MEANS: Readonly<Record<keyof Sampling, string>> = {
  temperature: 'Temperature: scores are divided by it; below 1 the likely words come more often, above 1 less',
  topK: 'Top-k: only so many of the likeliest words are drawn from',
  seed: 'Seed: the same number draws the same words',
};

type NumberBoxProps = {
  readonly name: keyof Sampling;
  readonly label: string;
  readonly step: number;
  readonly sampling: Sampling;
  readonly onChange: (sampling: Sampling) => void;
};

/** A number that holds as soon as it is one within its limits; what is typed meanwhile stays in the box. */
function NumberBox({ name, label, step, sampling, onChange }: NumberBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const { least, most } = LIMITS[name];
  const isBad = typed !== null && !isWithin(name, numberIn(typed));
  return (
    <label className={styles.number} title={`${MEANS[name]}; ${least} to ${most}`}>
      {label}
      <input
        type="number"
        min={least}
        max={most}
        step={step}
        value={typed ?? sampling[name]}
        aria-invalid={isBad}
        aria-describedby={isBad ? id : undefined}
        onBlur={() => setTyped(null)}
        onChange={({ target }) => {
          const value = numberIn(target.value);
          setTyped(target.value);
          if (isWithin(name, value)) onChange({ ...sampling, [name]: value });
        }}
      />
      {isBad ? (
        <span id={id} role="alert">
          {least} to {most}
        </span>
      ) : null}
    </label>
  );
}

/** Two decimals, as a link has them; no number for an empty box. */
function numberIn(text: string): number {
  return text === '' ? NaN : Math.round(Number(text) * 100) / 100;
}

import { useState } from 'react';
import { readInputUses, writeInputUses } from '../../core/inputUses.ts';
import type { AskedInput, InputUse } from '../../core/inputUses.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { choicesFor, formOf, inputUseOf, takesWhole } from './inputForm.ts';
import type { FormRow } from './inputForm.ts';
import styles from './InputsForm.module.css';

const selectInputs = (state: AppState) => state.view.inputs;

/** Asks what inputs are to be fed with that only a person knows; what is said stands in the link. */
export function InputsForm({ inputs }: { readonly inputs: readonly AskedInput[] }) {
  const written = useApp(selectInputs);
  // Anew for each model and each answer.
  const key = inputs.map(({ name, use }) => `${name} ${use}`).join();
  return <Form key={key} inputs={inputs} written={written} />;
}

type FormProps = { readonly inputs: readonly AskedInput[]; readonly written: string | null };

function Form({ inputs, written }: FormProps) {
  const [rows, setRows] = useState<readonly FormRow[]>(() => inputs.map(formOf));
  const change = (at: number, row: FormRow): void => setRows(rows.map((each, i) => (i === at ? row : each)));
  const submit = (): void => {
    // What was said of inputs of another graph stays.
    const uses = new Map<string, InputUse>(written === null ? [] : readInputUses(written));
    for (const [at, { name, guess }] of inputs.entries()) {
      const use = inputUseOf(rows[at]);
      if (use === null || use === guess) uses.delete(name);
      else uses.set(name, use);
    }
    dispatch({ type: 'viewChanged', change: { inputs: uses.size === 0 ? null : writeInputUses(uses) } });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className={styles.group}>
        <legend>Inputs</legend>
        {inputs.map((input, at) => (
          <Row key={input.name} input={input} row={rows[at] ?? formOf(input)} onChange={(row) => change(at, row)} />
        ))}
        <button type="submit">Run with these</button>
      </fieldset>
    </form>
  );
}

type RowProps = { readonly input: AskedInput; readonly row: FormRow; readonly onChange: (row: FormRow) => void };

function Row({ input, row, onChange }: RowProps) {
  const choices = choicesFor(input);
  return (
    <div className={styles.row}>
      <span>
        <code>{input.name}</code> {input.shape}
      </span>
      {choices.length > 1 ? (
        <select
          aria-label={`What ${input.name} is fed with`}
          value={row.choice}
          onChange={(event) => onChange({ ...row, choice: event.target.value })}
        >
          {choices.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      ) : null}
      {row.choice === 'number' ? (
        <input
          type="number"
          step={takesWhole(input) ? 1 : 'any'}
          required
          aria-label={`The number that ${input.name} is fed with`}
          value={row.number}
          onChange={(event) => onChange({ ...row, number: event.target.value })}
        />
      ) : null}
    </div>
  );
}

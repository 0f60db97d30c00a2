import type { CSSProperties } from 'react';
import styles from './Choice.module.css';

type ChoiceProps<Value extends string> = {
  /** Of the group of radio buttons; one of its kind on the page. */
  readonly name: string;
  readonly title: string;
  readonly values: readonly Value[];
  readonly value: Value;
  readonly wordsOf: (value: Value) => string;
  readonly hintOf?: (value: Value) => string;
  readonly isPossible?: (value: Value) => boolean;
  readonly isDisabled?: boolean;
  readonly style?: CSSProperties;
  readonly onChange: (value: Value) => void;
};

/** One of a few, side by side. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { name, title, values, value, wordsOf, hintOf, isPossible, isDisabled = false, style = {}, onChange } = props;
  return (
    <fieldset className={styles.choice} disabled={isDisabled} style={style}>
      <legend>{title}</legend>
      {values.map((one) => (
        <label key={one} data-on={one === value || undefined} title={hintOf?.(one)}>
          <input
            type="radio"
            name={name}
            checked={one === value}
            disabled={isPossible?.(one) === false}
            onChange={() => onChange(one)}
          />
          {wordsOf(one)}
        </label>
      ))}
    </fieldset>
  );
}

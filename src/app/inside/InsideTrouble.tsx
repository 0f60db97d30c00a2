import type { ErrorInfo } from '../../core/errors.ts';
import { InlineAlert } from '../parts/InlineAlert.tsx';
import { insideMessage } from '../parts/besideMessages.ts';

type InsideTroubleProps = {
  /** What has come of a question, as `useInside` tells it. */
  readonly asked: { readonly error: ErrorInfo | null; readonly askAgain: () => void };
  /** What stays all the same. */
  readonly kept?: string;
};

/** Why a question about the inside has no answer, at the place of the answer, with a way to ask once more. */
export function InsideTrouble({ asked: { error, askAgain }, kept = '' }: InsideTroubleProps) {
  return <InlineAlert error={error} wordsOf={insideMessage} kept={kept} onAgain={askAgain} />;
}

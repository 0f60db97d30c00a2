import { useEffect, useState } from 'react';
import { createLateFields } from './lateFields.ts';

/** Sets the late fields of the page of a lesson that is open; `about`: what its facts are of. */
export function useLateFields(link: string, about: string): void {
  const [late] = useState(createLateFields);
  useEffect(() => late.follow(link, about), [late, link, about]);
}

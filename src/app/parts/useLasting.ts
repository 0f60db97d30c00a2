import { useEffect, useState } from 'react';

/** After so long a person wants to be able to end it, in milliseconds. */
const LONG_MS = 2000;

/** Whether what has this key has been under way for long; null is nothing. */
export function useLasting(key: string | null): boolean {
  const [lasting, setLasting] = useState<string | null>(null);
  useEffect(() => {
    if (key === null) return undefined;
    const timer = setTimeout(() => setLasting(key), LONG_MS);
    return () => {
      clearTimeout(timer);
      setLasting(null);
    };
  }, [key]);
  return key !== null && lasting === key;
}

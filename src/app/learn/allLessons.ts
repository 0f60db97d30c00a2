import { useEffect, useState } from 'react';
import type { Lesson } from '../../core/lessons/lesson.ts';
import { fetchIds, fetchLesson } from './fetchLesson.ts';

export type Listed = { readonly id: string; readonly lesson: Lesson };
type All = { readonly lessons: readonly Listed[]; readonly isWhole: boolean };

/** All lessons in their order, those that could be fetched; null while they are on their way. */
export function useAllLessons(): All | null {
  const [all, setAll] = useState<All | null>(null);
  useEffect(() => {
    let isWanted = true;
    const fill = async (): Promise<void> => {
      const found = await load();
      if (isWanted) setAll(found);
    };
    void fill();
    return () => {
      isWanted = false;
    };
  }, []);
  return all;
}

async function load(): Promise<All> {
  try {
    const ids = await fetchIds();
    const found = await Promise.all(ids.map(async (id) => ({ id, fetched: await fetchLesson(id) })));
    const lessons = found.flatMap(({ id, fetched }) => ('lesson' in fetched ? [{ id, lesson: fetched.lesson }] : []));
    return { lessons, isWhole: lessons.length === ids.length };
  } catch {
    // No list, or none that can be read: said in its place.
    return { lessons: [], isWhole: false };
  }
}

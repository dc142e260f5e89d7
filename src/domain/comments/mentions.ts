import type { Person } from '../model/person.ts';
import { foldText } from '../query/words.ts';

const MENTION = /(?<![\p{L}\p{N}])@([\p{L}\p{N}][\p{L}\p{N}._-]{0,59})/gu;

/** Whom a comment calls: "@lea", "@LéaMartin", or what stands before the @ of their address. Nobody where two answer to a name. */
export function mentioned(text: string, people: readonly Person[]): Person[] {
  const called = new Set([...text.matchAll(MENTION)].map(([, name = '']) => joined(name.replace(/[._-]+$/, ''))));
  const byHandle = Map.groupBy(
    people.flatMap((person) => handlesOf(person).map((handle) => ({ handle, person }))),
    ({ handle }) => handle,
  );
  return people.filter((person) =>
    handlesOf(person).some((handle) => called.has(handle) && byHandle.get(handle)?.length === 1),
  );
}

function handlesOf({ name, email }: Person): string[] {
  const [first = ''] = name.split(/\s+/);
  const handles = [joined(first), joined(name), joined(email?.split('@')[0] ?? '')];
  return [...new Set(handles)].filter((handle) => handle.length > 1);
}

const joined = (text: string): string => foldText(text).replace(/[^a-z0-9]/g, '');

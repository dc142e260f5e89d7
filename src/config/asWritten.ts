import { isDeepStrictEqual } from 'node:util';
import { diffArrays } from 'diff';
import { parseDocument } from 'yaml';

/**
 * A changed YAML text in which every entry that says what it said stands as its writer spaced it, brackets over several
 * lines and blank lines too. Printing spaces things its own way, so what was changed is told by comparing two printings.
 * @param text as its writer left it
 * @param before the same, printed
 * @param changed printed after the change; returned as it is where the two cannot be laid together
 */
export function asWritten({ text, before, changed }: { text: string; before: string; changed: string }): string {
  const written = writtenLines(text, linesOf(before));
  if (!written) return changed;
  const laid = laidOver(written, linesOf(before), linesOf(changed));
  return isDeepStrictEqual(whatItSays(laid), whatItSays(changed)) ? laid : changed;
}

/** Blank lines stand with the line they are before. */
const linesOf = (printed: string): string[] => printed.split('\n').filter((line) => line.trim() !== '');

/** What printing adds or takes away. */
const isSpacing = (letter: string): boolean => letter === ',' || letter.trim() === '';

/** For each printed line the lines of the text that say it; undefined where a line of the text says two of them. */
function writtenLines(text: string, printed: readonly string[]): string[] | undefined {
  const written: string[] = [];
  let [from, to] = [0, 0];
  for (const line of printed) {
    for (const letter of line) {
      if (isSpacing(letter)) continue;
      while (to < text.length && isSpacing(text.charAt(to))) to += 1;
      if (!text.startsWith(letter, to)) return undefined;
      to += letter.length;
    }
    const rest = /^[\s,]*?(?:\n|$)/.exec(text.slice(to));
    if (!rest) return undefined;
    to += rest[0].length;
    // The last line may lack its end, and another may come after it.
    written.push(text.slice(from, to).replace(/(?<!\n)$/, '\n'));
    from = to;
  }
  return written;
}

function laidOver(written: readonly string[], before: readonly string[], changed: readonly string[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const { value, added, removed } of diffArrays([...before], [...changed])) {
    if (added) parts.push(...value.map((line) => `${line}\n`));
    else if (!removed) parts.push(...written.slice(at, at + value.length));
    if (!added) at += value.length;
  }
  return parts.join('');
}

function whatItSays(text: string): unknown {
  const document = parseDocument(text);
  return document.errors.length > 0 ? undefined : document.toJS();
}

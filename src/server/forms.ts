/** A posted form, as Hono parses it. */
export type Form = Record<string, string | File>;

/** The text of a field, trimmed; empty when it is absent or a file. */
export const field = (form: Form, name: string): string => {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** Its fields that are texts, as they were typed: to show the form again. */
export const textsOf = (form: Form): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/** The same for a form in which a field may stand several times. */
export type Fields = Record<string, string | File | (string | File)[]>;

/** The text of a field that stands once; empty when it is absent, a file, or there several times. */
export const one = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

/** The texts of a field, however often it stands. */
export const several = (fields: Fields, name: string): string[] =>
  [fields[name] ?? []].flat().filter((value) => typeof value === 'string');

const MAX_TAGS = 10;
const MAX_TAG = 60;

/** "presse, #social" → tags. */
export const tagsOf = (text: string): string[] =>
  [...new Set(text.split(/[,;\n]/).map((tag) => tag.trim().replace(/^#/, '').slice(0, MAX_TAG)))]
    .filter(Boolean)
    .slice(0, MAX_TAGS);

/** One entry a line. */
export const linesOf = (text: string, most: number): string[] =>
  [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter(Boolean).slice(0, most);

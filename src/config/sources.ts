import { sourceId } from '../domain/model/ids.ts';
import type { Source, SourceAccess, SourceKind } from '../domain/model/source.ts';
import { problemsOf } from './places.ts';
import type { ConfigProblem } from './problem.ts';
import { SOURCE_FORMS, type SourceForm, shortSource, sourceForm } from './schema.ts';

/** An OPML file or address whose feeds are followed too. */
export interface OpmlSubscription {
  location: string;
  tags: string[];
}

export type ReadSource = { source: Source } | { opml: OpmlSubscription } | { problems: ConfigProblem[] };

/** Reads one entry of `sources:`, short or long form. */
export function readSource(entry: unknown, base: PropertyKey[], origin: Source['origin']): ReadSource {
  if (typeof entry === 'string') {
    const read = shortSource.safeParse(entry);
    return read.success
      ? { source: sourceOf('feed', { feed: read.data, weight: 1, tags: [] }, origin) }
      : { problems: problemsOf(read.error, base) };
  }
  const form = formOf(entry);
  if (!form)
    return {
      problems: [
        {
          place: placeOfEntry(base),
          message: `expected an address, or one of ${SOURCE_FORMS.map((each) => `${each}:`).join(' ')}`,
        },
      ],
    };
  const read = sourceForm(form).safeParse(entry);
  if (!read.success) return { problems: problemsOf(read.error, base) };
  if (form === 'opml') {
    const { opml, tags } = read.data as { opml: string; tags: string[] };
    return { opml: { location: opml, tags } };
  }
  return { source: sourceOf(form, read.data as SourceFields, origin) };
}

const placeOfEntry = ([list, index]: PropertyKey[]): string => `${String(list)}[${String(index)}]`;

function formOf(entry: unknown): SourceForm | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const forms = SOURCE_FORMS.filter((form) => form in entry);
  return forms.length === 1 ? forms[0] : undefined;
}

/** What zod read: the address under the name of the form, and the common fields. */
type SourceFields = Partial<Record<SourceForm, string>> &
  Pick<Source, 'weight' | 'tags'> &
  Partial<Omit<Source, 'id' | 'kind' | 'url' | 'origin' | 'everyMs' | 'access' | 'opml'>> &
  SourceAccess & { every?: number };

function sourceOf(kind: SourceKind, fields: SourceFields, origin: Source['origin']): Source {
  const { feed: _feed, page: _page, list: _list, sitemap: _sitemap, opml: _opml, every, ...given } = fields;
  const { headers, userAgent, proxy, auth, ...rest } = given;
  const access = Object.fromEntries(
    Object.entries({ headers, userAgent, proxy, auth }).filter(([, value]) => value !== undefined),
  );
  const url = new URL(fields[kind] ?? '').href;
  return {
    ignore: [],
    ...rest,
    id: sourceId(kind, url),
    kind,
    url,
    origin,
    ...(every !== undefined && { everyMs: every }),
    ...(Object.keys(access).length > 0 && { access }),
  };
}

/** What stands in an export for a secret: never shown again, it must be written anew. */
const HIDDEN = '********';

/** A source as feeds.yaml writes it: the inverse of readSource, for `config export`. Secrets are left out. */
export function sourceEntry(source: Source): unknown {
  const { id: _id, kind, url, origin: _origin, everyMs, weight, tags, ignore, access, opml: _opml, ...rest } = source;
  const entry = {
    [kind]: url,
    ...rest,
    ...(weight !== 1 && { weight }),
    ...(tags.length > 0 && { tags }),
    ...(ignore.length > 0 && { ignore }),
    ...(everyMs !== undefined && { every: durationText(everyMs) }),
    ...(access && accessEntry(access)),
  };
  return kind === 'feed' && Object.keys(entry).length === 1 ? url : entry;
}

const accessEntry = ({ headers, userAgent, proxy, auth }: SourceAccess) => ({
  ...(headers && { headers: Object.fromEntries(Object.keys(headers).map((name) => [name, HIDDEN])) }),
  ...(userAgent !== undefined && { userAgent }),
  ...(proxy !== undefined && { proxy: withoutPassword(proxy) }),
  ...(auth && { auth: { user: auth.user, password: HIDDEN } }),
});

function withoutPassword(address: string): string {
  const url = new URL(address);
  if (url.password) url.password = HIDDEN;
  return url.href;
}

function durationText(ms: number): string {
  if (ms % 60_000 !== 0) return `${ms / 1000}s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes % 1440 === 0) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

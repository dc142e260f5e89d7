import { expect, test } from 'vitest';
import { parseOpml } from '../../src/domain/parse/opml.ts';
import { writeOpml } from '../../src/domain/parse/opmlWriter.ts';
import { feedForList, newFeed } from '../../src/domain/sources/newFeed.ts';
import { importOpml } from '../../src/pipeline/importOpml.ts';
import { follow, testDeps } from '../support/testDeps.ts';

const [A, B, C] = ['https://x.example/a', 'https://x.example/b', 'https://x.example/c'] as const;
const LIST = `<opml xmlns:g="urn:g"><body><outline text="Presse">
<outline text="a" xmlUrl="${A}" htmlUrl="https://x.example/" g:icon="/w=="/>
<outline text="b" xmlUrl="${B}"/>
<outline text="c" xmlUrl="${C}"/>
<outline text="d" xmlUrl="d"/>
</outline></body></opml>`;

test('a list is followed as a person would; what is followed already keeps its own and gets the tags', async () => {
  const deps = await testDeps();
  await follow(deps, newFeed(B, { name: 'Mon b', tags: ['lu'] }), newFeed(C, { origin: 'file', tags: ['fichier'] }));
  expect(await importOpml(LIST, deps)).toEqual({
    ...{ feeds: 3, added: 1, known: 2 },
    account: [{ line: 5, kind: 'not-web-address', text: 'd: d' }],
  });
  const followed = new Map((await deps.store.sources.list()).map(({ source }) => [source.url, source]));
  expect(followed.get(A)).toMatchObject({ name: 'a', tags: ['Presse'], origin: 'user' });
  expect(followed.get(B)).toMatchObject({ name: 'Mon b', tags: ['lu', 'Presse'], origin: 'user' });
  expect(followed.get(C)).toMatchObject({ tags: ['fichier'], origin: 'file' });
  expect(await importOpml(LIST, deps)).toMatchObject({ feeds: 3, added: 0, known: 3 });
});

test('what a list says of a feed comes out of the store as it went in', async () => {
  const deps = await testDeps();
  await importOpml(LIST, deps);
  const kept = (await deps.store.sources.list()).map(({ source }) => feedForList(source));
  const byUrl = (feeds: typeof kept = []) => [...feeds].sort((a, b) => (a.url < b.url ? -1 : 1));
  expect(byUrl(parseOpml(writeOpml('T', kept))?.feeds)).toEqual(byUrl(parseOpml(LIST)?.feeds));
});

test('a feed that was let go is followed again', async () => {
  const deps = await testDeps();
  await importOpml(LIST, deps);
  await deps.store.sources.unfollow(newFeed(A).id);
  expect(await importOpml(LIST, deps)).toMatchObject({ added: 1, known: 2 });
});

test('what holds no OPML changes nothing', async () => {
  const deps = await testDeps();
  expect(await importOpml('<html><body>404</body></html>', deps)).toBeUndefined();
  expect(await deps.store.sources.list()).toEqual([]);
});

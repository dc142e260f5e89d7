import { describe, expect, test } from 'vitest';
import { changeable, changedConfig } from '../../src/config/changeConfig.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { WatchChange } from '../../src/domain/model/watchChange.ts';

const FILE = `# Notre veille, relue le lundi.
title: Veille de l'agence
language: fr
digest: { minutes: 60, cron: "30 6 * * *" } # avant le café
brand: { name: Atelier Nova, aliases: [ateliernova] }

competitors:
  # le premier, toujours
  - { id: buffer, name: Buffer, aliases: ["Buffer app"], not: ["buffer overflow"], site: https://buffer.com }
  - id: swello # à surveiller
    name: Swello
    context: [réseaux]
sources:
  - https://www.example.org/feed/
  - { page: https://buffer.com/pricing, competitor: buffer, every: 6h } # les prix
  - { feed: https://swello.com/feed, competitor: swello }
`;

const known = parseConfig(FILE, 'feeds.yaml');
const now = changeable(known);
const changed = (change: Partial<WatchChange>, text = FILE) => {
  const config = parseConfig(text, 'feeds.yaml');
  return changedConfig(text, config, { ...changeable(config), ...change });
};
const actorsOf = (text: string) => parseConfig(text, 'feeds.yaml').actors;
const linesChanged = (text: string) => {
  const before = new Set(FILE.split('\n'));
  return text.split('\n').filter((line) => !before.has(line));
};

describe('a feeds.yaml changed from a page', () => {
  test('is the same to a letter where nothing was changed', () => {
    expect(changed({})).toBe(FILE);
  });

  test('has only the lines changed that say what was changed; comments stay', () => {
    expect(linesChanged(changed({ title: 'Veille du lundi', minutes: 45, at: 7 * 60 + 5 }))).toEqual([
      'title: Veille du lundi',
      'digest: { minutes: 45, cron: "5 7 * * *" } # avant le café',
    ]);
  });

  test('keeps what it says of an actor beyond its name, spellings and site', () => {
    const [buffer, swello] = now.competitors;
    if (!buffer || !swello) throw new Error('no competitors');
    const text = changed({
      competitors: [
        { ...buffer, name: 'Buffer Inc.', aliases: [] },
        { ...swello, site: 'https://swello.com/' },
      ],
    });
    expect(actorsOf(text).slice(1)).toMatchObject([
      { id: 'buffer', name: 'Buffer Inc.', aliases: [], not: ['buffer overflow'], site: 'https://buffer.com' },
      { id: 'swello', context: ['réseaux'], site: 'https://swello.com/' },
    ]);
    expect(text).toContain('# le premier, toujours');
    expect(text).toContain('- id: swello # à surveiller');
  });

  test('gains a competitor with a short name of its own', () => {
    const text = changed({
      competitors: [...now.competitors, { name: 'Büffer', aliases: ['buf'] }, { name: 'Buffer', aliases: [] }],
    });
    expect(actorsOf(text).map(({ id }) => id)).toEqual(['brand', 'buffer', 'swello', 'buffer-1', 'buffer-2']);
  });

  test('loses a competitor, whose sources stay and are nobody’s', () => {
    const text = changed({ competitors: now.competitors.slice(1) });
    const { actors, sources } = parseConfig(text, 'feeds.yaml');
    expect(actors.map(({ id }) => id)).toEqual(['brand', 'swello']);
    expect(sources.map(({ competitor }) => competitor)).toEqual([undefined, undefined, 'swello']);
    expect(text).toContain('every: 6h } # les prix');
  });

  test('gains and loses a brand', () => {
    const { brand: _, ...without } = now;
    const ours = `${FILE}  - { feed: https://nova.fr/feed, competitor: brand }\n`;
    const text = changedConfig(ours, parseConfig(ours, 'feeds.yaml'), without);
    expect(parseConfig(text, 'feeds.yaml').sources.at(-1)).not.toHaveProperty('competitor');
    expect(actorsOf(text).map(({ id }) => id)).toEqual(['buffer', 'swello']);
    expect(
      actorsOf(changed({ brand: { name: 'Nova', aliases: [], site: 'https://nova.fr/' } }, text))[0],
    ).toMatchObject({
      ...{ name: 'Nova', isBrand: true, site: 'https://nova.fr/' },
    });
  });

  test('may have said nothing of all this before', () => {
    const bare = 'sources:\n- https://a.fr/feed\n';
    const text = changed({ title: 'Ma veille', minutes: 30, competitors: [{ name: 'Halte', aliases: [] }] }, bare);
    expect(parseConfig(text, 'feeds.yaml')).toMatchObject({ title: 'Ma veille', digest: { minutes: 30 } });
    expect(actorsOf(text)).toMatchObject([{ id: 'halte', name: 'Halte' }]);
    // Lists stay as far to the left as they were.
    expect(text).toContain('\n- https://a.fr/feed');
  });

  test('is left alone, however it is written, where nothing was changed', () => {
    const spread = FILE.replace('aliases: [ateliernova]', 'aliases: [\n    ateliernova,\n  ]');
    expect(changed({}, spread)).toBe(spread);
    expect(parseConfig(changed({ minutes: 45 }, spread), 'feeds.yaml').actors).toEqual(known.actors);
  });

  test('keeps each entry as its writer spaced it, brackets over several lines and blank lines too', () => {
    const spread = FILE.replace('[ateliernova]', '[\n    ateliernova,\n  ]')
      .replace('sources:\n', 'sources:\n\n\n  - {\n      feed: "https://a.fr/feed",\n      tags: [a,   b],\n    }\n')
      .replaceAll('\n  - {', '\n\n  - {');
    const text = changed({ minutes: 45, competitors: [...now.competitors, { name: 'Halte', aliases: [] }] }, spread);
    const added = '\n  - id: halte\n    name: Halte';
    expect(text).toContain(added);
    expect(text.replace(added, '').replace('minutes: 45', 'minutes: 60')).toBe(spread);
  });

  test('keeps a last line without an end apart from what comes after it', () => {
    const cut = 'sources: [ https://a.fr/feed ]\ncompetitors:\n  - { id: a,   name: A }';
    const { competitors } = changeable(parseConfig(cut, 'feeds.yaml'));
    const text = changed({ competitors: [...competitors, { name: 'Halte', aliases: [] }] }, cut);
    expect(text).toBe(`${cut}\n  - { id: halte, name: Halte }\n`);
  });

  test('keeps indents of another width', () => {
    const wide = 'digest:\n    minutes: 60\n    cron: "30 6 * * *"\nsources:\n    - https://a.fr/feed\n';
    const text = changed({ minutes: 45 }, wide);
    expect(text).toBe(wide.replace('60', '45'));
  });

  test('is refused where one place points at another, which would change as well', () => {
    const pointing = FILE.replace('brand: {', 'brand: &us {')
      .replace('competitors:', 'competitors:\n  - { id: nova, name: Nova, aliases: *names }')
      .replace('[ateliernova]', '&names [ateliernova]');
    expect(() => changed({ minutes: 45 }, pointing)).toThrow('watch.byHand');
  });

  test('offers no hour where its pattern says more than one', () => {
    const weekdays = FILE.replace('30 6 * * *', '30 6 * * 1-5');
    expect(changeable(parseConfig(weekdays, 'feeds.yaml')).at).toBeUndefined();
    expect(changed({ minutes: 45 }, weekdays)).toContain('cron: "30 6 * * 1-5"');
  });
});

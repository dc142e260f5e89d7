import { describe, expect, test } from 'vitest';
import { readyPost, shareIntents } from '../../web/handOff.ts';
import { ideasCalendar } from '../../web/ideasCalendar.ts';

const UTM = { utm_source: 'veille', utm_medium: 'social' };
const story = {
  title: 'Buffer & cie : +12 % ?',
  url: 'https://presse.exemple/a?x=1&utm_source=rss#p',
  topics: ['Vidéo courte', 'IA'],
};

describe('a ready post', () => {
  test('holds the title, the address with the team’s own parameters, and hashtags one can read aloud', () => {
    const { text } = readyPost(story, UTM);
    expect(text).toBe(
      'Buffer & cie : +12 % ?\nhttps://presse.exemple/a?x=1&utm_source=veille&utm_medium=social#p\n#VidéoCourte #IA',
    );
  });

  test('leaves the address as it is where the team has no parameters', () => {
    expect(readyPost(story, {}).url).toBe(story.url);
  });

  test('opens in each service with nothing lost on the way', () => {
    const post = readyPost(story, UTM);
    for (const { name, href } of shareIntents(post)) {
      const { protocol, searchParams, hash } = new URL(href);
      expect(protocol).toBe('https:');
      const carried = [...searchParams.values(), decodeURIComponent(hash)].join(' ');
      expect(carried, name).toContain(post.url);
    }
  });
});

test('ideas are whole days of a calendar, whatever stands in their titles', () => {
  const idea = {
    storyId: 's1',
    day: '2026-03-12',
    title: 'Prix;\nBEGIN:VEVENT',
    url: 'https://a.exemple',
    note: 'é'.repeat(100),
  };
  const text = ideasCalendar('Veille, idées', [idea], 'https://veille.exemple');
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  expect(text.match(/^BEGIN:VEVENT\r?$/gm)).toHaveLength(1);
  expect(text).toContain('DTSTART;VALUE=DATE:20260312');
  expect(text).toContain('UID:s1@veille.exemple');
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});

/** The team's own campaign parameters: "utm_source" → "veille". */
export type Utm = Readonly<Record<string, string>>;

export interface ReadyPost {
  /** Title, address and hashtags: as it is pasted. */
  text: string;
  /** The article's address with the team's parameters. */
  url: string;
  title: string;
  hashtags: string[];
}

const MOST_HASHTAGS = 4;

/** A post about a story, ready to be pasted: its title, its address with the team's parameters, hashtags of its topics. */
export function readyPost(
  { title, url, topics }: { title: string; url: string; topics: readonly string[] },
  utm: Utm,
): ReadyPost {
  const hashtags = [...new Set(topics.map(hashtagOf))].filter((tag) => tag.length > 1).slice(0, MOST_HASHTAGS);
  const tagged = withUtm(url, utm);
  return { title, hashtags, url: tagged, text: [title, tagged, hashtags.join(' ')].filter(Boolean).join('\n') };
}

/** The team's parameters take the place of those somebody else put there. */
function withUtm(url: string, utm: Utm): string {
  if (Object.keys(utm).length === 0) return url;
  const tagged = new URL(url);
  for (const name of [...tagged.searchParams.keys()]) if (name.startsWith('utm_')) tagged.searchParams.delete(name);
  for (const [name, value] of Object.entries(utm)) tagged.searchParams.set(name, value);
  return tagged.href;
}

/** "Vidéo courte" → "#VidéoCourte": screen readers read the words apart. */
const hashtagOf = (name: string): string =>
  `#${name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;

/** Where a post can be opened ready to be sent, each as its own documents say. Nothing of theirs is loaded here. */
export function shareIntents({ text, title, url, hashtags }: ReadyPost): { name: string; href: string }[] {
  const [said, at] = [encodeURIComponent(text), encodeURIComponent(url)];
  const withTags = encodeURIComponent([title, hashtags.join(' ')].filter(Boolean).join(' '));
  return [
    { name: 'LinkedIn', href: `https://www.linkedin.com/sharing/share-offsite/?url=${at}` },
    { name: 'X', href: `https://x.com/intent/post?text=${withTags}&url=${at}` },
    { name: 'Facebook', href: `https://www.facebook.com/sharer/sharer.php?u=${at}` },
    { name: 'Bluesky', href: `https://bsky.app/intent/compose?text=${said}` },
    { name: 'Mastodon', href: `https://share.joinmastodon.org/#text=${said}` },
    { name: 'Buffer', href: `https://publish.buffer.com/compose?text=${withTags}&url=${at}` },
    { name: 'Hootsuite', href: `https://hootsuite.com/hootlet/compose?title=${withTags}&address=${at}` },
  ];
}

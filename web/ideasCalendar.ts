import ical from 'ical-generator';

/** A story somebody wants to publish about on a day. */
export interface Idea {
  storyId: string;
  /** yyyy-mm-dd */
  day: string;
  title: string;
  url: string;
  note: string;
}

/** Ideas of publication as a calendar that others can subscribe to (RFC 5545): one whole day each. */
export function ideasCalendar(name: string, ideas: readonly Idea[], baseUrl: string): string {
  const calendar = ical({ name, prodId: { company: 'Vigie', product: 'Vigie' } });
  for (const { storyId, day, title, url, note } of ideas)
    calendar.createEvent({
      id: `${storyId}@${new URL(baseUrl).hostname}`,
      start: new Date(`${day}T00:00:00Z`),
      stamp: new Date(`${day}T00:00:00Z`),
      allDay: true,
      summary: title,
      description: [note, url].filter(Boolean).join('\n'),
      url: `${baseUrl}/stories/${storyId}`,
    });
  return calendar.toString();
}

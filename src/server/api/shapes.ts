import { z } from 'zod';
import type { StoryId } from '../../domain/model/ids.ts';
import type { ServerDeps } from '../context.ts';
import type { Form } from '../forms.ts';

// The shapes that several operations share.

export const none = z.object({});
export const anything = z.looseObject({});
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const id = z.string().min(1).max(100);
export const story = z.object({
  ...{ id: z.string(), title: z.string(), url: z.string().optional(), summary: z.string(), language: z.string() },
  ...{ source: z.string(), others: z.number(), at: z.number(), minutes: z.number() },
  ...{ actors: z.array(z.string()), topics: z.array(z.string()) },
});
export const board = z.object({
  ...{ id: z.string(), name: z.string(), purpose: z.string(), query: z.string() },
  visibility: z.enum(['private', 'team', 'public']),
});
/** With what somebody made of it there. */
export const onBoard = z.looseObject(story.shape);
export const MOST = 100;

export const doneAnswer = z.object({ done: z.literal(true) });
export const done = { done: true } as const;

/** The story an id stands for now; undefined when it is not there. */
export async function storyHere(asked: string, { store }: ServerDeps): Promise<StoryId | undefined> {
  const current = await store.stories.current(asked as StoryId);
  return (await store.items.listOfStory(current)).length > 0 ? current : undefined;
}

/** What a body says, as a form would: what the pages check is checked by the same words. */
export const asForm = (body: Record<string, string | number | boolean | readonly string[] | undefined>): Form =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      if (value === undefined || value === false) return [];
      return [[name, value === true ? 'on' : String(value)]];
    }),
  );

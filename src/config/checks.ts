import { load } from 'cheerio';
import { Cron } from 'croner';

const holds = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};

export const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
export const isTimezone = (text: string): boolean => holds(() => new Intl.DateTimeFormat('en', { timeZone: text }));
export const isCron = (text: string): boolean =>
  text.trim().split(/\s+/).length === 5 && holds(() => new Cron(text, { paused: true }));
export const isSelector = (text: string): boolean =>
  text.trim() !== '' && !text.includes('<') && holds(() => load('<p></p>').root().find(text));
export const isRegExp = (text: string): boolean => text.length > 0 && holds(() => new RegExp(text, 'u'));

import { Agent, request } from 'undici';
import type { Assistant } from '../../domain/ports.ts';

export interface AssistantSettings {
  /** Base of an OpenAI-compatible service: `/chat/completions` is asked under it. */
  url: string;
  model: string;
  key?: string;
  /** The whole of one question. */
  totalMs?: number;
}

const TOTAL_MS = 30_000;
const MAX_ANSWER = 100_000;
const MAX_TOKENS = 500;

/**
 * A language model behind an OpenAI-compatible address. The address is the operator's own word, as are mail and search
 * servers: it may be on this machine. Whatever goes wrong is "no answer".
 */
export function chatAssistant({ url, model, key, totalMs = TOTAL_MS }: AssistantSettings): Assistant {
  const agent = new Agent({ connections: 1 });
  return {
    model,
    async ask({ rules, data }, stopping) {
      try {
        const { statusCode, body } = await request(`${url}/chat/completions`, {
          method: 'POST',
          dispatcher: agent,
          signal: AbortSignal.any([AbortSignal.timeout(totalMs), ...(stopping ? [stopping] : [])]),
          headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
          body: JSON.stringify({
            model,
            temperature: 0,
            max_tokens: MAX_TOKENS,
            response_format: { type: 'json_object' },
            messages: [
              { role: 'system', content: rules },
              { role: 'user', content: data },
            ],
          }),
        });
        const text = await readUpTo(body, MAX_ANSWER);
        return statusCode === 200 ? answerIn(JSON.parse(text)) : undefined;
      } catch {
        return undefined;
      }
    },
    close: () => agent.destroy(),
  };
}

async function readUpTo(body: AsyncIterable<Buffer>, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) throw new Error('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

interface Completion {
  choices?: { message?: { content?: string } }[];
  usage?: { total_tokens?: number };
}

function answerIn({ choices, usage }: Completion): { answer: unknown; tokens: number } {
  const tokens = Number(usage?.total_tokens);
  const spent = Number.isFinite(tokens) ? tokens : 0;
  try {
    return { answer: JSON.parse(choices?.[0]?.message?.content ?? ''), tokens: spent };
  } catch {
    // It costs all the same.
    return { answer: undefined, tokens: spent };
  }
}

/**
 * JSON as pages write it: inside comments or CDATA, with control characters in texts and commas before a closing
 * bracket. Undefined when it is broken in a way that would have to be guessed.
 */
export function lenientJson(text: string): unknown {
  const bare = text
    .replace(/^\s*(?:\/\/\s*|\/\*\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*\/)?/, '')
    .replace(/(?:\/\/\s*|\/\*\s*)?(?:-->|\]\]>)(?:\s*\*\/)?\s*;?\s*$/, '')
    .trim();
  return parsed(bare) ?? parsed(mended(bare));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Control characters become spaces, commas before `]` or `}` go; what stands in a text is otherwise left alone. */
function mended(json: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  const clean = json.replace(/[\u0000-\u001f\u2028\u2029]/g, ' ').replace(/;\s*$/, '');
  const parts: string[] = [];
  let from = 0;
  let comma = -1;
  for (let at = 0; at < clean.length; at++) {
    const sign = clean[at];
    if (sign === '"') {
      at = endOfText(clean, at);
      comma = -1;
    } else if (sign === ',') comma = at;
    else if ((sign === ']' || sign === '}') && comma >= 0) {
      parts.push(clean.slice(from, comma), ' ');
      from = comma + 1;
      comma = -1;
    } else if (sign !== ' ') comma = -1;
  }
  return parts.join('') + clean.slice(from);
}

/** Where the text that opens at a quote closes. */
function endOfText(json: string, open: number): number {
  for (let at = open + 1; at < json.length; at++) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"') return at;
  }
  return json.length;
}

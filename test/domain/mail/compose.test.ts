import { describe, expect, it } from 'vitest';
import { languages } from '../../../server/core/languages.ts';
import { translatorOf } from '../../../server/core/translate.ts';
import { composeMail } from '../../../server/domain/mail/compose.ts';
import { mailKinds } from '../../../server/domain/mail/kinds.ts';

const publicUrl = 'https://gate.example.com';
const facts = {
  username: 'ayse',
  company: 'Köşe Bakkal',
  person: 'Jo & Sons',
  days: 7,
  name: 'Week by store',
  period: '14 to 20 November',
  total: 'Net sales: £5.',
  change: 'The same as last time (£5).',
  file: '',
  message: 'Merhaba!\nBen Ayşe.',
};

describe('a mail', () => {
  it.each(languages.flatMap((language) => mailKinds.map((kind) => [language, kind] as const)))(
    'says everything in %s: %s',
    (language, kind) => {
      const { subject, text, html } = composeMail({ language, kind, facts, path: '/x/?y=1' }, publicUrl);
      expect(subject).toMatch(/^.{8,120}$/u);
      for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|\[object|\{\w+\}|mail\./);
      expect(html).toContain(`<html lang="${language}">`);
      expect(text).toContain(publicUrl);
    },
  );

  it('shows the way as a button and as an address, of this hub', () => {
    const letter = { language: 'en', kind: 'join-approved', facts, path: '/companies/x/?a=1&b=2' } as const;
    const { text, html } = composeMail(letter, publicUrl);
    expect(text).toContain('Go to Köşe Bakkal:\nhttps://gate.example.com/companies/x/?a=1&b=2\n');
    expect(html).toContain('<a href="https://gate.example.com/companies/x/?a&#x3D;1&amp;b&#x3D;2"');
  });

  it('has no button where it leads nowhere', () => {
    const { text, html } = composeMail({ language: 'en', kind: 'account-deleted', facts, path: '' }, publicUrl);
    expect(html).not.toContain('<a ');
    expect(text).not.toContain('null');
  });

  it('brings no picture, no script and nothing from elsewhere', () => {
    for (const kind of mailKinds) {
      const { html } = composeMail({ language: 'tr', kind, facts, path: '/x/' }, publicUrl);
      expect(html).not.toMatch(/<(img|script|link|iframe|object|form)|@import|url\(/i);
      for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
        expect(address?.startsWith(publicUrl)).toBe(true);
      }
    }
  });

  it('quotes what somebody wrote, line by line', () => {
    const { text } = composeMail({ language: 'de', kind: 'join-requested', facts, path: '/x/' }, publicUrl);
    expect(text).toContain('Im Wortlaut:\n> Merhaba!\n> Ben Ayşe.\n');
    const rejected = { reason: 'Wir sind genug.', company: 'X' };
    expect(
      composeMail({ language: 'de', kind: 'join-rejected', facts: rejected, path: '/' }, publicUrl).text,
    ).toContain('> Wir sind genug.');
  });

  it.each([
    [1, '1 day.'],
    [7, '7 days.'],
  ])('counts days as people do: %i', (days, words) => {
    const { text } = composeMail(
      { language: 'en', kind: 'invitation', facts: { ...facts, days }, path: '/' },
      publicUrl,
    );
    expect(text).toContain(`The link works once and for ${words}`);
  });

  it('says that nobody has to wait when the cool-off is none', () => {
    const letter = { language: 'en', kind: 'deletion-started', facts: { ...facts, days: 0 }, path: '/' } as const;
    expect(composeMail(letter, publicUrl).text).toContain('As soon as every owner has approved, everything');
  });
});

describe('stored XSS and header injection in mail', () => {
  const evil = {
    company: `<script>alert('x')</script>"&{{7*7}}`,
    person: 'Jo\r\nBcc: all@example.com\r\n\r\n<b>hello</b>',
    username: '\u202egro.elpmaxe\u2028X',
    message: '</blockquote><img src=x onerror=alert(1)>\r\nBcc: all@example.com',
    days: 7,
    name: 'Week by store',
    period: '14 to 20 November',
    total: 'Net sales: £5.',
    change: 'The same as last time (£5).',
    file: '',
  };

  it.each(mailKinds)('harm nobody by the names that are put into %s', (kind) => {
    for (const language of languages) {
      const { subject, text, html } = composeMail({ language, kind, facts: evil, path: '/x/' }, publicUrl);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      expect(subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
      expect(subject.length).toBeLessThanOrEqual(200);
      expect(html).not.toMatch(/<script|<img|<b>/);
      expect(text).not.toMatch(/^Bcc:/m);
      expect(text).not.toContain('49');
    }
  });

  it('cannot reach other texts by words of the translator', () => {
    const letter = {
      language: 'en',
      kind: 'join-approved',
      path: '',
      facts: { company: '$t(mail.frame.copy) {person}' },
    } as const;
    expect(composeMail(letter, publicUrl).subject).toBe('Welcome to $t(mail.frame.copy) {person}');
  });
});

describe('the texts of mail', () => {
  it('name the same facts in every language', () => {
    const partsOf = ['subject', 'heading', 'text', 'text_one', 'text_other', 'text_zero', 'button'];
    for (const kind of mailKinds) {
      const used = languages.map((language) => {
        const t = translatorOf(language);
        const say = (part: string) => {
          try {
            return t(`mail.${kind}.${part}`, {
              username: '{username}',
              company: '{company}',
              person: '{person}',
              days: '{days}',
            });
          } catch {
            return '';
          }
        };
        return [
          ...new Set(
            partsOf
              .map(say)
              .join(' ')
              .match(/\{\w+\}/g),
          ),
        ].sort();
      });
      expect(used[1], kind).toEqual(used[0]);
      expect(used[2], kind).toEqual(used[0]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../server/core/formats.ts';

const en = formatsOf('en');
const tr = formatsOf('tr');
const de = formatsOf('de');
const at = new Date('2026-11-20T22:05:09Z');
const ago = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
const all = (text: (formats: typeof en) => string) => [en, tr, de].map((formats) => text(formats).replace(/\s/g, ' '));

describe('each language writes', () => {
  it('money with its marks, and in full what is finer than the coin', () => {
    expect(all((f) => f.money(12_345_600n, 'EUR'))).toEqual(['€1,234.56', '€1.234,56', '1.234,56 €']);
    expect(all((f) => f.money(-12_345_600n, 'TRY'))).toEqual(['-TRY 1,234.56', '-₺1.234,56', '-1.234,56 TRY']);
    expect(all((f) => f.money(12_345_601n, 'EUR'))).toEqual(['1,234.5601 EUR', '1.234,5601 EUR', '1.234,5601 EUR']);
    expect(all((f) => f.roundMoney(12_345_650n, 'EUR'))).toEqual(['€1,234.57', '€1.234,57', '1.234,57 €']);
    expect(all((f) => f.money(10n ** 18n, 'JPY'))[2]).toBe('100.000.000.000.000 ¥');
  });

  it('numbers and percentages, the Turkish sign in front', () => {
    expect(all((f) => f.count(1_234_567))).toEqual(['1,234,567', '1.234.567', '1.234.567']);
    expect(all((f) => f.quantity(15_000n))).toEqual(['1.5', '1,5', '1,5']);
    expect(all((f) => f.percent(1750))).toEqual(['17.5 %', '%17,5', '17,5 %']);
    expect(all((f) => f.exactPercent(1750))).toEqual(['17.50 %', '%17,50', '17,50 %']);
    expect(all((f) => f.change(1234))).toEqual(['+12.34 %', '+%12,34', '+12,34 %']);
    expect(all((f) => f.change(-5))).toEqual(['−0.05 %', '−%0,05', '−0,05 %']);
  });

  it('days in its own order', () => {
    expect(all((f) => f.longDay('2026-11-20'))).toEqual([
      'Friday 20 November 2026',
      '20 Kasım 2026 Cuma',
      'Freitag, 20. November 2026',
    ]);
    expect(all((f) => f.weekday('2026-11-20'))).toEqual(['Fri 20 Nov 2026', '20 Kas 2026 Cum', 'Fr., 20. Nov. 2026']);
    expect(all((f) => f.day('2026-11-20'))).toEqual(['20 Nov 2026', '20 Kas 2026', '20. Nov. 2026']);
    expect(all((f) => f.dayOfYear('2026-11-20'))).toEqual(['Fri 20 Nov', '20 Kas Cum', 'Fr., 20. Nov.']);
    expect(all((f) => f.longDay('some day'))).toEqual(['some day', 'some day', 'some day']);
  });

  it('instants on the clocks of a zone, and a till’s own time as the till wrote it', () => {
    expect(all((f) => f.instant(at, 'Europe/Istanbul'))).toEqual([
      '21 Nov 2026, 01:05',
      '21 Kas 2026 01:05',
      '21. Nov. 2026, 01:05',
    ]);
    expect(de.instant(at, null)).toBe('20. Nov. 2026, 22:05 UTC');
    expect(all((f) => f.clock(at, 'Europe/Berlin'))).toEqual(['23:05', '23:05', '23:05']);
    expect(all((f) => f.zonedClock(at, 'Europe/Istanbul'))).toEqual(['01:05 GMT+3', '01:05 GMT+3', '01:05 GMT+3']);
    expect(all((f) => f.local('2026-11-20T14:05:09'))).toEqual([
      '20 Nov 2026, 14:05',
      '20 Kas 2026 14:05',
      '20. Nov. 2026, 14:05',
    ]);
    expect(tr.local('2026-02-30T99:05')).toBe('2026-02-30T99:05');
  });

  it('how long ago, and how long', () => {
    expect(all((f) => f.ago(ago(-5), at))).toEqual(['just now', 'az önce', 'gerade eben']);
    expect(all((f) => f.ago(ago(1), at))).toEqual(['1 minute ago', '1 dakika önce', 'vor 1 Minute']);
    expect(all((f) => f.ago(ago(150), at))).toEqual(['2 hours ago', '2 saat önce', 'vor 2 Stunden']);
    expect(all((f) => f.ago(ago(3 * 1440), at))).toEqual(['3 days ago', '3 gün önce', 'vor 3 Tagen']);
    expect(all((f) => f.span(90 * 60_000))).toEqual(['90 min', '90 dk', '90 Min.']);
    expect(all((f) => f.span(72 * 3_600_000))).toEqual(['3 days', '3 gün', '3 Tage']);
  });
});

describe('Turkish', () => {
  it('keeps the dot of its i, and sorts its letters where Turkish readers look for them', () => {
    expect([tr.initial('izmir'), tr.initial('ılgaz'), en.initial('izmir'), tr.initial('')]).toEqual([
      'İ',
      'I',
      'I',
      '',
    ]);
    expect(['Zonguldak', 'Çanakkale', 'Şile', 'Ilgaz', 'İzmir', 'Cizre', 'Sinop'].sort(tr.compare)).toEqual([
      'Cizre',
      'Çanakkale',
      'Ilgaz',
      'İzmir',
      'Sinop',
      'Şile',
      'Zonguldak',
    ]);
    expect(['Zebra', 'Ärger', 'Kasse 10', 'Kasse 9'].sort(de.compare)).toEqual([
      'Ärger',
      'Kasse 9',
      'Kasse 10',
      'Zebra',
    ]);
  });
});

/** What a shop in a country begins with. VAT rates are the country's own, as they stood on 21 November 2026; whoever runs the
 *  shop changes them on the catalogue's page. Nothing is guessed for a country that is not listed. */

export interface RatePreset {
  /** What tills call the rate. */
  number: number;
  name: string;
  rateBasisPoints: number;
  /** In force since, and by which law. */
  source: string;
  /** The department that sells at this rate, and its one division. */
  department: { code: string; name: string; divisionCode: string };
}

export interface CountryPreset {
  /** ISO 3166, two letters. */
  country: string;
  rates: readonly RatePreset[];
  units: readonly { code: string; name: string; symbol: string }[];
  walkIn: { name: string; lastName: string };
  administrator: string;
}

const department = (number: number, name: string) => ({ code: String(number), name, divisionCode: `${number}01` });

/** Names of payment types as tills have them, in the order of their numbers (protocol 3.2). */
export const paymentTypeNames = [
  ...['Cash', 'Credit Card', 'Check', 'Credit', 'Prepaid Card'],
  ...['Mobile', 'Bonus', 'Foreign currency', 'Payment on credit', 'Other'],
] as const;

/** Tills look for "walk-in" in the name (protocol 1.2), so it stays in every language. */
const walkIn = { name: 'Walk-in', lastName: 'Customer' };

export const presets: readonly CountryPreset[] = [
  {
    country: 'GB',
    rates: [
      {
        number: 1,
        name: 'Standard 20 %',
        rateBasisPoints: 2000,
        source: 'Since 4 January 2011: Value Added Tax Act 1994, section 2(1)',
        department: department(1, 'Standard rate'),
      },
      {
        number: 2,
        name: 'Reduced 5 %',
        rateBasisPoints: 500,
        source: 'Value Added Tax Act 1994, section 29A and Schedule 7A',
        department: department(2, 'Reduced rate'),
      },
      {
        number: 3,
        name: 'Zero 0 %',
        rateBasisPoints: 0,
        source: 'Value Added Tax Act 1994, section 30 and Schedule 8',
        department: department(3, 'Zero rated'),
      },
    ],
    units: [
      { code: 'EA', name: 'Each', symbol: 'ea' },
      { code: 'KG', name: 'Kilogram', symbol: 'kg' },
    ],
    walkIn,
    administrator: 'Administrator',
  },
  {
    country: 'TR',
    rates: [
      {
        number: 1,
        name: 'KDV %20',
        rateBasisPoints: 2000,
        source: '10 Temmuz 2023: 7346 sayılı Cumhurbaşkanı Kararı (RG 7.7.2023, 32241)',
        department: department(1, 'Genel (%20)'),
      },
      {
        number: 2,
        name: 'KDV %10',
        rateBasisPoints: 1000,
        source: '10 Temmuz 2023: 7346 sayılı Cumhurbaşkanı Kararı, II sayılı liste',
        department: department(2, 'İndirimli (%10)'),
      },
      {
        number: 3,
        name: 'KDV %1',
        rateBasisPoints: 100,
        source: '2007/13033 sayılı Karar, I sayılı liste (temel gıda: 14 Şubat 2022)',
        department: department(3, 'Temel gıda (%1)'),
      },
      {
        number: 4,
        name: 'KDV %0',
        rateBasisPoints: 0,
        source: '3065 sayılı KDV Kanunu: istisnalar',
        department: department(4, 'İstisna (%0)'),
      },
    ],
    units: [
      { code: 'ADET', name: 'Adet', symbol: 'ad' },
      { code: 'KG', name: 'Kilogram', symbol: 'kg' },
    ],
    walkIn,
    administrator: 'Yönetici',
  },
  {
    country: 'DE',
    rates: [
      {
        number: 1,
        name: 'Regelsatz 19 %',
        rateBasisPoints: 1900,
        source: 'Seit 1. Januar 2007 (erneut seit 1. Januar 2021): § 12 Abs. 1 UStG',
        department: department(1, 'Regelsatz'),
      },
      {
        number: 2,
        name: 'Ermäßigt 7 %',
        rateBasisPoints: 700,
        source: '§ 12 Abs. 2 UStG mit Anlage 2',
        department: department(2, 'Ermäßigter Satz'),
      },
      {
        number: 3,
        name: 'Steuerfrei 0 %',
        rateBasisPoints: 0,
        source: '§ 4 und § 12 Abs. 3 UStG',
        department: department(3, 'Steuerfrei'),
      },
    ],
    units: [
      { code: 'STK', name: 'Stück', symbol: 'Stk' },
      { code: 'KG', name: 'Kilogramm', symbol: 'kg' },
    ],
    walkIn,
    administrator: 'Administrator',
  },
];

/** For everywhere else: a rate of nothing, under which anything can be sold until somebody says what the country's rates are. */
export const unknownCountry: CountryPreset = {
  country: '',
  rates: [
    {
      number: 1,
      name: 'No VAT 0 %',
      rateBasisPoints: 0,
      source: 'The hub does not know the rates of this country: enter them before the first sale',
      department: department(1, 'General'),
    },
  ],
  units: [
    { code: 'EA', name: 'Each', symbol: 'ea' },
    { code: 'KG', name: 'Kilogram', symbol: 'kg' },
  ],
  walkIn,
  administrator: 'Administrator',
};

const countryOfZone: Readonly<Record<string, string>> = {
  'Europe/London': 'GB',
  'Europe/Belfast': 'GB',
  'Europe/Istanbul': 'TR',
  'Asia/Istanbul': 'TR',
  Turkey: 'TR',
  GB: 'GB',
  'Europe/Berlin': 'DE',
  'Europe/Busingen': 'DE',
};

/** The preset of a company: by its country, else by where its clocks stand.
 *  @param countryCode ISO letters, null: not said */
export function presetFor(countryCode: string | null, timeZone: string): CountryPreset {
  const country = countryCode ?? countryOfZone[timeZone];
  return presets.find((preset) => preset.country === country) ?? unknownCountry;
}

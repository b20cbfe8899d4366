/** ISO 4217, the part of it that shops meet. */

export interface Currency {
  /** ISO letters, what the wire calls `sign`. */
  code: string;
  /** ISO numeric code, what the wire calls `currency_code`. */
  numeric: number;
  /** Decimals of the smallest amount that is charged: 0, 2 or 3. */
  decimals: number;
  symbol: string;
  name: string;
}

const rows = [
  ['AED', 784, 2, 'د.إ', 'UAE dirham'],
  ['ARS', 32, 2, '$', 'Argentine peso'],
  ['AUD', 36, 2, 'A$', 'Australian dollar'],
  ['AZN', 944, 2, '₼', 'Azerbaijani manat'],
  ['BGN', 975, 2, 'лв', 'Bulgarian lev'],
  ['BHD', 48, 3, '.د.ب', 'Bahraini dinar'],
  ['BRL', 986, 2, 'R$', 'Brazilian real'],
  ['CAD', 124, 2, 'C$', 'Canadian dollar'],
  ['CHF', 756, 2, 'CHF', 'Swiss franc'],
  ['CLP', 152, 0, '$', 'Chilean peso'],
  ['CNY', 156, 2, '¥', 'Chinese yuan'],
  ['COP', 170, 2, '$', 'Colombian peso'],
  ['CZK', 203, 2, 'Kč', 'Czech koruna'],
  ['DKK', 208, 2, 'kr', 'Danish krone'],
  ['EGP', 818, 2, 'E£', 'Egyptian pound'],
  ['EUR', 978, 2, '€', 'Euro'],
  ['GBP', 826, 2, '£', 'Pound sterling'],
  ['GEL', 981, 2, '₾', 'Georgian lari'],
  ['HKD', 344, 2, 'HK$', 'Hong Kong dollar'],
  ['HUF', 348, 2, 'Ft', 'Hungarian forint'],
  ['IDR', 360, 2, 'Rp', 'Indonesian rupiah'],
  ['ILS', 376, 2, '₪', 'Israeli new shekel'],
  ['INR', 356, 2, '₹', 'Indian rupee'],
  ['IQD', 368, 3, 'ع.د', 'Iraqi dinar'],
  ['ISK', 352, 0, 'kr', 'Icelandic króna'],
  ['JOD', 400, 3, 'د.ا', 'Jordanian dinar'],
  ['JPY', 392, 0, '¥', 'Japanese yen'],
  ['KES', 404, 2, 'KSh', 'Kenyan shilling'],
  ['KRW', 410, 0, '₩', 'South Korean won'],
  ['KWD', 414, 3, 'د.ك', 'Kuwaiti dinar'],
  ['KZT', 398, 2, '₸', 'Kazakhstani tenge'],
  ['MAD', 504, 2, 'د.م.', 'Moroccan dirham'],
  ['MXN', 484, 2, '$', 'Mexican peso'],
  ['MYR', 458, 2, 'RM', 'Malaysian ringgit'],
  ['NGN', 566, 2, '₦', 'Nigerian naira'],
  ['NOK', 578, 2, 'kr', 'Norwegian krone'],
  ['NZD', 554, 2, 'NZ$', 'New Zealand dollar'],
  ['OMR', 512, 3, 'ر.ع.', 'Omani rial'],
  ['PHP', 608, 2, '₱', 'Philippine peso'],
  ['PKR', 586, 2, '₨', 'Pakistani rupee'],
  ['PLN', 985, 2, 'zł', 'Polish złoty'],
  ['QAR', 634, 2, 'ر.ق', 'Qatari riyal'],
  ['RON', 946, 2, 'lei', 'Romanian leu'],
  ['RSD', 941, 2, 'дин.', 'Serbian dinar'],
  ['RUB', 643, 2, '₽', 'Russian rouble'],
  ['SAR', 682, 2, 'ر.س', 'Saudi riyal'],
  ['SEK', 752, 2, 'kr', 'Swedish krona'],
  ['SGD', 702, 2, 'S$', 'Singapore dollar'],
  ['THB', 764, 2, '฿', 'Thai baht'],
  ['TND', 788, 3, 'د.ت', 'Tunisian dinar'],
  ['TRY', 949, 2, '₺', 'Turkish lira'],
  ['UAH', 980, 2, '₴', 'Ukrainian hryvnia'],
  ['USD', 840, 2, '$', 'US dollar'],
  ['VND', 704, 0, '₫', 'Vietnamese đồng'],
  ['ZAR', 710, 2, 'R', 'South African rand'],
] as const;

/** Every known currency, by letters. */
export const currencies: readonly Currency[] = rows.map(([code, numeric, decimals, symbol, name]) => ({
  code,
  numeric,
  decimals,
  symbol,
  name,
}));

const byCode = new Map(currencies.map((currency) => [currency.code, currency]));

/** The currency with these ISO letters, or null. */
export function findCurrency(code: string): Currency | null {
  return byCode.get(code) ?? null;
}

/** Decimals of a currency; 2 for one that is not in the table, as ISO has for nearly all. */
export function currencyDecimals(code: string): number {
  return byCode.get(code)?.decimals ?? 2;
}

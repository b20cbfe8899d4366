/** Barcodes as shops print and scan them. */

/** What a barcode's own arithmetic says of it. `unchecked`: of a kind that carries no check digit. */
export type BarcodeJudgement = { kind: 'right' | 'unchecked' } | { kind: 'wrong_check_digit'; right: string };

/** How a scale or price barcode begins and how long it is when it is scanned; null: not said. */
export interface BarcodeMask {
  id: string;
  startingDigits: string | null;
  barcodeLength: number | null;
}

/** GTIN-8, UPC-A (12), EAN-13 and GTIN-14 end in a check digit (GS1 General Specifications, 7.9). */
const checkedLengths = new Set([8, 12, 13, 14]);

/** A wrong check digit is a slip of the keyboard, or a shop's own number: worth saying, never worth refusing. */
export function judgeBarcode(barcode: string): BarcodeJudgement {
  if (!/^\d+$/.test(barcode) || !checkedLengths.has(barcode.length)) return { kind: 'unchecked' };
  const body = barcode.slice(0, -1);
  const right = body + checkDigit(body);
  return right === barcode ? { kind: 'right' } : { kind: 'wrong_check_digit', right };
}

/** Weights 3 and 1 in turn, from the right. */
function checkDigit(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    sum += Number(body[body.length - 1 - index]) * (index % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

/** The mask by which a till would read this barcode: it begins like one and is no longer. The longest beginning wins. */
export function maskOf(barcode: string, masks: readonly BarcodeMask[]): BarcodeMask | null {
  const fitting = masks.filter(
    ({ startingDigits, barcodeLength }) =>
      startingDigits !== null &&
      startingDigits !== '' &&
      barcode.startsWith(startingDigits) &&
      (barcodeLength === null || barcode.length <= barcodeLength),
  );
  return fitting.sort((a, b) => (b.startingDigits ?? '').length - (a.startingDigits ?? '').length)[0] ?? null;
}

/** A wire word for people: "FISCAL_RECEIPT" → "Fiscal receipt". */
export function words(text: string): string {
  const plain = text.replaceAll('_', ' ').trim().toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

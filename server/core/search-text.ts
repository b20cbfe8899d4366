/** The form in which names are searched: compatibility forms unified, lower case (`Ｆisch` and `FISCH` are one), and the four
 *  Turkish letters i, ı, I and İ alike, because capitals do not tell which was meant. Fold what is searched for in the same way. */
export function foldForSearch(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase().normalize('NFKC');
  // İ becomes an i with a dot of its own above it.
  return lower.replaceAll('\u0131', 'i').replaceAll('i\u0307', 'i');
}

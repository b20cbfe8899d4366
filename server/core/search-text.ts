/** The form in which names are searched: compatibility forms unified, lower case (`Ｆisch` and `FISCH` are one). Fold what is
 *  searched for in the same way. */
export function foldForSearch(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

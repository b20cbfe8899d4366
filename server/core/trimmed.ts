/** Signs that leave no mark on a screen: spaces of any width, and marks that only steer how others are drawn. */
const nothingVisible = /^[\s\p{Z}\p{Cf}]*$/u;

/** A text without blanks at its ends; empty when there is nothing in it to be seen, such as a lone zero-width space. */
export function trimmed(text: string): string {
  return nothingVisible.test(text) ? '' : text.trim();
}

const needsEscape = /[&<>"]|_x[0-9A-Fa-f]{4}_|(?![\t\n])\p{Cc}|[\ufffe\uffff]|\p{Cs}/u;

/** A text as it may stand in a workbook's XML. What XML cannot hold is written as `_x000D_`, and what looks like that as well. */
export function escaped(text: string): string {
  if (!needsEscape.test(text)) return text;
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu, hexSign)
    .replace(/\p{Cs}/gu, '\ufffd');
}

function hexSign(sign: string): string {
  return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

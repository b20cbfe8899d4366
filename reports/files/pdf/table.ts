/** A table over as many pages as it takes, its heads on each of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { colours, lineOf, type Paper, type Pdf } from './paper.ts';

export interface PaperTable {
  heads: readonly { text: string; isNumber: boolean }[];
  rows: readonly PaperRow[];
  /** How many rows of it are not among these. */
  unread?: number;
}

export interface PaperRow {
  cells: readonly string[];
  /** Bold, below a line. */
  isTotal?: boolean;
  /** Beside the others: unknown, differences, corrections. */
  isQuiet?: boolean;
}

/** Left and right of what stands in a cell, of the letters' size. */
const padded = 0.45;
/** Letters of DejaVu Sans are about so wide, of their size. */
const letter = 0.62;
const largest = 8;
const smallest = 3.75;
/** Bold letters are wider. */
const bold = 1.15;
/** Words of headings with more letters than the first of these are broken; than the next, where the paper is too narrow for that. */
const longestWords = [20, 16, 12];
const widestName = 190;
const narrowestName = 70;
/** Rows that decide about widths: what is longer is rare. */
const measured = 2000;

/** How wide the columns want to be at a size of letters. */
function wishes({ heads, rows }: PaperTable, size: number, longestWord = 12): number[] {
  const longest = heads.map(
    ({ text }) => bold * Math.min(longestWord, Math.max(...text.split(/\s+/).map((word) => word.length))),
  );
  for (const { cells, isTotal } of [...rows.slice(0, measured), ...rows.filter((row) => row.isTotal)]) {
    cells.forEach((cell, index) => {
      longest[index] = Math.max(longest[index] ?? 0, Math.ceil(cell.length * (isTotal ? 1.1 : 1)));
    });
  }
  return longest.map((letters, index) => {
    const width = letters * size * letter + 2 * padded * size;
    return heads[index]?.isNumber ? width : Math.min(widestName, Math.max(index === 0 ? narrowestName : 0, width));
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

/** Whether it fits upright at a size that is easily read. */
export function fitsUpright(tables: readonly PaperTable[]): boolean {
  return tables.every((table) => sum(wishes(table, 7)) <= 523);
}

interface Layout {
  size: number;
  widths: number[];
  lineHeight: number;
}

/** The largest letters with which the columns fit, and what these want then. */
function fitting(table: PaperTable, width: number): { size: number; wished: number[] } {
  for (const longestWord of longestWords) {
    for (let size = largest; size >= smallest; size -= 0.25) {
      const wished = wishes(table, size, longestWord);
      if (sum(wished) <= width) return { size, wished };
    }
  }
  return { size: smallest, wished: wishes(table, smallest) };
}

function layoutOf(table: PaperTable, width: number): Layout {
  const { size, wished } = fitting(table, width);
  const spare = width - sum(wished);
  const first = wished[0] ?? 0;
  // What is left over goes to the names first, then to all alike; what lacks is taken from the names, never from numbers.
  const name = spare < 0 ? Math.max(spare, narrowestName - first) : Math.min(spare, Math.max(0, widestName - first));
  const each = (spare - name) / wished.length;
  return { size, widths: wished.map((wish, index) => wish + each + (index === 0 ? name : 0)), lineHeight: size * 1.75 };
}

/** Draws rows until the paper ends, and lets others work between pages.
 *  @returns how many rows found no place */
export async function drawTable(paper: Paper, table: PaperTable): Promise<number> {
  return (await drawRows(paper, table)) + (table.unread ?? 0);
}

async function drawRows(paper: Paper, table: PaperTable): Promise<number> {
  const layout = layoutOf(table, paper.width);
  const headHeight = headHeightOf(paper.doc, table, layout);
  if (!paper.room(headHeight + 2 * layout.lineHeight)) return table.rows.length;
  drawHeads(paper, table, { ...layout, headHeight });
  for (const [place, row] of table.rows.entries()) {
    const y = paper.y;
    if (!paper.room(layout.lineHeight)) return table.rows.length - place;
    if (paper.y < y) {
      await nextTurn();
      drawHeads(paper, table, { ...layout, headHeight });
    }
    drawRow(paper, { table, row, layout, isOdd: place % 2 === 1 });
  }
  paper.y += 8;
  return 0;
}

function headHeightOf(doc: Pdf, { heads }: PaperTable, { size, widths }: Layout): number {
  const padding = padded * size;
  doc.font('bold').fontSize(size);
  const heights = heads.map(({ text }, index) =>
    doc.heightOfString(text, { width: (widths[index] ?? 0) - 2 * padding + 1 }),
  );
  return Math.max(...heights) + 6;
}

function drawHeads(
  paper: Paper,
  { heads }: PaperTable,
  { size, widths, headHeight }: Layout & { headHeight: number },
): void {
  const { doc, left, y, width } = paper;
  const padding = padded * size;
  doc.font('bold').fontSize(size).fillColor(colours.ink);
  let x = left;
  for (const [index, { text, isNumber }] of heads.entries()) {
    const own = widths[index] ?? 0;
    const inner = own - 2 * padding + 1;
    const above = headHeight - 4 - doc.heightOfString(text, { width: inner });
    doc.text(text, x + padding, y + above, { width: inner, align: isNumber ? 'right' : 'left' });
    x += own;
  }
  doc.moveTo(left, y + headHeight - 1).lineTo(left + width, y + headHeight - 1);
  doc.lineWidth(0.8).strokeColor(colours.ink).stroke();
  paper.y = y + headHeight;
}

interface RowDrawing {
  table: PaperTable;
  row: PaperRow;
  layout: Layout;
  isOdd: boolean;
}

function drawRow(paper: Paper, { table, row, layout, isOdd }: RowDrawing): void {
  const { doc, left, width, y } = paper;
  const { lineHeight, size, widths } = layout;
  const padding = padded * size;
  if (row.isTotal)
    doc
      .moveTo(left, y)
      .lineTo(left + width, y)
      .lineWidth(0.6)
      .strokeColor(colours.ink)
      .stroke();
  else if (isOdd) doc.rect(left, y, width, lineHeight).fill(colours.band);
  doc
    .font(row.isTotal ? 'bold' : 'plain')
    .fontSize(size)
    .fillColor(row.isQuiet ? colours.quiet : colours.ink);
  let x = left;
  for (const [index, text] of row.cells.entries()) {
    const own = widths[index] ?? 0;
    const align = table.heads[index]?.isNumber ? 'end' : 'start';
    lineOf(doc, text, { x: x + padding, y: y + lineHeight * 0.24, width: own - 2 * padding + 1, align });
    x += own;
  }
  paper.y = y + lineHeight;
}

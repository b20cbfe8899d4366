import { Readable } from 'node:stream';
import { parse } from 'csv-parse';

/** Characters that are handed to the parser at once: others get their turn on the event loop in between. */
const piece = 64 * 1024;

interface Form {
  separator: string;
}

/** The rows of a table with the line of the file in which each ends. Reads loosely: quotes where nobody expects them, rows of any
 *  length; empty lines are left out.
 *  @param text whole, or bit by bit */
export async function* rowsOf(
  text: string | AsyncIterable<string>,
  { separator }: Form,
): AsyncGenerator<{ line: number; cells: string[] }> {
  const source = Readable.from(typeof text === 'string' ? pieces(text) : text);
  const parser = source.pipe(
    parse({
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      bom: true,
    }),
  );
  source.once('error', (error) => parser.destroy(error));
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    if (record.some((cell) => cell.trim() !== '')) yield { line: info.lines, cells: record };
  }
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += piece) yield text.slice(at, at + piece);
}

/** The first rows of a table. */
export async function firstRows(text: string, { separator, most }: Form & { most: number }): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of rowsOf(text.slice(0, 4 * piece), { separator })) {
    rows.push(cells);
    if (rows.length === most) break;
  }
  return rows;
}

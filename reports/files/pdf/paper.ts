/** Sheets of paper: a PDF with our letters, margins, page numbers and a bound on its pages. */
import { createRequire } from 'node:module';
import type PdfDocument from 'pdfkit';
import type { Words } from '../../cells.ts';

export type Pdf = PDFKit.PDFDocument;

export const colours = {
  ink: '#13232c',
  quiet: '#52636d',
  rule: '#c9d3d8',
  band: '#f3f6f7',
  /** Told apart by every kind of eyes, and in grey. */
  series: ['#0b6b7d', '#d55e00', '#7a5195', '#8a7a00', '#3d5a98', '#a33b5c'],
  before: '#9aa7ae',
} as const;

export const sizes = { title: 15, heading: 10.5, text: 8.5, small: 7 } as const;

const margin = 36;
/** Room for the page's number. */
const foot = 18;
/** What is longer is cut, and says so: paper is for reading, files for the rest. */
export const mostPages = 60;

const require = createRequire(import.meta.url);
const fonts = {
  plain: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const;

export interface Paper {
  readonly doc: Pdf;
  readonly left: number;
  readonly width: number;
  /** Where the next thing is drawn. */
  y: number;
  /** The lowest place that may be drawn on. */
  readonly bottom: number;
  /** Goes on to the next page where less than this is left. False: that was the last page. */
  room(height: number): boolean;
  /** Numbers the pages and ends the file. */
  end(): void;
}

export interface PaperPlan {
  title: string;
  language: string;
  isLandscape: boolean;
  createdAt: Date;
  /** Tests read what is drawn. */
  isPlain?: boolean;
  mostPages?: number;
}

/** Letters are embedded as far as they are used, so that Turkish ones look right everywhere. */
export function openPaper({ t }: Words, plan: PaperPlan): Paper {
  // Loaded by the first paper: a hub that draws none is spared some 20 MB.
  const Document = require('pdfkit') as typeof PdfDocument;
  const doc = new Document({
    size: 'A4',
    layout: plan.isLandscape ? 'landscape' : 'portrait',
    margins: { top: margin, bottom: 0, left: margin, right: margin },
    bufferPages: true,
    compress: plan.isPlain !== true,
    lang: plan.language,
    displayTitle: true,
    info: { Title: plan.title, Creator: 'SaleFlex.GATE', Producer: 'SaleFlex.GATE', CreationDate: plan.createdAt },
  });
  doc.registerFont('plain', fonts.plain).registerFont('bold', fonts.bold);
  doc.font('plain').fontSize(sizes.text).fillColor(colours.ink);
  const most = plan.mostPages ?? mostPages;
  const bottom = doc.page.height - margin - foot;
  let pages = 1;
  return {
    doc,
    left: margin,
    width: doc.page.width - 2 * margin,
    y: margin,
    bottom,
    room(height) {
      if (this.y + height <= bottom) return true;
      if (pages >= most) return false;
      pages += 1;
      doc.addPage();
      this.y = margin;
      return true;
    },
    end() {
      for (let page = 0; page < pages; page += 1) {
        doc.switchToPage(page);
        const text = t('report-files.page', { page: page + 1, pages });
        doc.font('plain').fontSize(sizes.small).fillColor(colours.quiet);
        doc.text(text, margin, doc.page.height - margin, { lineBreak: false });
      }
      doc.end();
    },
  };
}

interface Style {
  size?: number;
  isBold?: boolean;
  colour?: string;
  gapBelow?: number;
}

/** A paragraph over the whole width. What no longer fits onto the paper is left out. */
export function paragraph(paper: Paper, text: string, style: Style = {}): void {
  const { size = sizes.text, isBold = false, colour = colours.ink, gapBelow = 3 } = style;
  const { doc } = paper;
  doc.font(isBold ? 'bold' : 'plain').fontSize(size);
  const height = doc.heightOfString(text, { width: paper.width });
  if (!paper.room(height)) return;
  doc.fillColor(colour).text(text, paper.left, paper.y, { width: paper.width });
  paper.y += height + gapBelow;
}

/** A line of text at a place, cut to a width; `end`: it ends at the right edge of that width. */
export function lineOf(doc: Pdf, text: string, { x, y, width, align = 'start' }: Place): void {
  const fitting = fitted(doc, text, width);
  const shift =
    align === 'end'
      ? width - doc.widthOfString(fitting)
      : align === 'middle'
        ? (width - doc.widthOfString(fitting)) / 2
        : 0;
  doc.text(fitting, x + shift, y, { lineBreak: false });
}

interface Place {
  x: number;
  y: number;
  width: number;
  align?: 'start' | 'middle' | 'end';
}

function fitted(doc: Pdf, text: string, width: number): string {
  if (text.length < 4 || doc.widthOfString(text) <= width) return text;
  let [low, high] = [0, text.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (doc.widthOfString(`${text.slice(0, middle)}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}

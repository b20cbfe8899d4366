/** Charts drawn as lines and areas from the very values of the table. Only their places on the paper are approximate. */
import type { Words } from '../../cells.ts';
import type { ChartPlan, Column, Value } from '../../engine/report.ts';
import type { Answer, AnsweredRow, AnsweredSection } from '../../engine/run.ts';
import { labelText, valueText } from '../../speak.ts';
import { colours, lineOf, type Paper, type Pdf, sizes } from './paper.ts';

interface Point {
  key: string;
  label: string;
  /** One for each drawn column; null: nothing to show. */
  values: (number | null)[];
  before: number | null;
}

interface Drawing {
  words: Words;
  plan: ChartPlan;
  columns: Column[];
  currency: string | null;
  points: Point[];
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const chartHeight = 170;
/** More bars than this lie closer than the eye can part. */
const mostBars = 130;
const barLines = 14;

/** Draws the chart of a section where the paper has room for it. */
export function drawChart(paper: Paper, { words, answer, section }: Charted): void {
  const { chart, columns } = answer.report;
  const drawn = chart?.columns.flatMap((name) => columns.find((column) => column.name === name) ?? []) ?? [];
  if (chart === null || drawn.length === 0 || section.rows.length === 0) return;
  const points = section.rows.map((row) => pointOf(words, { row, drawn, lead: answer.report.lead }));
  const drawing = { words, plan: chart, columns: drawn, currency: section.currency, points };
  const isLying = chart.isHorizontal || chart.kind === 'doughnut';
  const most = isLying ? Math.min(chart.mostRows ?? 15, 20) : (chart.mostRows ?? mostBars);
  const cut = { ...drawing, points: chart.kind === 'heat' ? points : firstOf(drawing, most) };
  const height = isLying ? cut.points.length * barLines + 4 : chartHeight;
  if (!paper.room(height + 14)) return;
  const box = { x: paper.left, y: paper.y, width: paper.width, height };
  if (chart.kind === 'heat') drawHeat(paper.doc, cut, box);
  else if (isLying) drawLying(paper.doc, cut, box);
  else drawUpright(paper.doc, cut, box);
  paper.y += height + 14;
}

interface Charted {
  words: Words;
  answer: Answer;
  section: AnsweredSection;
}

function pointOf(words: Words, { row, drawn, lead }: { row: AnsweredRow; drawn: Column[]; lead: string }): Point {
  const values = drawn.map(({ name }) => numberOf(row.values[name] ?? null));
  const isLead = drawn[0]?.name === lead;
  return { key: row.key, label: labelText(words, row.label), values, before: isLead ? numberOf(row.compared) : null };
}

/** Only for places on paper: what is written beside them is exact. */
function numberOf(value: Value): number | null {
  return value === null || typeof value === 'string' ? null : Number(value);
}

/** The rest as one, where adding up means something. */
function firstOf({ words, columns, points }: Drawing, most: number): Point[] {
  if (points.length <= most) return points;
  const rest = points.slice(most - 1);
  const isSum = columns.every(({ kind }) => kind !== 'share' && kind !== 'change');
  if (!isSum) return points.slice(0, most);
  const add = (numbers: (number | null)[]) => numbers.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const values = columns.map((_, place) => add(rest.map((point) => point.values[place] ?? null)));
  const others = words.t('report-files.others', { count: rest.length });
  return [...points.slice(0, most - 1), { key: '', label: others, values, before: null }];
}

interface Scale {
  low: number;
  high: number;
  ticks: number[];
}

/** From nothing, in steps that people count in. */
function scaleOf(numbers: readonly number[]): Scale {
  const low = Math.min(0, ...numbers);
  const high = Math.max(0, ...numbers);
  const span = high - low || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.floor(low / step) * step; tick <= high + step * 0.999; tick += step) ticks.push(tick);
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks };
}

function tickText({ words, columns, currency }: Drawing, tick: number): string {
  const [column] = columns;
  if (column === undefined || !Number.isSafeInteger(Math.round(tick))) return '';
  const whole = Math.round(tick);
  return valueText(words, { column, value: column.kind === 'money' ? BigInt(whole) : whole, currency });
}

function drawUpright(doc: Pdf, drawing: Drawing, box: Box): void {
  const { points, plan } = drawing;
  const numbers = points.flatMap(({ values, before }) => [...values, before]).filter((each) => each !== null);
  const scale = scaleOf(numbers);
  doc.font('plain').fontSize(sizes.small);
  const tickWidth = Math.max(...scale.ticks.map((tick) => doc.widthOfString(tickText(drawing, tick)))) + 6;
  const plot = {
    x: box.x + tickWidth,
    y: box.y + 4,
    width: box.width - tickWidth - (plan.kind === 'pareto' ? 34 : 0),
    // Names and, below them, the legend.
    height: box.height - 28,
  };
  const heightAt = (number: number) =>
    plot.y + plot.height - ((number - scale.low) / (scale.high - scale.low || 1)) * plot.height;
  for (const tick of scale.ticks) {
    const y = heightAt(tick);
    doc
      .moveTo(plot.x, y)
      .lineTo(plot.x + plot.width, y)
      .lineWidth(tick === 0 ? 0.7 : 0.3);
    doc.strokeColor(tick === 0 ? colours.quiet : colours.rule).stroke();
    doc.fillColor(colours.quiet);
    lineOf(doc, tickText(drawing, tick), { x: box.x, y: y - 4, width: tickWidth - 6, align: 'end' });
  }
  if (plan.kind === 'line') drawLines(doc, drawing, { plot, heightAt });
  else drawBars(doc, drawing, { plot, heightAt });
  if (plan.kind === 'pareto') drawShares(doc, drawing, plot);
  if (points.some(({ before }) => before !== null)) {
    const before = points.map((point) => point.before);
    drawPath(doc, before, { plot, heightAt, colour: colours.before });
  }
  drawNames(doc, points, plot);
  drawLegend(doc, drawing, { ...plot, y: box.y + box.height - 8 });
}

interface Plot {
  plot: Box;
  heightAt(number: number): number;
}

function drawBars(doc: Pdf, { points, columns }: Drawing, { plot, heightAt }: Plot): void {
  const slot = plot.width / points.length;
  const bar = (slot * 0.78) / columns.length;
  for (const [place, { values }] of points.entries()) {
    for (const [index, value] of values.entries()) {
      if (value === null || value === 0) continue;
      const x = plot.x + place * slot + slot * 0.11 + index * bar;
      const [top, end] = [heightAt(Math.max(0, value)), heightAt(Math.min(0, value))];
      doc.rect(x, top, bar, Math.max(0.4, end - top)).fill(seriesColour(index));
    }
  }
}

function drawLines(doc: Pdf, { points, columns }: Drawing, plot: Plot): void {
  for (const index of columns.keys()) {
    const values = points.map((point) => point.values[index] ?? null);
    drawPath(doc, values, { ...plot, colour: seriesColour(index) });
  }
}

function drawPath(
  doc: Pdf,
  values: readonly (number | null)[],
  { plot, heightAt, colour }: Plot & { colour: string },
): void {
  const slot = plot.width / values.length;
  let isOn = false;
  for (const [place, value] of values.entries()) {
    if (value === null) {
      isOn = false;
      continue;
    }
    const x = plot.x + (place + 0.5) * slot;
    if (isOn) doc.lineTo(x, heightAt(value));
    else doc.moveTo(x, heightAt(value));
    isOn = true;
  }
  doc.lineWidth(1.1).lineJoin('round').strokeColor(colour).stroke();
}

/** How much of the whole the first so many make up. */
function drawShares(doc: Pdf, { points, words }: Drawing, plot: Box): void {
  const whole = points.reduce((sum, { values }) => sum + Math.max(0, values[0] ?? 0), 0);
  if (whole <= 0) return;
  let sum = 0;
  const shares = points.map(({ values }) => {
    sum += Math.max(0, values[0] ?? 0);
    return sum / whole;
  });
  const heightAt = (share: number) => plot.y + plot.height * (1 - share);
  drawPath(doc, shares, { plot, heightAt, colour: seriesColour(1) });
  doc.font('plain').fontSize(sizes.small).fillColor(seriesColour(1));
  for (const share of [0, 0.5, 0.8, 1]) {
    const text = words.formats.percent(share * 10_000);
    lineOf(doc, text, { x: plot.x + plot.width + 4, y: heightAt(share) - 4, width: 32 });
  }
}

/** As many names below as have room. */
function drawNames(doc: Pdf, points: readonly Point[], plot: Box): void {
  doc.font('plain').fontSize(sizes.small).fillColor(colours.quiet);
  const slot = plot.width / points.length;
  const widest = Math.min(90, Math.max(...points.map(({ label }) => doc.widthOfString(label))) + 6);
  const every = Math.max(1, Math.ceil(widest / slot));
  for (let place = 0; place < points.length; place += every) {
    const x = plot.x + (place + 0.5) * slot - (slot * every) / 2;
    const width = slot * every - 2;
    lineOf(doc, points[place]?.label ?? '', { x, y: plot.y + plot.height + 4, width, align: 'middle' });
  }
}

function drawLegend(doc: Pdf, { columns, points, words }: Drawing, { x, y, width }: Box): void {
  const names = columns.map(({ name }) => words.t(`reports.columns.${name}`));
  const marks = names.map((name, index) => ({ name, colour: seriesColour(index) as string }));
  if (points.some(({ before }) => before !== null)) {
    marks.push({ name: words.t('report-files.before'), colour: colours.before });
  }
  if (marks.length < 2) return;
  doc.font('plain').fontSize(sizes.small);
  let at = x;
  for (const { name, colour } of marks) {
    if (at > x + width - 40) return;
    doc.rect(at, y + 1.5, 6, 6).fill(colour);
    doc.fillColor(colours.quiet);
    lineOf(doc, name, { x: at + 9, y, width: 120 });
    at += 9 + Math.min(120, doc.widthOfString(name)) + 14;
  }
}

/** Bars beside names, their value behind them: parts of a whole, and rankings. */
function drawLying(doc: Pdf, drawing: Drawing, box: Box): void {
  const { points, words, columns, currency } = drawing;
  doc.font('plain').fontSize(sizes.small);
  const names = Math.min(170, Math.max(...points.map(({ label }) => doc.widthOfString(label))) + 6);
  const [column] = columns;
  const texts = points.map(({ values: [value = null] }) =>
    column === undefined || value === null || !Number.isSafeInteger(value)
      ? ''
      : valueText(words, { column, value: column.kind === 'money' ? BigInt(value) : value, currency }),
  );
  const ends = Math.max(...texts.map((text) => doc.widthOfString(text))) + 8;
  const room = box.width - names - ends;
  const low = Math.min(0, ...points.map(({ values: [value] }) => value ?? 0));
  const high = Math.max(0, ...points.map(({ values: [value] }) => value ?? 0)) || 1;
  const xOf = (value: number) => box.x + names + ((value - low) / (high - low)) * room;
  for (const [place, { label, values }] of points.entries()) {
    const y = box.y + place * barLines;
    const value = values[0] ?? 0;
    doc.fillColor(colours.ink);
    lineOf(doc, label, { x: box.x, y: y + 2, width: names - 6 });
    const from = xOf(Math.min(0, value));
    doc.rect(from, y + 1.5, Math.max(0.5, xOf(Math.max(0, value)) - from), barLines - 4).fill(seriesColour(0));
    doc.fillColor(colours.quiet);
    lineOf(doc, texts[place] ?? '', { x: xOf(Math.max(0, value)) + 4, y: y + 2, width: ends });
  }
}

/** A cell for each weekday and hour, darker where there is more. */
function drawHeat(doc: Pdf, { points, words }: Drawing, box: Box): void {
  const byKey = new Map(points.map(({ key, values }) => [key, values[0] ?? 0]));
  const most = Math.max(1, ...byKey.values());
  const [names, heads] = [84, 12];
  const cell = { width: (box.width - names) / 24, height: (box.height - heads) / 7 };
  doc.font('plain').fontSize(sizes.small).fillColor(colours.quiet);
  for (let hour = 0; hour < 24; hour += 1) {
    const text = String(hour).padStart(2, '0');
    lineOf(doc, text, { x: box.x + names + hour * cell.width, y: box.y, width: cell.width - 1, align: 'middle' });
  }
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const y = box.y + heads + (weekday - 1) * cell.height;
    doc.fillColor(colours.quiet);
    lineOf(doc, words.formats.weekdayName(weekday), { x: box.x, y: y + cell.height / 2 - 4, width: names - 6 });
    for (let hour = 0; hour < 24; hour += 1) {
      const share = Math.max(0, byKey.get(`${weekday} ${hour}`) ?? 0) / most;
      doc.rect(box.x + names + hour * cell.width, y, cell.width - 1, cell.height - 1);
      doc
        .fillOpacity(0.06 + 0.94 * share)
        .fill(seriesColour(0))
        .fillOpacity(1);
    }
  }
}

function seriesColour(index: number): string {
  return colours.series[index % colours.series.length] ?? colours.ink;
}

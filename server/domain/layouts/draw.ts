/** Draws till screens, so that a person sees what the cashier will see. */
import { boxOf, canvas, type LayoutRow, statusBarHeight } from './rows.ts';

/** What stands in controls whose content the till brings along. */
const stands: Readonly<Record<string, readonly string[]>> = {
  SALESLIST: ['Baguette · 1.20', 'Semi-skimmed milk · 1.05', 'Oranges, 0.734 × 2.10 · 1.54'],
  AMOUNTSTABLE: ['Subtotal · 3.79', 'Discount · 0.00', 'Total · 3.79'],
  PAYMENTLIST: ['Cash · 5.00', 'Change · 1.21'],
  DATAGRID: ['…'],
};

/** No key shows more; a caption of nothing but line breaks is drawn as far as here. */
const mostLines = 12;

const numpadKeys = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0', '00', '⌫'];

/** One form as an SVG document, about as a terminal shows it. Controls of other forms and hidden ones are left out.
 *  @param controls filled rows: without slots */
export function drawForm(form: LayoutRow, controls: readonly LayoutRow[]): string {
  // A form may leave its size to the terminal.
  const width = Math.max(1, Number(form['width'] ?? canvas.width));
  const height = Math.max(1, Number(form['height'] ?? canvas.height));
  const own = controls.filter((control) => control['fk_form_id'] === form.id && control['is_visible'] !== false);
  const byId = new Map(own.map((control) => [control.id, control]));
  const bar = form['show_status_bar']
    ? `<rect x="0" y="${height - statusBarHeight}" width="${width}" height="${statusBarHeight}" fill="#c9d3dc"/>`
    : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(String(form['caption'] ?? form['name'] ?? ''))}" font-family="Arial, sans-serif">
<rect width="${width}" height="${height}" fill="${colour(form['back_color'], '#e8edf2')}"/>${bar}
${own.map((control) => drawControl(control, byId.get(String(control['fk_parent_id'] ?? '')))).join('\n')}
</svg>`;
}

function drawControl(control: LayoutRow, panel: LayoutRow | undefined): string {
  const { w: saidWidth, h: saidHeight, ...place } = boxOf(control);
  const [w, h] = [Math.max(0, saidWidth), Math.max(0, saidHeight)];
  const origin = panel ? boxOf(panel) : { x: 0, y: 0 };
  const [x, y] = [place.x + origin.x, place.y + origin.y];
  const ink = colour(control['fore_color'], '#14202b');
  const ground = `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="4" fill="${colour(control['back_color'], '#ffffff')}" stroke="#00000022"/>`;
  const size = Number(control['font_size'] ?? 12) * 1.33;
  if (control['type'] === 'NUMPAD') return ground + drawNumpad({ x, y, w, h }, ink);
  const type = String(control['type']);
  const stand = stands[type];
  const caption = stand ? stand.join('\n') : String(control['caption1'] ?? '');
  const isLeft = stand !== undefined || control['text_alignment'] === 'LEFT';
  const lines = caption.split('\n', mostLines);
  const spans = lines.map((line, index) => {
    const rise = index === 0 ? (stand ? 0 : -0.6 * (lines.length - 1)) : 1.3;
    return `<tspan x="${isLeft ? 8 : '50%'}" dy="${rise}em">${escapeText(line)}</tspan>`;
  });
  return `${ground}<svg x="${x}" y="${y}" width="${w}" height="${h}"><text y="${stand ? size + 4 : '50%'}"${stand ? '' : ' dominant-baseline="middle"'} text-anchor="${isLeft ? 'start' : 'middle'}" font-size="${size}" fill="${ink}">${spans.join('')}</text></svg>`;
}

function drawNumpad({ x, y, w, h }: ReturnType<typeof boxOf>, ink: string): string {
  const [keyWidth, keyHeight] = [w / 3, h / 4];
  return numpadKeys
    .map((key, index) => {
      const left = x + (index % 3) * keyWidth;
      const top = y + Math.floor(index / 3) * keyHeight;
      return `<rect x="${left + 3}" y="${top + 3}" width="${keyWidth - 6}" height="${keyHeight - 6}" rx="4" fill="#dfe6ec"/><text x="${left + keyWidth / 2}" y="${top + keyHeight / 2}" dominant-baseline="middle" text-anchor="middle" font-size="26" fill="${ink}">${key}</text>`;
    })
    .join('');
}

/** "0x1257A8" → "#1257a8". What is no colour is drawn in `otherwise`: rows of other designers may hold anything. */
function colour(text: unknown, otherwise: string): string {
  const [, hex] = /^(?:0x|#)([0-9a-f]{6})$/i.exec(String(text)) ?? [];
  return hex === undefined ? otherwise : `#${hex.toLowerCase()}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

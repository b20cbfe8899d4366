/** Whether the screens that the tills of a store get can be started from. */
import type { Ctx } from '../../db/index.ts';
import { defaultLayoutId } from '../layouts/index.ts';
import type { Finding } from './examine-stores.ts';

interface Wearer {
  code: string;
  layoutId: string | null;
}

/** Of each layout that a till of the store gets: is it there, does it have the one form to start with, and one to sign in at.
 *  @param ofStore layout of the store, or of its company; null: the hub's own */
export async function screenFindings(
  ctx: Ctx,
  ofStore: string | null,
  terminals: readonly Wearer[],
): Promise<Finding[]> {
  const worn = new Map<string, string[]>([[ofStore ?? defaultLayoutId, []]]);
  for (const { code, layoutId } of terminals) {
    const id = layoutId ?? ofStore ?? defaultLayoutId;
    worn.set(id, [...(worn.get(id) ?? []), code]);
  }
  const layouts = await ctx.db.reader.terminalLayout.findMany({
    where: { id: { in: [...worn.keys()] } },
    include: { versions: true },
  });
  return [...worn].flatMap(([id, tills]) => {
    const layout = layouts.find((each) => each.id === id);
    const current = layout?.versions.find(({ number }) => number === layout.currentNumber);
    return judge(current ? formsOf(current.forms) : [], layout?.name ?? 'the hub’s own').map((finding) => ({
      ...finding,
      subjects: tills,
    }));
  });
}

interface Form {
  name?: unknown;
  is_startup?: unknown;
}

/** What cannot be read is no screen. */
function formsOf(json: string): Form[] {
  try {
    const forms: unknown = JSON.parse(json);
    return Array.isArray(forms) ? forms.filter((form) => typeof form === 'object' && form !== null) : [];
  } catch {
    return [];
  }
}

function judge(forms: readonly Form[], name: string): Finding[] {
  const starts = forms.filter(({ is_startup }) => is_startup === true || is_startup === 1).length;
  const findings: Finding[] = [];
  const add = (code: string, sentence: string, todo: string) => {
    findings.push({ code, level: 'missing', sentence, todo, subjects: [] });
  };
  if (forms.length === 0) {
    add(
      'no_layout',
      `The layout “${name}” has no screens that can be read: the tills start and show nothing.`,
      'Choose another layout, or let the hub write its own again by a restart.',
    );
  } else if (starts !== 1) {
    add(
      'no_start_form',
      starts === 0
        ? `The layout “${name}” has no form to start with.`
        : `The layout “${name}” has ${starts} forms to start with.`,
      'Mark exactly one form of the layout as the start form.',
    );
  }
  if (forms.length > 0 && !forms.some((form) => form.name === 'LOGIN')) {
    add(
      'no_login_form',
      `The layout “${name}” has no form named LOGIN: nobody can sign in.`,
      'Add a form named LOGIN with a list of cashiers and a field for the password.',
    );
  }
  return findings;
}

/** The action behind a document's page, with the page's fixed words in the person's language. */

import type { Ctx } from '../../server/db/index.ts';
import { type Action, can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import type { DocumentView, Section } from '../components/document-view.ts';
import { type Say, sayTo } from '../texts.ts';

export function documentAction(right: Action, view: (ctx: Ctx, id: string) => Promise<DocumentView>): RecordAction {
  return {
    name: 'document',
    isRead: true,
    isAllowed: (ctx) => can(ctx, right),
    run: async (ctx, id) => ({ data: spoken(ctx, await view(ctx, id)) }),
  };
}

/** Labels and titles are English texts, and their own keys; what holds a value was said by whoever knew the value. */
export function spoken(ctx: Ctx, view: DocumentView): DocumentView {
  const say = sayTo(ctx);
  return {
    title: say(view.title),
    facts: view.facts.map((fact) => ({
      ...fact,
      label: say(fact.label),
      value: fact.isWord ? say(fact.value) : fact.value,
    })),
    sections: view.sections.map((section) => spokenSection(say, section)),
    ...(view.tabs && { tabs: view.tabs.map((section) => spokenSection(say, section)) }),
    raw: view.raw.map((part) => ({ ...part, title: say(part.title) })),
    buttons: view.buttons.map((button) => ({ ...button, label: say(button.label), question: say(button.question) })),
  };
}

function spokenSection(say: Say, section: Section): Section {
  return {
    ...section,
    title: say(section.title),
    rows: section.rows.map((row) =>
      row.map((cell, at) => (typeof cell === 'string' && section.columns[at]?.isWord ? say(cell) : cell)),
    ),
    columns: section.columns.map((column) => ({ ...column, label: say(column.label) })),
  };
}

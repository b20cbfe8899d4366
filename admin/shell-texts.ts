/** What AdminJS itself says, and the names of resources and columns, in each language. AdminJS brings no Turkish, and German in
 *  words of its own; every text here is ours. */

import type { Language } from '../server/core/languages.ts';
import type { HubResource } from './adapter/resource.ts';
import { searchProperty } from './adapter/source.ts';
import { newTitles } from './resources/new-titles.ts';
import { type Say, sayIn } from './texts.ts';

interface ShellLocale {
  language: Language;
  availableLanguages: Language[];
  translations: Record<string, object>;
}

/** For AdminJS's option `locale`: made once for each language. */
export function shellLocales(resources: readonly HubResource[]): (language: Language) => ShellLocale {
  const made = new Map<Language, ShellLocale>();
  return (language) => {
    const say = sayIn(language);
    const locale = made.get(language) ?? {
      language,
      availableLanguages: [language],
      translations: { [language]: { ...shellTexts(say), ...namesOf(resources, say) } },
    };
    made.set(language, locale);
    return locale;
  };
}

/** Labels are English texts of the definitions: the test of the languages reads them there. */
function namesOf(resources: readonly HubResource[], say: Say): object {
  const labels: Record<string, string> = {
    ...{
      navigation: '',
      dashboard: say('Overview'),
      pages: say('Tools'),
      filters: say('Filters'),
    },
    selectedRecords: say('{{selected}} selected'),
  };
  const perResource: Record<string, object> = {};
  for (const { source } of resources) {
    const name = say(source.definition.label);
    labels[source.model.name] = name;
    const properties = [...source.columns].map(([column, { label }]) => [column, say(label)] as const);
    const newTitle = newTitles[source.model.name];
    perResource[source.model.name] = {
      properties: { ...Object.fromEntries(properties), [searchProperty]: say('Search') },
      actions: { list: name, ...(newTitle && { new: say(newTitle) }) },
    };
  }
  const pages = { bulk: say('Changes of many rows'), import: say('Import'), audit: say('Audit trail') };
  return { labels, resources: perResource, pages };
}

function shellTexts(say: Say): object {
  return {
    actions: {
      ...{ new: say('New'), edit: say('Edit'), show: say('Details'), list: say('List') },
      ...{ delete: say('Delete'), bulkDelete: say('Delete all') },
    },
    buttons: {
      ...{ save: say('Save'), cancel: say('Cancel'), confirm: say('Confirm'), ok: say('OK') },
      ...{ filter: say('Filter'), filterActive: say('Filter ({{count}})'), applyChanges: say('Apply') },
      ...{ resetFilter: say('Reset'), logout: say('Sign out'), createFirstRecord: say('New') },
      addNewItem: say('Add'),
    },
    properties: { length: say('Length'), from: say('From'), to: say('To') },
    messages: messagesOf(say),
  };
}

/** What AdminJS calls by these keys. */
export function messagesOf(say: Say): Record<string, string> {
  const noRecord = say('There is no such record, or it is not yours to see.');
  const noList = say('There is no such list.');
  const wrong = say('Something went wrong. Try again; if it stays so, tell whoever runs this hub.');
  return {
    ...{ noRecordsInResource: say('Nothing here yet'), noRecords: say('Nothing found') },
    ...{ successfullyCreated: say('Saved'), successfullyUpdated: say('Saved'), successfullyDeleted: say('Deleted') },
    confirmDelete: say('Delete this row? Terminals will drop it at their next refresh.'),
    errorFetchingRecords: say('The list could not be loaded. Check the filters and try again.'),
    errorFetchingRecord: say('This record could not be loaded.'),
    ...{ error404Record: noRecord, error404Action: noRecord, error404Resource: noList },
    thereWereValidationErrors: say('Some fields need another look.'),
    ...{ forbiddenError: say('You may not do this.'), anyForbiddenError: say('You may not do this.') },
    ...{ noRecordsSelected: say('Nothing is selected.'), pickSomeFirstToRemove: say('Select rows first.') },
    ...{ bulkDeleteError: wrong, errorMessage: wrong, noActionComponent: wrong, seeConsoleForMore: '' },
    ...{ pageNotFound_title: say('Page not found'), pageNotFound_subtitle: noList },
    ...{ componentNotFound_title: wrong, componentNotFound_subtitle: '' },
  };
}

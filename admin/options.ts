/** The back office as AdminJS wants it described: resources, labels, dashboard, branding. */

import type { ActionHandler, AdminJSOptions, ResourceOptions } from 'adminjs';
import type { Database } from '../server/db/index.ts';
import { recordHandler } from './actions/record-handler.ts';
import type { AnyResource } from './adapter/definition.ts';
import { groups } from './adapter/definition.ts';
import { listAction } from './adapter/list-action.ts';
import { propertyOptions } from './adapter/property.ts';
import { HubResource } from './adapter/resource.ts';
import { type Source, searchProperty } from './adapter/source.ts';
import { mayCreate } from './adapter/writing.ts';
import { readDashboard } from './dashboard.ts';
import { loginPath, rootPath } from './paths.ts';
import { definitions } from './resources/index.ts';
import { shellLocales } from './shell-texts.ts';
import { contextOf } from './staff.ts';
import { languageOf } from './texts.ts';

const rowsPerPage = 25;

/** Everything that can be done with a resource; the router lets nothing else through. */
export function actionNames({ definition: { actions = [] }, operations }: Source): {
  reads: string[];
  writes: string[];
} {
  return {
    reads: ['list', 'show', 'search', ...actions.filter(({ isRead }) => isRead).map(({ name }) => name)],
    writes: [
      ...(operations?.canCreate ? ['new'] : []),
      ...(operations?.canEdit ? ['edit'] : []),
      ...(operations?.remove ? ['delete'] : []),
      ...actions.filter(({ isRead }) => !isRead).map(({ name }) => name),
    ],
  };
}

/** Columns of the form; a new row also says whose it is. */
function editColumns({ columns, operations }: Source): string[] {
  return [...(columns.has('companyId') ? ['companyId'] : []), ...(operations?.columns ?? [])];
}

export function createResources(db: Database): HubResource[] {
  const registered = new Set<string>(definitions.map(({ model }) => model));
  const resources = definitions.map((definition) => new HubResource(definition, registered, db));
  const siblings = new Map(resources.map((resource) => [resource.source.model.name as string, resource]));
  for (const resource of resources) resource.siblings = siblings;
  return resources;
}

/** Colours and type of the portal. AdminJS's own type does not know that a font is a text. */
const theme = {
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  sizes: { sidebarWidth: '240px' },
  colors: {
    primary100: '#0b6b7d',
    primary80: '#3c8997',
    primary60: '#6da6b1',
    primary40: '#9dc4cb',
    primary20: '#e3f1f3',
    grey60: '#51636d',
    grey40: '#5b6d77',
    text: '#13232c',
    bg: '#f3f6f7',
    border: '#dde4e8',
  },
};

export function adminOptions(
  resources: readonly HubResource[],
  { markUrl, hasMailServer }: { markUrl: string; hasMailServer: boolean },
): AdminJSOptions {
  const localeFor = shellLocales(resources);
  return {
    rootPath,
    loginPath,
    logoutPath: '/accounts/logout/',
    resources: resources.map((resource) => ({ resource, options: resourceOptions(resource) })),
    dashboard: {
      component: 'Dashboard',
      handler: async (_request: unknown, _response: unknown, context: { currentAdmin?: object }) =>
        readDashboard(contextOf(context.currentAdmin), hasMailServer),
    },
    pages: {
      audit: { component: 'AuditPage', icon: 'Shield' },
      import: { component: 'ImportPage', icon: 'Upload' },
      bulk: { component: 'BulkPage', icon: 'Edit' },
    },
    branding: {
      companyName: 'SaleFlex.GATE',
      logo: markUrl,
      favicon: markUrl,
      withMadeWithLove: false,
      theme: theme as never,
    },
    settings: { defaultPerPage: rowsPerPage },
    locale: (currentAdmin: object | undefined) => localeFor(currentAdmin ? languageOf(contextOf(currentAdmin)) : 'en'),
    version: {},
  } as AdminJSOptions;
}

function resourceOptions(resource: HubResource): ResourceOptions {
  const { definition } = resource.source;
  return {
    navigation: { name: definition.group, icon: groups[definition.group] },
    titleProperty: searchProperty,
    sort: { sortBy: definition.sort.by, direction: definition.sort.direction },
    listProperties: [...definition.list],
    filterProperties: [...(definition.search.length > 0 ? [searchProperty] : []), ...filterColumns(resource)],
    ...(resource.source.operations?.canEdit ? { editProperties: editColumns(resource.source) } : {}),
    properties: propertyOptions(resource.source),
    actions: { ...builtInActions(resource), ...ownActions(definition) },
  };
}

/** In the order of the definition, what every list of rows that can be deleted offers at last. */
function filterColumns({ source }: HubResource): string[] {
  const offered = [...source.columns].filter(([, { isFilterable }]) => isFilterable).map(([name]) => name);
  return [...new Set([...source.definition.filters, ...offered])];
}

type Context = { currentAdmin?: object };

function builtInActions(resource: HubResource): NonNullable<ResourceOptions['actions']> {
  const { visibleTo, showComponent } = resource.source.definition;
  const { operations } = resource.source;
  const isAccessible = ({ currentAdmin }: Context) => {
    if (!visibleTo || !currentAdmin) return true;
    const { actor } = contextOf(currentAdmin);
    return actor.kind === 'user' && actor.staffRole !== null && visibleTo.includes(actor.staffRole);
  };
  const canWrite = ({ currentAdmin }: Context) =>
    operations !== null && currentAdmin !== undefined && operations.isAllowed(contextOf(currentAdmin));
  const canMake = ({ currentAdmin }: Context) =>
    currentAdmin !== undefined && mayCreate(operations, contextOf(currentAdmin));
  const closed = { isAccessible: false, isVisible: false };
  return {
    // Its answer has further parts than AdminJS's own, whose type it cannot meet.
    list: { isAccessible, showFilter: false, handler: listAction(resource) as unknown as ActionHandler<never> },
    search: { isAccessible },
    show: { isAccessible, component: showComponent ?? 'RecordShow' },
    new: operations?.canCreate ? { isAccessible: canMake, component: 'RecordForm' } : closed,
    edit: operations?.canEdit ? { isAccessible: canWrite, component: 'RecordForm' } : closed,
    // Our own question stands on the page: what still uses the row.
    delete: operations?.remove ? { isAccessible: canWrite, isVisible: false } : closed,
    bulkDelete: closed,
  };
}

/** Called by the resource's own component, so they are no buttons of AdminJS. */
function ownActions({ actions = [] }: AnyResource): NonNullable<ResourceOptions['actions']> {
  return Object.fromEntries(
    actions.map((action) => [
      action.name,
      {
        actionType: 'record',
        component: false,
        isVisible: false,
        isAccessible: ({ currentAdmin }: Context) =>
          currentAdmin !== undefined && action.isAllowed(contextOf(currentAdmin)),
        handler: recordHandler(action) as ActionHandler<never>,
      },
    ]),
  );
}

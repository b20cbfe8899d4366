/** Entry of the browser bundle: registers the components and starts AdminJS, whose own scripts have run before. */

import './palette/density.ts';
import type { ComponentType } from 'react';
import { AuditPage } from './audit/audit-page.tsx';
import { ChangeAll, ChangeChosen } from './bulk/bulk-actions.tsx';
import { BulkPage } from './bulk/bulk-page.tsx';
import { Dashboard } from './dashboard.tsx';
import { DocumentShow } from './document-show.tsx';
import { RecordForm } from './form/record-form.tsx';
import { TrashToggle } from './form/trash-toggle.tsx';
import { ImportPage } from './import/import-page.tsx';
import { listActions, selectionActions } from './list/actions.ts';
import { List } from './list/list.tsx';
import type { ComponentName } from './names.ts';
import { PageHeader } from './page-header.tsx';
import { RangeFilter } from './range-filter.tsx';
import { RecordShow } from './record-show.tsx';
import { Brand, Navigation, SideFooter } from './shell.tsx';
import { StoreShow } from './store-show.tsx';
import { TopBar } from './top-bar.tsx';
import { ColumnHeader, FigureValue, FlagValue, InstantValue, JsonValue, OwnerField, WordValue } from './values.tsx';

declare global {
  interface Window {
    AdminJS: { UserComponents: Record<string, unknown>; Application: object };
    createRoot(element: Element | null): { render(element: object): void };
  }
}

// Each component takes the props of its place; AdminJS keeps them in one table.
const own: Record<ComponentName, ComponentType<never>> = {
  AuditPage,
  BulkPage,
  Dashboard,
  DocumentShow,
  FigureValue,
  FlagValue,
  ImportPage,
  InstantValue,
  JsonValue,
  OwnerField,
  RangeFilter,
  RecordForm,
  RecordShow,
  StoreShow,
  WordValue,
};

/** Replacements of AdminJS's parts, by its names. */
const replaced = {
  ActionHeader: PageHeader,
  DefaultListAction: List,
  PropertyHeader: ColumnHeader,
  SidebarBranding: Brand,
  SidebarFooter: SideFooter,
  SidebarResourceSection: Navigation,
  TopBar,
};

listActions.push(ChangeAll);
selectionActions.push(ChangeChosen);

listActions.push(TrashToggle);

window.AdminJS.UserComponents = { ...own, ...replaced };
window.createRoot(document.getElementById('app')).render(window.AdminJS.Application);

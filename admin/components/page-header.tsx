/** What AdminJS's frame does not say to whoever does not see it: where the page itself is, and what it is called. */

import { type ActionHeaderProps, useTranslation } from 'adminjs';
import { type ComponentType, useEffect } from 'react';

/** AdminJS's header of a list or record, with a heading of the first rank for the page. */
export function PageHeader({
  OriginalComponent,
  ...props
}: ActionHeaderProps & { OriginalComponent: ComponentType<ActionHeaderProps> }) {
  const { resource, record, action } = props;
  const { translateAction, translateLabel } = useTranslation();
  const kind = translateLabel(resource.name, resource.id);
  const name = record?.title ? `${kind} – ${record.title}` : kind;
  // The form of a new row has its own words in the header below.
  const title = action.name === 'new' ? translateAction(action.label, resource.id) : name;
  useEffect(() => {
    document.title = `${title} · SaleFlex.GATE`;
  }, [title]);
  return (
    <>
      <h1 className="gate-unseen">{name}</h1>
      <OriginalComponent {...props} />
    </>
  );
}

/** Marks AdminJS's parts of the frame as what they are. */
export function useLandmarks(): void {
  useEffect(() => {
    document.querySelector('[data-css="app-content"]')?.setAttribute('role', 'main');
    document.querySelector('[data-css="sidebar"]')?.setAttribute('role', 'region');
    document.querySelector('[data-css="sidebar"]')?.setAttribute('aria-label', 'SaleFlex.GATE');
  }, []);
}

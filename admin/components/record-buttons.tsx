/** What can be done with a record whose page has no buttons of its own. */

import type { ActionProps } from 'adminjs';
import { useCallback, useEffect, useState } from 'react';
import { ActionButtons } from './action-buttons.tsx';
import type { Button } from './document-view.ts';
import { readJson } from './related-tabs.tsx';

export function RecordButtons({ record, resource }: ActionProps) {
  const [buttons, setButtons] = useState<Button[]>([]);
  const recordId = record?.id ?? '';
  const load = useCallback(async () => {
    const address = `/admin/api/hub/buttons/${resource.id}/${encodeURIComponent(recordId)}`;
    setButtons((await readJson<{ buttons: Button[] }>(address)).buttons);
  }, [resource.id, recordId]);
  useEffect(() => {
    load().catch(() => setButtons([]));
  }, [load]);
  return <ActionButtons resourceId={resource.id} {...{ recordId, buttons }} onDone={load} />;
}

/** Every operation of the API, by area. One line for each area; what an area offers stands in its folder. */
import type { Vault } from '../../core/vault.ts';
import type { Tokens } from '../../domain/access/index.ts';
import type { AppDeps } from '../../http/deps.ts';
import type { Operation } from '../../http/operation.ts';
import type { Gatekeeper } from '../gatekeeper.ts';
import type { Recorder } from '../pos/take-push.ts';
import { aboutOperations } from './about/operations.ts';
import { accessOperations } from './access/operations.ts';
import { keyOperations } from './keys/operations.ts';
import { notificationOperations } from './notifications/operations.ts';
import { peopleOperations } from './people/operations.ts';
import { pullOperations } from './pull/operations.ts';
import { pushOperations } from './push/operations.ts';
import { resourcesOperations } from './resources/operations.ts';

/** What the operations are built from. */
export interface ApiDeps extends AppDeps {
  readonly recorder: Recorder;
  readonly gatekeeper: Gatekeeper;
  /** Opens what tills compare in clear text. */
  readonly vault: Vault;
  /** Signs and reads what devices and people's programs carry. */
  readonly tokens: Tokens;
}

export function gateOperations(deps: ApiDeps): Operation[] {
  return [
    ...aboutOperations(deps),
    ...accessOperations(deps),
    ...peopleOperations(deps),
    ...pushOperations(deps),
    ...pullOperations(deps),
    ...notificationOperations(deps),
    ...resourcesOperations(deps),
    ...keyOperations(),
  ];
}

import type { Request, Response } from 'express';
import type { Config } from '../../server/config.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { type OpenIdPerson, OpenIdService, type OpenIdTicket } from '../../server/http/openid.ts';
import { dropSealed, keepSealed, readSealed } from '../../server/http/sign-in-cookies.ts';

/** What a browser knows of a sign-in by another service, and the service. */
export interface External {
  /** Null: the operator has named none. */
  service: OpenIdService | null;
  keepTicket(ticket: OpenIdTicket & { next: string }): Promise<void>;
  /** The ticket, once; null: there is none. */
  takeTicket(): Promise<(OpenIdTicket & { next: string }) | null>;
  keepPerson(person: OpenIdPerson): Promise<void>;
  /** Who has come back and is linked with nobody yet. */
  person(): Promise<OpenIdPerson | null>;
  dropPerson(): void;
}

const services = new WeakMap<Config, OpenIdService>();

function serviceOf(config: Config): OpenIdService | null {
  if (config.openId === null) return null;
  const service = services.get(config) ?? new OpenIdService(config.openId, config.publicUrl);
  services.set(config, service);
  return service;
}

export function externalOf({ config }: AppDeps, { req, res }: { req: Request; res: Response }): External {
  return {
    service: serviceOf(config),
    keepTicket: (ticket) => keepSealed(res, config, { name: 'ticket', value: ticket }),
    async takeTicket() {
      const ticket = await readSealed<OpenIdTicket & { next: string }>(req, config, 'ticket');
      dropSealed(res, config, 'ticket');
      return ticket;
    },
    keepPerson: (person) => keepSealed(res, config, { name: 'person', value: person }),
    person: () => readSealed<OpenIdPerson>(req, config, 'person'),
    dropPerson: () => dropSealed(res, config, 'person'),
  };
}

/** Turns among tenants: what one company has waiting never delays what another one sends. */

interface Waiting {
  bytes: number;
  start(): void;
}

interface Tenant {
  /** Pieces of work that are under way. */
  running: number;
  waiting: Waiting[];
}

interface Limits {
  /** Pieces of work under way, of all tenants together. */
  most: number;
  /** Their size, together. */
  bytes: number;
}

/** Lets so much work begin at once, and when more is there, one piece of each tenant in turn. Whoever has nothing under way begins
 *  at once, so a sale waits for no backlog of somebody else's. */
export class FairTurns {
  readonly #limits: Limits;
  /** Only those that have something under way or waiting; in the order of their turns. */
  readonly #tenants = new Map<number, Tenant>();
  #running = 0;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @param whose the tenant
   *  @param bytes how large the work is */
  async run<T>(whose: number, bytes: number, work: () => Promise<T>): Promise<T> {
    const tenant = this.#tenantOf(whose);
    if (tenant.waiting.length > 0 || !this.#mayBegin(tenant, bytes)) {
      await new Promise<void>((start) => tenant.waiting.push({ bytes, start }));
    } else this.#begin(tenant, bytes);
    try {
      return await work();
    } finally {
      this.#end(whose, tenant, bytes);
    }
  }

  #tenantOf(whose: number): Tenant {
    let tenant = this.#tenants.get(whose);
    if (!tenant) {
      tenant = { running: 0, waiting: [] };
      this.#tenants.set(whose, tenant);
    }
    return tenant;
  }

  #mayBegin(tenant: Tenant, bytes: number): boolean {
    if (tenant.running === 0) return true;
    return this.#running < this.#limits.most && this.#bytes + bytes <= this.#limits.bytes;
  }

  #begin(tenant: Tenant, bytes: number): void {
    tenant.running += 1;
    this.#running += 1;
    this.#bytes += bytes;
  }

  #end(whose: number, tenant: Tenant, bytes: number): void {
    tenant.running -= 1;
    this.#running -= 1;
    this.#bytes -= bytes;
    if (tenant.running === 0 && tenant.waiting.length === 0) this.#tenants.delete(whose);
    this.#startWaiting();
  }

  /** Goes round once for each piece that can begin: who was served goes to the end. */
  #startWaiting(): void {
    for (let began = true; began; ) {
      began = false;
      for (const [whose, tenant] of [...this.#tenants]) {
        const [next] = tenant.waiting;
        if (!next || !this.#mayBegin(tenant, next.bytes)) continue;
        tenant.waiting.shift();
        this.#begin(tenant, next.bytes);
        this.#tenants.delete(whose);
        this.#tenants.set(whose, tenant);
        began = true;
        next.start();
      }
    }
  }
}

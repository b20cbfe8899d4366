/** What the doctor says about a store, as the store's page shows it: texts finished by the server. */
export interface HealthView {
  verdict: string;
  ok: boolean;
  findings: { isMissing: boolean; sentence: string; todo: string; about: string }[];
}

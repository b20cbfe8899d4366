/** Who can see a record and why, all texts finished. */
export interface Explanation {
  staff: StaffExplained[];
  fields: FieldExplained[];
  /** Whose record it is; null: the hub's. */
  company: string | null;
  rules: RuleExplained[];
  people: PersonExplained[];
}

export interface StaffExplained {
  role: string;
  sees: string;
  changes: string;
  why: string;
}

export interface FieldExplained {
  label: string;
  isPersonal: boolean;
  seenBy: string;
  changedBy: string;
}

export interface RuleExplained {
  doing: string;
  action: string;
  roles: string;
  /** A role for chosen stores reaches these only. */
  isByStore: boolean;
}

export interface PersonExplained {
  href: string;
  name: string;
  /** What the person is in the company. */
  is: string;
  sees: boolean;
  changes: boolean;
}

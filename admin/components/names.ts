/** Names under which `main.tsx` registers the components; the server refers to them by these. */
export type ComponentName =
  | 'Dashboard'
  | 'DocumentShow'
  | 'FigureValue'
  | 'FlagValue'
  | 'InstantValue'
  | 'JsonValue'
  | 'OwnerField'
  | 'RangeFilter'
  | 'RecordShow'
  | 'StoreShow'
  | 'WordValue';

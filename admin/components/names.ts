/** Names under which `main.tsx` registers the components; the server refers to them by these. */
export type ComponentName =
  | 'AuditPage'
  | 'BulkPage'
  | 'Dashboard'
  | 'DocumentShow'
  | 'FigureValue'
  | 'FlagValue'
  | 'ImportPage'
  | 'InstantValue'
  | 'JsonValue'
  | 'OwnerField'
  | 'RangeFilter'
  | 'RecordForm'
  | 'RecordShow'
  | 'StoreShow'
  | 'WordValue';

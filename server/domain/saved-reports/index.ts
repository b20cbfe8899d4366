/** Reports and dashboards that somebody keeps under a name. */

export {
  deleteSavedReport,
  getSavedReport,
  keepReport,
  listPinnedReports,
  listSavedReports,
  mayShareReports,
  type SavedReport,
  type SaveReport,
  saveReport,
  sharingRoles,
  updateSavedReport,
} from './saved-reports.ts';

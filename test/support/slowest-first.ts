/** The order in which vitest begins files: those that take longest first, so that both workers end together. Which those are is not
 *  known on a fresh clone, where vitest would begin with the largest files. */

import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of twenty seconds and more, on two cores, slowest first. */
const slowest = [
  'browser/accessibility security/odd-input security/route-walk browser/admin-walk/ browser/first-shop/ proof/disk cli/demo',
  'browser/office-frame cli/commands browser/reports cli/simulate admin/twins browser/accounts security/reports-walk',
  'proof/stop proof/kill9 api/v1/access-walk admin/resources admin/roles/masking security/procedure-walk browser/deletion',
  'browser/smoke browser/frame api/v1/pull cli/import-pypos browser/admin-forms portal/languages/pages proof/ security/',
  'reports/report-files reports/screen reports/every-number domain/verification/verify domain/import-pypos/again domain/doctor',
].flatMap((line) => line.split(' '));

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = slowest.findIndex((name) => moduleId.includes(`/test/${name}`));
      return found === -1 ? slowest.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
